import asyncio
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conversations import Conversation, Pending
from bot.gateway.rasa_client import (
    RasaClient,
    RasaUnavailable,
    as_plain_text,
    body_for,
)
from bot.gateway.rasa_slots import slots_for
from tests.bot.gateway.stand_in_rasa import echo, reply, said

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONVERSATION = Conversation("cnv_1", "en", "demo", NOON)


def pending(text, payload=None):
    return Pending("cnv_1", "msg_1", 1, text=text, payload=payload, received_at=NOON)


def ask(slots, seconds=5.0):
    async def replies():
        client = RasaClient(lambda: slots, seconds=seconds)
        try:
            return await client.replies(pending("Hello"), conversation=CONVERSATION)
        finally:
            await client.close()

    return asyncio.run(replies())


def test_replies_come_back_as_the_action_sent_them(rasa):
    (reply,) = ask([rasa.url])
    assert (reply.message.text, reply.turn.act) == ("You wrote: Hello", "ask")
    assert rasa.paths == ["/webhooks/rest/webhook"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("500", "status 500"),
        ("elsewhere", "status 302"),
        ("empty", "an empty answer"),
        ("not a reply", "not replies"),
        ("garbage", "not replies"),
        ("half", "no answer: ClientPayloadError"),
        ("stranger", "another conversation"),
    ],
)
def test_an_answer_that_is_not_replies_is_a_failure(rasa, mode, reason):
    rasa.mode = mode
    with pytest.raises(RasaUnavailable, match=reason):
        ask([rasa.url])
    assert len(rasa.asked) == 1


def test_half_a_character_is_no_reply(rasa):
    # One broken text would make the whole conversation unwritable.
    rasa.say = lambda request: said(request, reply("\ud800"))
    with pytest.raises(RasaUnavailable, match="not replies"):
        ask([rasa.url])


def test_without_a_slot_it_says_which_setting_is_missing():
    with pytest.raises(RasaUnavailable, match="PRIMERA_RASA_URLS"):
        ask([])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("/restart", "restart"),
        ("  /restart", "restart"),
        ("\u3000\u00a0/ / /inform{}", "inform{}"),
        ("//", "?"),
        ("and/or", "and/or"),
        ("", "?"),
    ],
)
def test_a_leading_slash_is_no_command(text, plain):
    assert as_plain_text(text) == plain


@given(st.text(alphabet=st.sampled_from('/ \t\n\x1c\x85\u2028\u3000\ufeffab{}"')))
def test_no_text_reaches_rasa_as_a_command(text):
    # What Rasa does before it looks for a command.
    assert not body_for(pending(text), CONVERSATION)["message"].strip().startswith("/")


def test_a_button_is_the_only_way_to_a_command():
    body = body_for(pending("Yes", payload="/affirm"), CONVERSATION)
    assert body["message"] == "/affirm"
    assert body["metadata"]["text"] == "Yes"


def by_turn(stand_ins):
    """The slots that are asked first and next for the conversation, and all addresses."""
    own, other = (stand_ins[slot] for slot in slots_for("cnv_1", 2))
    return own, other, [each.url for each in stand_ins]


def test_where_nobody_listens_the_next_slot_is_asked(rasa, other_rasa):
    own, other, slots = by_turn([rasa, other_rasa])
    own.stop()
    (reply,) = ask(slots)
    assert reply.message.text == "You wrote: Hello"
    assert len(other.asked) == 1


@pytest.mark.parametrize("mode", ["slow", "half"])
def test_a_slot_that_may_be_at_work_on_the_message_is_not_passed_over(rasa, other_rasa, mode):
    own, other, slots = by_turn([rasa, other_rasa])
    own.mode = mode
    with pytest.raises(RasaUnavailable):
        ask(slots, seconds=0.5)
    assert (len(own.asked), len(other.asked)) == (1, 0)


def test_a_slot_is_given_so_many_messages_at_once_and_the_others_their_turn(rasa):
    seconds, at_once, messages = 0.2, 3, 12
    busy, most = 0, 0

    def answer(request):
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        time.sleep(seconds)
        busy -= 1
        return echo(request)

    async def everybody():
        # Each is through in time although all together take longer than one may.
        client = RasaClient(lambda: [rasa.url], seconds=3 * seconds, at_once=at_once)
        asked = (
            client.replies(pending("Hello"), conversation=CONVERSATION) for _ in range(messages)
        )
        try:
            return await asyncio.gather(*asked)
        finally:
            await client.close()

    rasa.say = answer
    assert len(asyncio.run(everybody())) == messages
    assert 1 < most <= at_once
