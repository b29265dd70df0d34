"""Whatever fails, the contact hears something honest in time, once, and nothing is lost."""

import asyncio
import json
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.conversations import ConversationStore, Reply
from actions.database import engine
from bot.gateway.blocking import Blocking
from bot.gateway.feed import Feed
from bot.gateway.flow import Flow
from bot.gateway.honest_line import HonestLines
from bot.gateway.limits import PATIENCE, Limits
from bot.gateway.metrics import GatewayMetrics
from bot.gateway.rasa_client import RasaClient
from bot.gateway.texts import Texts
from bot.gateway.tokens import ConversationTokens
from tests.bot.gateway.conftest import QUICK, open_chat
from tests.bot.gateway.running_gateway import Chat
from tests.bot.gateway.stand_in_rasa import echo, reply, said

FAILURES = ["slow", "500", "empty", "half", "garbage", "not a reply", "stranger", "refuse"]
LONG_ENOUGH = 30.0  # seconds
PATIENT = replace(QUICK, honest_line=30.0, attempt=5.0)
SOON_GIVEN_UP = replace(QUICK, give_up=0.4)


def fail(rasa, mode):
    if mode == "refuse":
        rasa.stop()
    rasa.mode = mode


def recover(rasa, mode):
    rasa.mode = "answer"
    if mode == "refuse":
        rasa.start()
    rasa.released.set()


def kinds(messages):
    return [(message["sender"], message["kind"]) for message in messages]


@pytest.mark.parametrize("mode", FAILURES)
def test_a_failing_bot_is_never_silence_and_answers_once_after_it_recovers(chat, rasa, mode):
    fail(rasa, mode)
    noticed = chat.write("Where is my parcel?", wait=5)
    (notice,) = noticed["replies"]
    assert notice["kind"] == "notice"
    assert notice["text"].startswith("I cannot answer you right now.")
    assert notice["buttons"][0]["title"] == "Talk to a person"

    recover(rasa, mode)
    assert kinds(chat.until("text", count=2)) == [
        ("contact", "text"),
        ("bot", "notice"),
        ("bot", "text"),
    ]


def test_the_honest_line_comes_within_its_deadline(chat, rasa):
    rasa.mode = "empty"
    chat.write("Hello", wait=5)
    asked, notice = chat.messages()
    waited = _time(notice) - _time(asked)
    assert timedelta(seconds=QUICK.honest_line - 0.05) < waited
    assert waited < timedelta(seconds=QUICK.honest_line + 1)


def test_the_promise_is_eight_seconds():
    assert PATIENCE.attempt <= 7
    assert PATIENCE.honest_line + 1 <= 8
    assert PATIENCE.give_up == 600
    assert [PATIENCE.before_retry(n) for n in (1, 2, 3, 4, 5, 1_000)] == [0.5, 1, 2, 4, 5, 5]


def test_the_honest_line_speaks_the_conversations_language(http, rasa):
    rasa.mode = "500"
    chat = open_chat(http, locale="es")
    (notice,) = chat.write("¿Dónde está?", wait=5)["replies"]
    assert notice["text"].startswith("Ahora mismo no consigo responderte.")


def test_the_honest_line_speaks_as_the_bot_did_last(http, rasa):
    chat = open_chat(http, locale="es")  # the stand-in's turns are in English
    chat.write("How do I return it?", wait=5)
    rasa.mode = "500"
    (notice,) = chat.write("Hello?", wait=5)["replies"]
    assert notice["text"].startswith("I cannot answer you right now.")
    assert notice["buttons"][0]["title"] == "Talk to a person"


def test_the_honest_line_follows_a_page_that_has_changed_since(http, rasa):
    chat = open_chat(http, locale="en")
    chat.write("How do I return it?", wait=5)
    rasa.mode = "500"
    body = {"client_message_id": "two", "text": "¿Hola?", "locale": "es"}
    (notice,) = chat.post(body, wait=5).json()["replies"]
    assert notice["text"].startswith("Ahora mismo no consigo responderte.")
    assert notice["buttons"][0]["title"] == "Hablar con una persona"


def test_giving_up_speaks_as_the_bot_did_last(serve, rasa):
    chat = open_chat(serve(patience=SOON_GIVEN_UP), locale="es")
    chat.write("How do I return it?", wait=5)
    rasa.mode = "empty"
    chat.write("Hello?")
    assert chat.until("notice", count=2)[-1]["text"].startswith("I am sorry, I could not answer")


def test_a_short_failure_is_not_even_noticed(serve, rasa):
    chat = open_chat(serve(patience=PATIENT))
    rasa.say = lambda request: [] if len(rasa.asked) < 3 else echo(request)
    (answer,) = chat.write("Hello", wait=10)["replies"]
    assert answer["text"] == "You wrote: Hello"
    assert rasa.messages == ["Hello"] * 3


