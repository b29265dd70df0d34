"""Whose mail goes on in the chat: a verified address on both sides, and nothing less."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from actions.channels import Incoming, Sharing, Threads
from actions.channels.channel import Writer
from actions.conversations import Visitor
from actions.database import reading
from actions.people import People
from actions.tickets import Contact
from tests.actions.tickets.requests import request_for

ADDRESS = "Ana@Correo.example"
PAGE = {"url": "https://shop.example/", "title": "A shop"}


@pytest.fixture
def begins(database, conversations, now):
    """A conversation that began by mail, with something said in it."""
    threads = Threads(database, "k" * 40)

    def begin(*, checked=True, address=ADDRESS, at=now):
        came = Incoming("m1", "1:1", Writer(address, "Ana", checked=checked), "hola")
        created = conversations.create(
            locale="es",
            site="mail",
            context={"channel": "mail"},
            also=lambda connection, id: threads.enter(connection, id, "mail", came, now=at),
            now=at,
        )
        conversations.receive(created.id, client_message_id="mail:1", text="hola", now=at)
        return created.id

    return begin


@pytest.fixture
def takes_up(database, now):
    def take(
        email="ana@correo.example", *, sub="c-1", vouched=True, site="shop", after=timedelta()
    ):
        visitor = Visitor(sub, now + timedelta(hours=8), email=email, vouched=vouched)
        told = {"page": PAGE, "context": {"cart": 2}}
        return Sharing(database).take_up(visitor, site=site, **told, now=now + after)

    return take


def test_e4_a_verified_visitor_goes_on_in_the_chat_with_what_they_wrote_by_mail(
    conversations, begins, takes_up, now
):
    """E4: a verified visitor goes on in the chat with what they wrote by mail."""
    begun = begins()
    assert takes_up() == begun
    taken = conversations.get(begun)
    assert (taken.site, taken.page) == ("shop", PAGE)
    assert taken.context == {"channel": "mail", "cart": 2}
    assert conversations.visitor(begun, now=now).external_id == "c-1"


@pytest.mark.parametrize(
    ("mail", "visitor"),
    [
        ({"checked": False}, {}),  # anybody may write that in From
        ({}, {"email": "eva@correo.example"}),
        ({}, {"email": None}),
        ({}, {"vouched": False}),
        ({}, {"after": timedelta(days=8)}),  # another matter by now
    ],
)
def test_d1_without_a_proven_address_on_both_sides_nobody_reads_a_mail_in_the_chat(
    conversations, begins, takes_up, mail, visitor
):
    """D1: without a proven address on both sides nobody reads a mail in the chat."""
    begun = begins(**mail)
    assert takes_up(**visitor) is None
    assert conversations.get(begun).site == "mail"


def test_the_newest_is_taken_up_and_only_once(begins, takes_up, now):
    begins(at=now - timedelta(days=2))
    newest = begins(at=now)
    assert takes_up() == newest
    assert takes_up(sub="c-2", site="other") != newest


def test_e4_tickets_that_were_opened_by_mail_are_the_visitors(
    database, begins, takes_up, tickets, now
):
    begun = begins()
    contact = Contact("Ana", ADDRESS, verified=True, external_id="mail:ana@correo.example")
    ticket = tickets.open(request_for("k", conversation_id=begun, contact=contact), now=now)
    takes_up()
    for person in (
        People(database).visitor("c-1", site="shop"),
        People(database).behind(ticket.number),
    ):
        assert [each.number for each in person.tickets] == [ticket.number]
        assert [each.id for each in person.talks] == [begun]
    assert [each.number for each in tickets.of_visitor("c-1")] == [ticket.number]


@pytest.fixture
def plan(database):
    """How the database goes about what is read in a piece of work."""

    def of(work):
        asked = []
        event.listen(database, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
        work()
        with reading(database) as connection:
            return [
                str(row)
                for sql, values in list(asked)
                if sql.startswith("SELECT")
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
            ]

    return of


def test_both_sides_are_found_by_an_index(database, takes_up, plan, now):
    came = Incoming("m1", "1:1", Writer(ADDRESS, "Ana", checked=True), "hola")
    threads = Threads(database, "k" * 40)
    by_mail = plan(lambda: threads.conversation_of("mail", came, now=now))
    for steps, index in ((plan(takes_up), "ix_channel_threads_address"), (by_mail, "ix_visitors")):
        assert any(index in step for step in steps)
        assert not any("SCAN" in step for step in steps)


def test_who_wrote_no_mail_waits_for_nobody_who_writes_to_the_database(database, takes_up):
    with database.begin():
        assert takes_up() is None
