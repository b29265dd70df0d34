"""By mail alone: a whole Primera, a real mailbox (Dovecot) and a real SMTP server."""

import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.actions.bridges.email import dovecot
from tests.actions.mail.server import Mailbox, mail_server
from tests.conftest import need
from tests.running import REPOSITORY, start, stop
from tests.system.test_resolution import agent

pytestmark = [pytest.mark.rasa, pytest.mark.helpdesk]

BOT = "ayuda@aurora.example"
ANA = "Ana López <ana.lopez@ejemplo.example>"
SECONDS = 90.0
# A question that no article answers, and what she says to what she is asked then.
QUESTION = "¿tenéis tarjeta de puntos?"
TOLD = (
    (re.compile("Sí, envíalo"), "Sí, envíalo"),
    (re.compile("(?i)llamas|nombre"), "Ana López"),
    (re.compile("(?i)número de.* pedido"), "el pedido es el AU-48213"),
    (re.compile(""), "La quiero para las compras de mi casa"),
)
MOST_MAILS = 8


@dataclass
class Correspondence:
    """What she sends and what she gets."""

    office: dovecot.Post
    box: Mailbox
    read: int = 0

    def writes(self, text: str, *, to: EmailMessage | None = None) -> list[EmailMessage]:
        """A mail of hers, and what comes back."""
        mail = EmailMessage()
        mail["From"], mail["To"] = ANA, to["Reply-To"] if to else BOT
        mail["Subject"] = f"Re: {to['Subject']}" if to else "Una consulta"
        mail["Message-ID"] = make_msgid(domain="ejemplo.example")
        if to:
            mail["In-Reply-To"] = mail["References"] = to["Message-ID"]
        mail.set_content(f"{text}\n\nUn saludo,\nAna López\n")
        self.office.put(mail.as_bytes())
        return self.gets()

    def gets(self) -> list[EmailMessage]:
        """The next mails."""
        until = time.monotonic() + SECONDS
        while len(self.box.came) == self.read:
            assert time.monotonic() < until, "no mail came"
            time.sleep(0.1)
        new = [mail for _, mail in self.box.came[self.read :]]
        self.read += len(new)
        return new


def says(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def mailing(folder: Path, office: dovecot.Post, box: Mailbox) -> Path:
    """The demo company's workspace, with a mailbox."""
    (folder / "bot").mkdir(parents=True)
    for name in ("actions", "kb_index", "models", "nlu_data", "config.yml", "domain.yml"):
        (folder / name).symlink_to(REPOSITORY / name)
    for file in (REPOSITORY / "bot").glob("*.yml"):
        if file.name != "settings.yml":
            (folder / "bot" / file.name).symlink_to(file)
    yaml = YAML()
    settings = yaml.load((REPOSITORY / "bot" / "settings.yml").read_text("utf-8"))
    server = {"host": "127.0.0.1", "security": "none"}
    inbox = server | {"port": office.imap_port, "username": BOT, "seconds": 0.2}
    settings["mail"] = server | {"port": box.port, "sender": BOT, "inbox": inbox}
    with (folder / "bot" / "settings.yml").open("w", encoding="utf-8") as file:
        yaml.dump(settings, file)
    return folder


@pytest.fixture(scope="module")
def mailed(tmp_path_factory):
    need(dovecot.is_installed(), dovecot.MISSING)
    home = tmp_path_factory.mktemp("mail")
    with dovecot.post_office() as office, mail_server() as box:
        workspace = mailing(home / "workspace", office, box)
        secrets = {"PRIMERA_SECRET_INBOX": dovecot.PASSWORD}
        running = start(home / "home", workspace, variables=secrets)
        try:
            yield running, office, box
        finally:
            stop(running.process)


@pytest.fixture
def letters(mailed) -> Correspondence:
    _, office, box = mailed
    return Correspondence(office, box, len(box.came))


def test_a9_d5_a_question_by_mail_is_answered_by_mail_from_an_article(letters):
    """A9, D5: a question by mail is answered by mail from an article."""
    [answer] = letters.writes("¿Cómo devuelvo un pedido?")
    assert "30 días desde la entrega" in says(answer)
    assert "  1. Sí, me sirve" in says(answer)
    assert "asistente automático" in says(answer)
    [thanks] = letters.writes("1", to=answer)
    assert "asistente automático" in says(thanks)
    assert thanks["References"].split()[-1] == thanks["In-Reply-To"]


def test_e1_c2_b4_an_open_question_becomes_a_ticket_whose_milestones_come_by_mail(letters, mailed):
    """B4, C2, E1: an open question becomes a ticket whose milestones come by mail."""
    running, first = mailed[0], letters.read
    [last] = letters.writes(QUESTION)
    for _ in range(MOST_MAILS):
        if found := re.search(r"\bT-\d+\b", says(last)):
            break
        told = next(words for asked, words in TOLD if asked.search(says(last)))
        [last] = letters.writes(told, to=last)
    else:
        raise AssertionError("no ticket came of it")
    asked = [says(mail) for _, mail in letters.box.came[first:]]
    assert not any("te contestamos?" in each for each in asked)  # her address is known
    agent(running, "resolve", found[0], "Sí: pídela en cualquier tienda.")
    [news] = letters.gets()
    assert "Leo, de Aurora Electrónica, te escribe:\n\nSí: pídela" in says(news)
    assert "  1. Sí, resuelta" in says(news)
    assert news["In-Reply-To"] in says(last) + str(news["References"])
    [closed] = letters.writes("Sí, resuelta", to=news)
    assert "1 (muy mal)" in says(closed)
    [rated] = letters.writes("5", to=closed)
    assert "Gracias" in says(rated)