def test_a_turn_that_rasa_has_saved_is_not_run_twice(chat, rasa, workspace):
    def save_and_lose(request):
        _record(workspace, chat.id, request["metadata"]["message_id"], [reply("Saved")])
        return []

    rasa.say = save_and_lose
    (answer,) = chat.write("Hello", wait=5)["replies"]
    assert answer["text"] == "Saved"
    assert rasa.messages == ["Hello"]


def test_messages_are_dealt_with_one_after_the_other(serve, rasa):
    chat = open_chat(serve(patience=PATIENT))
    rasa.mode = "slow"
    chat.write("One")
    assert rasa.asked_once.wait(5)
    chat.write("Two")
    chat.write("Three")
    assert rasa.messages == ["One"]
    recover(rasa, "slow")
    answers = [one["text"] for one in chat.until("text", count=6) if one["sender"] == "bot"]
    assert answers == ["You wrote: One", "You wrote: Two", "You wrote: Three"]
    assert rasa.messages == ["One", "Two", "Three"]


def test_a_conversation_does_not_wait_for_another(serve, rasa):
    http = serve(patience=PATIENT)
    waiting, other = open_chat(http), open_chat(http)
    rasa.mode = "slow"
    waiting.write("Slow one")
    assert rasa.asked_once.wait(5)
    rasa.mode = "answer"
    assert other.write("Quick one", wait=5)["replies"]


def test_each_message_gets_its_own_honest_line_while_the_first_blocks(chat, rasa):
    rasa.mode = "empty"
    chat.write("One")
    chat.write("Two")
    seen = chat.until("notice", count=2)
    in_reply_to = {tuple(message["in_reply_to"]) for message in seen if message["sender"] == "bot"}
    assert in_reply_to == {(seen[0]["message_id"],), (seen[1]["message_id"],)}


def test_a_late_answer_is_dropped_if_the_contact_has_written_since(chat, rasa):
    rasa.mode = "empty"
    chat.write("How do I return it?", wait=5)
    chat.write("Hello??", wait=5)
    recover(rasa, "empty")
    seen = chat.until("text", count=3)
    assert [one["text"] for one in seen if one["kind"] == "text"] == [
        "How do I return it?",
        "Hello??",
        "You wrote: Hello??",
    ]


def test_a_late_ticket_is_told_even_so(chat, rasa):
    card = {"number": "T-1", "status": "open", "label": "Open", "team": "Returns"}

    def open_ticket(request):
        ticket = reply("Your ticket is T-1", kind="ticket", ticket=card)
        return said(request, reply("One moment"), ticket)

    rasa.say = open_ticket
    rasa.mode = "empty"
    chat.write("Yes, open it", wait=5)
    chat.write("Hello??", wait=5)
    recover(rasa, "empty")
    seen = chat.until("ticket", count=2)
    assert kinds(seen[4:]) == [("bot", "ticket"), ("bot", "text"), ("bot", "ticket")]


def test_after_a_while_the_message_is_given_up_with_a_person_offered(serve, rasa):
    chat = open_chat(serve(patience=SOON_GIVEN_UP), locale="en")
    rasa.mode = "empty"
    chat.write("Hello")
    seen = chat.until("notice", count=2)
    assert seen[-1]["text"].startswith("I am sorry, I could not answer")
    recover(rasa, "empty")
    person = seen[-1]["buttons"][0]["button_id"]
    assert chat.press(person, wait=5)["replies"][0]["text"] == "You wrote: /person"
    assert rasa.messages[-1] == "/person"
    assert set(rasa.messages[:-1]) == {"Hello"}


def test_the_line_of_giving_up_is_told_though_the_contact_wrote_again(serve, rasa):
    chat = open_chat(serve(patience=SOON_GIVEN_UP), locale="en")
    rasa.mode = "empty"
    chat.write("One", wait=5)
    chat.write("Two")
    texts = [one["text"][:10] for one in chat.until("notice", count=4)]
    assert texts.count("I am sorry") == 2


def test_a_full_conversation_refuses_with_a_time_to_try_again(serve, rasa):
    chat = open_chat(serve(limits=Limits(backlog=2)), locale="en")
    rasa.mode = "empty"
    chat.write("One")
    chat.write("Two")
    refused = chat.post({"client_message_id": "m3", "text": "Three"})
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "5"
    assert len([one for one in chat.messages() if one["sender"] == "contact"]) == 2
    recover(rasa, "empty")
    chat.until("text", count=3)
    assert chat.post({"client_message_id": "m3", "text": "Three"}, wait=5).status_code == 200


