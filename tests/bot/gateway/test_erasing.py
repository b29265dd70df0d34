"""Delete my data, as a browser asks for it."""

import threading
import time

import httpx
import pytest

from actions.database import engine
from actions.privacy import Erasures
from tests.actions.privacy.planted import files_with, rows_with
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.refusals import words_of
from tests.bot.gateway.running_gateway import Chat

WORDS = "canario azul en la ventana"


def delete(chat):
    return chat.http.delete(chat.path, headers=chat.headers)


def test_everything_is_gone_and_later_calls_find_nothing(http, workspace):
    chat = open_chat(http, locale="es", page={"url": "https://x.example/", "title": WORDS})
    chat.write(WORDS, wait=5)
    assert rows_with(workspace.home, WORDS)
    deleted = delete(chat)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert rows_with(workspace.home, WORDS) == []
    assert files_with(workspace.home, WORDS) == []
    headers = open_chat(http).headers
    never = http.get("/v1/conversations/cnv_never/messages", headers=headers)
    for response in (
        delete(chat),
        http.get(f"{chat.path}/messages", headers=chat.headers),
        http.post(f"{chat.path}/token", headers=chat.headers),
        chat.post({"client_message_id": "late", "text": "hola"}),
    ):
        assert response.status_code == 404
        assert words_of(response) == words_of(never)


def test_a_stranger_deletes_nothing(http, chat):
    chat.write("hola", wait=5)
    stranger = open_chat(http)
    assert http.delete(chat.path, headers=stranger.headers).status_code == 404
    assert http.delete(chat.path).status_code == 401
    assert len(chat.messages()) == 2


def test_who_watches_is_told_to_go_and_finds_nothing(http, chat):
    events = chat.events()
    next(events)  # connected
    deleting = threading.Timer(0.05, delete, [chat])
    deleting.start()
    assert [name for name, _, _ in events if name != "ping"][-1] == "bye"
    deleting.join()
    again = http.get(f"{chat.path}/events", headers=chat.headers)
    assert again.status_code == 404


def test_who_watches_at_another_gateway_is_told_as_well(serve):
    here, there = serve(), serve()
    chat = open_chat(here)
    far = open_chat(there)
    far.id, far.token = chat.id, chat.token
    events = far.events()
    next(events)
    deleting = threading.Timer(0.05, delete, [chat])
    deleting.start()
    assert [name for name, _, _ in events if name != "ping"][-1] == "bye"
    deleting.join()


@pytest.mark.parametrize("mode", ["slow", "500"], ids=["while Rasa answers", "while it fails"])
def test_a_turn_under_way_writes_nothing_back(serve, workspace, rasa, mode, caplog):
    rasa.mode = mode
    http = serve()
    chat = open_chat(http, locale="es")
    chat.write(WORDS)
    assert rasa.asked_once.wait(5)
    assert delete(chat).status_code == 204
    rasa.mode = "answer"
    rasa.released.set()
    time.sleep(0.6)  # longer than the time for a turn and for the honest line
    asked = len(rasa.asked)
    [remembered] = rows_with(workspace.home, chat.id)
    assert remembered.startswith("erased_conversations:")
    assert files_with(workspace.home, WORDS) == []
    time.sleep(0.3)
    assert len(rasa.asked) == asked  # and nobody goes on asking
    assert "Traceback" not in caplog.text
    assert open_chat(http).write("hola", wait=5)["replies"]


def test_a_turn_under_way_when_another_process_erases_ends_as_well(serve, workspace, rasa, clock):
    rasa.mode = "empty"
    http = serve()
    chat = open_chat(http)
    chat.write(WORDS)
    assert rasa.asked_once.wait(5)
    elsewhere = engine(workspace.database_url)
    assert Erasures(elsewhere).erase(chat.id, now=clock())
    elsewhere.dispose()
    time.sleep(1.0)
    asked = len(rasa.asked)
    time.sleep(0.5)
    assert len(rasa.asked) == asked


def test_a_wait_for_replies_ends_when_the_conversation_does(serve, rasa):
    rasa.mode = "slow"
    http = serve()
    chat = open_chat(http)
    with httpx.Client(base_url=http.base_url, trust_env=False, timeout=10) as other_tab:
        twin = Chat(other_tab, chat.id, chat.token)
        deleting = threading.Timer(0.1, delete, [twin])
        deleting.start()
        started = time.monotonic()
        assert chat.post({"client_message_id": "a", "text": "hola"}, wait=10).status_code == 202
        assert time.monotonic() - started < 5
        deleting.join()


def test_a_browser_of_another_site_may_ask_for_it(shared_http):
    allowed = shared_http.options("/v1/conversations/x").headers["access-control-allow-methods"]
    assert {"PUT", "DELETE"} <= set(allowed.split(", "))
