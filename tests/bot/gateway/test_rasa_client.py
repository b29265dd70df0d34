import asyncio
import json
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.conversations import Conversation, Pending
from bot.gateway.rasa_client import (
    RasaClient,
    RasaUnavailable,
    as_plain_text,
    body_for,
    slot_number,
)
from tests.bot.gateway.stand_in_rasa import echo

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONVERSATION = Conversation("cnv_1", "en", "demo", NOON)


def pending(text, payload=None):
    return Pending("cnv_1", "msg_1", 1, text=text, payload=payload, received_at=NOON)


def ask(answer, *, slots=("http://rasa",), text="Hello"):
    async def replies():
        client = RasaClient(slots, seconds=1.0, transport=httpx.MockTransport(answer))
        try:
            return await client.replies(pending(text), conversation=CONVERSATION)
        finally:
            await client.close()

    return asyncio.run(replies())


def test_replies_come_back_as_the_action_sent_them():
    def answer(request):
        assert request.url == "http://rasa/webhooks/rest/webhook"
        return httpx.Response(200, json=echo(json.loads(request.content)))

    (reply,) = ask(answer)
    assert (reply.message.text, reply.turn.act) == ("You wrote: Hello", "ask")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.Response(500), "status 500"),
        (httpx.Response(302, headers={"Location": "http://elsewhere"}), "status 302"),
        (httpx.Response(200, json=[]), "an empty answer"),
        (httpx.Response(200, json=[{"recipient_id": "cnv_1", "text": "hi"}]), "not replies"),
        (httpx.Response(200, content=b"[{}"), "not replies"),
        (
            httpx.Response(200, json=echo({"sender": "cnv_2", "message": ""})),
            "another conversation",
        ),
        # One broken text would make the whole conversation unwritable.
        (
            httpx.Response(200, content=json.dumps(echo({"sender": "cnv_1", "message": "\ud800"}))),
            "not replies",
        ),
    ],
)
def test_an_answer_that_is_not_replies_is_a_failure(answer, reason):
    with pytest.raises(RasaUnavailable, match=reason):
        ask(lambda request: answer)


def test_without_a_slot_it_says_which_setting_is_missing():
    with pytest.raises(RasaUnavailable, match="PRIMERA_RASA_URLS"):
        ask(lambda request: httpx.Response(200), slots=())


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


def test_a_conversation_keeps_its_slot_and_slots_share_the_work():
    slots = [slot_number(f"cnv_{number}", 4) for number in range(400)]
    assert slots == [slot_number(f"cnv_{number}", 4) for number in range(400)]
    assert all(60 < slots.count(slot) < 140 for slot in range(4))
