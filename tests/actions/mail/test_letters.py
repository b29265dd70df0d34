"""What happens to a ticket reaches a contact who gave an e-mail, in one thread."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from actions.channels import Incoming, Threads
from actions.channels.channel import Writer
from actions.contact import Contact
from actions.mail import Letterbox, Post, Postman, letters_of
from actions.mail.postman import RETRY_AFTER
from actions.mail.tables import letters
from actions.privacy import Erasures
from actions.progress import Progress
from actions.progress.progress import no_letters
from actions.settings import Mail
from actions.texts import Texts
from actions.tickets import Change, Links, TicketRequest, TicketStore
from actions.workspace import Workspace
from tests.actions.mail.server import mail_server

LINKS = Links("a key", "https://help.example.com")


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture
def tickets(database, desk):
    return TicketStore(database, desk, LINKS)


@pytest.fixture
def progress(database, desk):
    texts = Texts.of(Workspace.load())
    return Progress(database, desk, texts, LINKS, letters=Letterbox(texts, LINKS))


def opened(tickets, conversations, now, email="ana@example.com"):
    conversation = conversations.create(locale="en", site="demo", now=now)
    request = TicketRequest(
        idempotency_key=conversation.id,
        conversation_id=conversation.id,
        contact=Contact(name="Ana", email=email),
        topic="delivery",
        language="en",
        reason="complain",
        subject="the canary sings",
        summary="the canary sings",
    )
    return tickets.open(request, now=now)


def postman(database, mailbox, now):
    mail = Mail(host="127.0.0.1", port=mailbox.port, security="none", sender="help@shop.example")
    return Postman(database, Post(mail, "Aurora", None, now=lambda: now).send, lambda: now)


def delivers(database, mailbox, now) -> None:
    asyncio.run(postman(database, mailbox, now).send_due())


def test_each_change_is_a_letter_and_all_are_one_thread(
    database, tickets, conversations, progress, mailbox, now
):
    """B4, C2, E1: the contact gets every milestone by mail."""
    ticket = opened(tickets, conversations, now)
    progress.act(ticket.number, Change("take", "agent", author="Eva"), now=now)
    progress.act(ticket.number, Change("reply", "agent", author="Eva", text="On it."), now=now)
    progress.act(ticket.number, Change("resolve", "agent", author="Eva"), now=now)
    delivers(database, mailbox, now)
    delivers(database, mailbox, now)
    subjects = {message["Subject"] for _, message in mailbox.came}
    assert subjects == {f"Your request {ticket.number} at Aurora Electrónica"}
    ids = [message["Message-ID"] for _, message in mailbox.came]
    assert len(set(ids)) == len(ids) == 3
    assert [message["In-Reply-To"] for _, message in mailbox.came] == [None, *ids[:2]]
    assert mailbox.came[2][1]["References"].split() == ids[:2]
    assert "On it." in mailbox.came[1][1].get_content()
    assert "https://help.example.com/v1/status/" in mailbox.came[1][1].get_content()


def test_no_word_of_the_contact_is_mailed(database, tickets, conversations, progress, mailbox, now):
    ticket = opened(tickets, conversations, now)
    progress.add(ticket.number, "the canary again", key="1", said=False, now=now)
    delivers(database, mailbox, now)
    ((_, message),) = mailbox.came
    assert "canary" not in message.as_string()


def test_whoever_gave_no_e_mail_gets_none(database, tickets, conversations, progress, mailbox, now):
    ticket = opened(tickets, conversations, now, email=None)
    progress.act(ticket.number, Change("resolve", "agent"), now=now)
    delivers(database, mailbox, now)
    assert mailbox.came == []


def test_a_busy_server_gets_it_later_and_a_refusal_for_good_ends_it(
    database, tickets, conversations, progress, mailbox, now
):
    ticket = opened(tickets, conversations, now)
    progress.act(ticket.number, Change("take", "agent", author="Eva"), now=now)
    mailbox.refusals = ["451 later", "550 no such"]
    delivers(database, mailbox, now)
    delivers(database, mailbox, now + RETRY_AFTER[0] - timedelta(seconds=1))
    assert mailbox.refusals == ["550 no such"]  # not before its time
    delivers(database, mailbox, now + RETRY_AFTER[0])
    delivers(database, mailbox, now + timedelta(days=1))
    assert (mailbox.came, mailbox.refusals) == ([], [])
    with database.connect() as connection:
        assert connection.execute(select(letters.c.state)).scalar_one() == "dead"


def test_a_letter_that_a_dead_worker_had_is_sent_by_another(
    database, tickets, conversations, progress, mailbox, now
):
    ticket = opened(tickets, conversations, now)
    progress.act(ticket.number, Change("take", "agent", author="Eva"), now=now)
    assert len(postman(database, mailbox, now)._taken()) == 1
    delivers(database, mailbox, now)
    assert mailbox.came == []
    delivers(database, mailbox, now + timedelta(minutes=11))
    assert len(mailbox.came) == 1


def test_letters_go_with_their_conversation(database, tickets, conversations, progress, now):
    ticket = opened(tickets, conversations, now)
    progress.act(ticket.number, Change("take", "agent", author="Eva"), now=now)

    Erasures(database).erase(ticket.conversation_id, now=now)
    with database.connect() as connection:
        assert connection.execute(select(letters)).all() == []


def test_what_a_thread_tells_the_same_address_is_no_second_letter(
    database, tickets, conversations, progress, now
):
    ticket = opened(tickets, conversations, now)
    came = Incoming("<1@x>", "1", Writer("Ana@example.com"), text="hello")
    with database.begin() as connection:
        Threads(database, "k").enter(connection, ticket.conversation_id, "mail", came, now=now)
    progress.act(ticket.number, Change("take", "agent", author="Eva"), now=now)
    with database.connect() as connection:
        assert connection.execute(select(letters)).all() == []


def test_without_a_mail_server_no_letter_is_kept():
    assert letters_of(Workspace.load()) is no_letters
