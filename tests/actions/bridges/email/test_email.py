"""The real worker and bridge, a real SMTP and a real IMAP server, both ways; C6, E1."""

import sqlite3
from contextlib import closing

import pytest

from tests.actions.bridges.email import dovecot
from tests.actions.bridges.email.dovecot import PASSWORD, USER, answer_to
from tests.actions.bridges.events import SECRET
from tests.actions.bridges.request_tracker.running_rt import bridge
from tests.actions.helpdesks.conftest import texts
from tests.actions.helpdesks.shop import shop_with
from tests.conftest import need
from tests.running import free_port

__all__ = ["texts"]
pytestmark = pytest.mark.helpdesk

CANARY = "kukulcan"
MARTA = "Marta Gil <marta@aurora.example>"


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory):
    """The mailbox, and where its bridge listens."""
    need(dovecot.is_installed(), dovecot.MISSING)
    home, port = tmp_path_factory.mktemp("mail"), free_port()
    with (
        dovecot.post_office() as post,
        bridge(
            "actions.bridges.email",
            port,
            home / "bridge.log",
            smtp=f"smtp://127.0.0.1:{post.smtp_port}",
            imap=f"imap://127.0.0.1:{post.imap_port}",
            team="@aurora.example",
            user=USER,
            password=PASSWORD,
            secret=SECRET,
            queues=f'{{"delivery": "{USER}"}}',
            state_file=str(home / "bridge.db"),
        ),
    ):
        yield post, f"http://127.0.0.1:{port}/webhook"


@pytest.fixture
def post(helpdesk):
    helpdesk[0].faults.clear()
    return helpdesk[0]


@pytest.fixture
def shop(database, desk, texts, helpdesk):
    return shop_with(database, desk, texts, helpdesk[1])


def opened(shop, post):
    """A ticket, and its first mail."""
    ticket = shop.open()
    shop.until(lambda: shop.link(ticket))
    [mail] = [each for each in post.mails() if ticket.public_id in each["Message-ID"]]
    return ticket, mail


def thread(post, ticket):
    return [each for each in post.mails() if ticket.public_id in (each["References"] or "")]


@pytest.mark.parametrize("faults", [["lose"], ["refuse"], []])
def test_e1_whatever_happens_to_the_answer_there_is_one_mail(shop, post, faults):
    post.faults[:] = faults
    ticket, mail = opened(shop, post)
    shop.until(shop.delivered)
    assert mail["To"] == USER
    assert ticket.number in str(mail["Subject"])


def test_c6_a_reply_with_its_word_reaches_the_chat_without_what_it_quotes(shop, post):
    """C6: a reply with its word reaches the chat without what it quotes."""
    ticket, mail = opened(shop, post)
    post.put(answer_to(mail, "#answer\nHola Ana,\n\nya va en camino.", sender=MARTA))
    shop.look_again(ticket)
    [told] = [each for each in shop.chat(ticket) if each.sender == "agent"]
    assert (told.text, told.author.name) == ("Hola Ana,\n\nya va en camino.", "Marta Gil")
    post.put(answer_to(mail, "#resuelto\nTe llegó ayer.", sender=MARTA))
    shop.look_again(ticket)
    shop.look_again(ticket)
    assert shop.said(ticket)[1:] == ["Te llegó ayer."]
    assert shop.status(ticket) == "resolved"


def test_what_has_no_word_stays_in_the_team(shop, post):
    ticket, mail = opened(shop, post)
    post.put(answer_to(mail, f"Marta, don't tell: {CANARY}\n#answer", sender=MARTA))
    shop.look_again(ticket)
    assert shop.said(ticket) == []
    with closing(sqlite3.connect(shop.database.url.database)) as kept:
        assert [line for line in kept.iterdump() if CANARY in line] == []


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("eva@elsewhere.example", {}),
        ("marta@aurora.example.elsewhere.example", {}),
        (MARTA, {"Auto_Submitted": "auto-replied"}),
    ],
)
def test_who_is_not_of_the_team_or_no_person_says_nothing_to_customers(shop, post, sender, headers):
    ticket, mail = opened(shop, post)
    post.put(answer_to(mail, "#resolved\nAll lies", sender=sender, **headers))
    shop.look_again(ticket)
    assert (shop.said(ticket), shop.status(ticket)) == ([], "open")


def test_a_state_that_somebody_makes_up_is_none(shop, post):
    ticket, mail = opened(shop, post)
    forged = {"X_Primera_State": "closed 0000"}
    post.put(answer_to(mail, "Look", sender=f"Primera <{USER}>", **forged))
    shop.look_again(ticket)
    assert shop.status(ticket) == "open"


def test_what_the_contact_says_is_in_the_thread_once_and_opens_it_again(shop, post):
    ticket, mail = opened(shop, post)
    post.put(answer_to(mail, "#resolved\nHecho.", sender=MARTA))
    shop.look_again(ticket)
    post.faults[:] = ["lose"]
    shop.act(ticket, "add", "contact", text="Sigue roto")
    shop.until(shop.delivered)
    notes = [each for each in thread(post, ticket) if "Sigue roto" in str(each)]
    assert len(notes) == 1
    shop.look_again(ticket)
    assert shop.status(ticket) == "in_progress"
    assert shop.said(ticket) == ["Hecho."]


def test_a_thread_that_is_filed_away_is_no_ticket_deleted(shop, post):
    ticket, mail = opened(shop, post)
    post.put(answer_to(mail, "#waiting\n¿Tu dirección?", sender=MARTA))
    shop.look_again(ticket)
    for file in (post.maildir / "cur").iterdir():
        file.unlink()
    shop.look_again(ticket)
    assert shop.status(ticket) == "waiting_for_contact"
    assert not shop.links.of_ticket(ticket.number)[0].gone
