"""A button of a ticket that has ended, pressed while another one is being told of."""

from datetime import UTC, datetime

import pytest

from actions.progress import Progress
from actions.tickets import Change
from bot.gateway.bodies import PublicMessage
from tests.actions.tickets.requests import request_for

NOW = datetime.now(UTC)


@pytest.fixture
def asked(small_bot):
    """A talk whose ticket was called solved; in the middle of the form for another one."""
    outside = small_bot.outside
    talk = small_bot.talk("en")
    talk.says("I want to open a ticket", "open_ticket")
    assert talk.in_form
    opened = request_for(conversation_id=talk.conversation_id, language="en")
    ticket = outside.tickets.open(opened, now=NOW)
    progress = Progress(outside.tickets._engine, outside.desk, outside.texts)
    progress.act(ticket.number, Change("resolve", "agent", "Leo", "Done."), now=NOW)
    question = outside.conversations.messages(talk.conversation_id)[-1]
    talk.said = [PublicMessage.of(question).model_dump(mode="json", exclude_none=True)]
    return talk, ticket


@pytest.mark.parametrize(
    ("title", "status"), [("Yes, solved", "closed"), ("No, not yet", "in_progress")]
)
def test_it_counts_and_the_form_goes_on_with_its_question(small_bot, asked, title, status):
    talk, ticket = asked
    field = talk.slots["requested_slot"]
    *_, last = talk.presses(title)
    assert small_bot.outside.tickets.get(ticket.number).status == status
    assert talk.in_form
    assert talk.slots["requested_slot"] == field
    assert last["text"] == small_bot.outside.texts.say(f"utter_form_{field}", "en")
