"""What a help desk does for the contact is not done a second time."""

from datetime import timedelta

import pytest

from actions.progress import Progress
from actions.tickets import Change, TicketStore
from tests.actions.tickets.requests import ASKED_AT, request_for

LATER = ASKED_AT + timedelta(days=30)


@pytest.fixture
def begun(database, desk, texts, conversations):
    """A ticket and its letters, where the help desk does what `left` says."""

    def begin(left=None):
        [demo] = desk.helpdesks
        changed = demo.model_copy(update={left: "helpdesk"} if left else {})
        here = desk.model_copy(update={"helpdesks": (changed,)})
        conversation = conversations.create(locale="es", site="demo", now=ASKED_AT)
        ticket = TicketStore(database, here).open(
            request_for(f"{conversation.id}:1", conversation_id=conversation.id), now=ASKED_AT
        )
        letters = []

        def keep(connection, ticket, messages, *, now):
            letters.append(ticket.number)

        return Progress(database, here, texts, letters=keep), ticket, letters

    return begin


@pytest.mark.parametrize("left", [None, "surveys"])
def test_how_it_was_is_asked_once(begun, conversations, left):
    progress, ticket, _ = begun(left)
    progress.act(ticket.number, Change("close", "agent", text="Hecho"), now=ASKED_AT)
    kinds = [each.kind for each in conversations.messages(ticket.conversation_id)]
    assert kinds.count("survey") == (0 if left else 1)


@pytest.mark.parametrize("left", [None, "owns_sla"])
def test_a_promise_has_one_clock(begun, tickets, left):
    progress, ticket, _ = begun(left)
    progress.act(ticket.number, Change("take", "agent", author="Marta"), now=ASKED_AT)
    assert bool(progress.ring(LATER)) == (left is None)
    assert bool(tickets.get(ticket.number).breached) == (left is None)


@pytest.mark.parametrize("left", [None, "mails_customer"])
def test_nobody_is_mailed_twice(begun, left):
    progress, ticket, letters = begun(left)
    progress.act(ticket.number, Change("reply", "agent", text="Hola"), now=ASKED_AT)
    assert letters == ([] if left else [ticket.number])