def test_what_was_open_when_the_gateway_was_killed_is_answered_by_the_next(
    serve, rasa, store, clock, workspace
):
    conversation = store.create(locale="en", site="demo", now=clock())
    for name in ("One", "Two"):
        store.receive(conversation.id, client_message_id=name, text=name, now=clock())
    key = workspace.secret("gateway_token")
    token = ConversationTokens(key, lifetime_seconds=60).issue(conversation.id, now=clock())
    chat = Chat(serve(), conversation.id, token)
    assert [one["text"] for one in chat.until("text", count=4)[2:]] == [
        "You wrote: One",
        "You wrote: Two",
    ]


def test_a_restart_does_not_repeat_the_honest_line(serve, rasa):
    first = serve()
    rasa.mode = "empty"
    chat = open_chat(first, locale="en")
    old = chat.write("Hello", wait=5)
    first.stop_gateway()

    chat.http = serve()
    new = chat.write("Anybody there?", wait=5)  # its line is due after a second one for the old
    lines = [one["in_reply_to"] for one in chat.messages() if one["kind"] == "notice"]
    assert lines == [[old["message_id"]], [new["message_id"]]]


def test_a_caller_who_hangs_up_is_answered_all_the_same(chat, rasa):
    body = b'{"client_message_id": "one", "text": "Bye"}'
    request = (
        f"POST {chat.path}/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {chat.token}\r\nPrefer: wait=20\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    address = (chat.http.base_url.host, chat.http.base_url.port)
    rasa.mode = "slow"
    with socket.create_connection(address) as connection:
        connection.sendall(request)
        assert rasa.asked_once.wait(5)
    recover(rasa, "slow")
    assert chat.until("text", count=2)[-1]["text"] == "You wrote: Bye"


def test_a_caller_who_leaves_before_the_commit_is_answered_too(
    store, handoffs, rasa, clock, monkeypatch
):
    receive_for_real = ConversationStore.receive
    entered, committing = threading.Event(), threading.Event()

    def receive_slowly(store, conversation_id, **message):
        entered.set()
        assert committing.wait(5)
        return receive_for_real(store, conversation_id, **message)

    monkeypatch.setattr(ConversationStore, "receive", receive_slowly)
    conversation = store.create(locale="en", site="demo", now=clock())

    async def leave():
        client = RasaClient(lambda: [rasa.url], seconds=5)
        flow = flow_of(store, client, handoffs, clock)
        message = {"client_message_id": "one", "text": "Hello", "button_id": None}
        call = asyncio.create_task(flow.receive(conversation, **message))
        assert await asyncio.to_thread(entered.wait, 5)
        call.cancel()
        await asyncio.wait([call])
        committing.set()
        assert await asyncio.to_thread(rasa.asked_once.wait, 5)
        await flow.stop()
        await client.close()

    asyncio.run(leave())
    assert rasa.messages == ["Hello"]


def flow_of(store, client, handoffs, clock):
    blocking = Blocking()
    return Flow(
        store,
        client,
        handoffs,
        feed=Feed(lambda ids: blocking(store.last_seq, ids), comfortable=1),
        lines=HonestLines(Texts.load(["es"])),
        blocking=blocking,
        patience=PATIENT,
        backlog=20,
        now=clock,
        tell_agents=lambda: None,
        metrics=GatewayMetrics(),
    )


def test_a_database_that_fails_for_a_moment_costs_no_message(chat, rasa, monkeypatch):
    reply_for_real = ConversationStore.reply
    failures = [OSError("disk full"), OSError("disk full")]

    def reply_in_the_end(store, conversation_id, **options):
        if failures:
            raise failures.pop()
        return reply_for_real(store, conversation_id, **options)

    monkeypatch.setattr(ConversationStore, "reply", reply_in_the_end)
    answered = chat.write("Where is my parcel?", wait=5)
    assert answered["replies"][0]["text"] == "You wrote: Where is my parcel?"
    assert rasa.messages == ["Where is my parcel?"]


def test_no_log_line_quotes_the_contact(chat, rasa, caplog):
    rasa.mode = "garbage"
    chat.write("My secret is xyzzy", wait=5)
    until = time.monotonic() + LONG_ENOUGH
    # The honest line may be said before the first try is told to have failed.
    while "Rasa failed" not in caplog.text:
        assert time.monotonic() < until, "a failure that no line tells"
        time.sleep(0.01)
    assert "xyzzy" not in caplog.text
    assert chat.token not in caplog.text


def _time(message):
    return datetime.fromisoformat(message["created_at"]).astimezone(UTC)


def _record(workspace, conversation_id, message_id, replies):
    """As the tracker store in Rasa's Python does, with plain SQL."""
    content = [Reply.model_validate(one).model_dump(mode="json") for one in replies]
    opened = engine(workspace.database_url)
    with opened.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO dialogue_state (conversation_id, message_id, state, replies, updated_at)"
            " VALUES (?, ?, '{}', ?, 0)",
            (conversation_id, message_id, json.dumps(content)),
        )
    opened.dispose()
