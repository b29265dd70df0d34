"""One id from the request to all that it led to."""

from dataclasses import replace

import pytest

from actions.database import engine
from actions.request_id import FORM
from bot.gateway.caller import Proxies, is_proxy
from tests.bot.gateway.conftest import open_chat

GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def behind(serve, workspace):
    """Starts a gateway that declares these proxies."""

    def start(proxies):
        gateway = workspace.settings.gateway.model_copy(update={"proxies": proxies})
        settings = workspace.settings.model_copy(update={"gateway": gateway})
        return serve(workspace=replace(workspace, settings=settings))

    return start


def test_every_answer_has_an_id_of_its_own(http):
    ids = [http.get(path).headers["x-request-id"] for path in ("/health", "/health", "/nowhere")]
    assert len(set(ids)) == 3
    assert all(map(FORM.fullmatch, ids))


def test_a_problem_names_the_request(http):
    problem = http.post("/v1/conversations", json={"locale": 5})
    assert problem.status_code == 422
    assert problem.json()["request_id"] == problem.headers["x-request-id"]


@pytest.mark.parametrize("proxies", [1, ("127.0.0.0/8",)])
def test_a_declared_proxy_gives_the_id(behind, proxies):
    answer = behind(proxies).get("/health", headers={"X-Request-ID": GIVEN})
    assert answer.headers["x-request-id"] == GIVEN


@pytest.mark.parametrize("proxies", [0, ("10.0.0.0/8",)])
def test_nobody_else_gives_one(behind, proxies):
    answer = behind(proxies).get("/health", headers={"X-Request-ID": GIVEN})
    assert answer.headers["x-request-id"] != GIVEN


def test_not_even_a_proxy_passes_words_on(behind):
    answer = behind(1).get("/health", headers={"X-Request-ID": "ana@shop.example"})
    assert FORM.fullmatch(answer.headers["x-request-id"])


def test_a_peer_that_has_no_address_is_no_proxy():
    assert not is_proxy("", Proxies.of(("10.0.0.0/8",)))


def test_message_and_reply_are_kept_with_the_request_that_rasa_was_told(http, workspace, rasa):
    chat = open_chat(http)
    response = chat.post({"client_message_id": "one", "text": "Hello"}, wait=5)
    asked = response.headers["x-request-id"]
    assert rasa.asked[0]["metadata"]["request_id"] == asked
    assert [row.request_id for row in rows(workspace)] == [asked, asked]


def test_a_message_keeps_its_request_when_another_gateway_takes_it_up(serve, rasa, workspace):
    rasa.mode = "empty"
    first = serve()
    chat = open_chat(first)
    asked = chat.post({"client_message_id": "one", "text": "Hello"}).headers["x-request-id"]
    first.stop_gateway()
    rasa.mode = "answer"
    chat.http = serve()
    chat.until("text", count=2)
    assert rasa.asked[-1]["metadata"]["request_id"] == asked
    assert {row.request_id for row in rows(workspace)} == {asked}


def test_messages_that_wait_for_one_another_keep_their_own_request(chat, rasa):
    rasa.mode = "slow"
    asked = [
        chat.post({"client_message_id": name, "text": name}).headers["x-request-id"]
        for name in ("one", "two", "three")
    ]
    rasa.mode = "answer"
    rasa.released.set()
    chat.until("text", count=6)
    told = {one["message"]: one["metadata"]["request_id"] for one in rasa.asked}
    assert [told[name] for name in ("one", "two", "three")] == asked


def rows(workspace):
    opened = engine(workspace.database_url)
    with opened.connect() as connection:
        query = "SELECT seq, request_id FROM messages WHERE kind = 'text' ORDER BY seq"
        found = connection.exec_driver_sql(query).all()
    opened.dispose()
    return found
