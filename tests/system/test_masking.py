"""Cards and passwords typed into a running Primera are nowhere; orders and models are as typed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.actions.tickets.receiver import Receiver, answers, receiver
from tests.bot.gateway.written_secrets import with_cards, with_passwords, with_references
from tests.conversations.contact import ContactSide
from tests.system.test_help_desk import until

pytestmark = pytest.mark.rasa

COUNT = 200
A_CONVERSATION = 20
HELPDESK_PORT = 5335  # as actions/desk.yml says
# Shorter ones (the code on a card, a PIN) are in any file by chance.
SHORTEST_SOUGHT = 6
ENDING = {
    "es": ["quiero hablar con una persona", "ana@mail.example", "Ana López", "sí"],
    "en": ["I want to speak to a person", "ana@mail.example", "Ana López", "yes"],
}


@pytest.fixture
def helpdesk() -> Iterator[Receiver]:
    with receiver(answers(200), port=HELPDESK_PORT) as listening:
        yield listening


def files(running) -> dict[str, bytes]:
    """Everything this Primera has written: database, its log, logs of processes, the terminal."""
    return {
        str(path.relative_to(running.home)): path.read_bytes()
        for path in running.home.rglob("*")
        if path.is_file()
    }


def rows(running) -> str:
    """Every value of every table, the dialogue state of Rasa among them."""
    with closing(sqlite3.connect(running.home / "primera.db")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return "\n".join(
            str(row) for (name,) in tables for row in database.execute(f"SELECT * FROM {name}")
        )


def test_no_card_and_no_password_is_kept_or_sent_anywhere(running, helpdesk):
    written = [*with_cards(COUNT // 2), *with_passwords(COUNT // 2)]
    tickets = 0
    for begin in range(0, COUNT, A_CONVERSATION):
        language = ("es", "en")[begin // A_CONVERSATION % 2]
        with ContactSide(running.base_url, language) as contact:
            for one in written[begin : begin + A_CONVERSATION]:
                notice = contact.says(one.text)[0]
                assert (notice["kind"], notice["sender"]) == ("notice", "system")
            contact.says({"es": "cancelar", "en": "cancel"}[language])
            told = [reply for words in ENDING[language] for reply in contact.says(words)]
            tickets += any(reply["kind"] == "ticket" for reply in told)
    assert tickets > 0
    until(lambda: len(helpdesk.received) >= tickets)
    places = {**files(running), "tables": rows(running).encode()}
    places |= {str(number): body for number, (_, body) in enumerate(helpdesk.received)}
    sought = {secret for one in written for secret in one.secrets if len(secret) >= SHORTEST_SOUGHT}
    found = [
        (name, secret)
        for name, content in places.items()
        for secret in sought
        if secret.encode() in content and as_written(secret).search(content)
    ]
    assert found == []


def as_written(secret: str) -> re.Pattern[bytes]:
    """Six digits are decimals of some score by chance: within a longer number they are not it."""
    whole = rb"(?<![0-9.])%s(?![0-9])" if secret.isdigit() else b"%s"
    return re.compile(whole % re.escape(secret.encode()))


def test_orders_and_models_are_kept_as_they_were_typed(running):
    written = with_references(COUNT)
    for begin in range(0, COUNT, A_CONVERSATION):
        some = written[begin : begin + A_CONVERSATION]
        with ContactSide(running.base_url, "es") as contact:
            for text in some:
                assert all(reply["sender"] == "bot" for reply in contact.says(text))
            kept = [one["text"] for one in contact.messages() if one["sender"] == "contact"]
            assert kept == some
