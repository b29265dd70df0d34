import json
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.gateway import problems
from bot.gateway.texts import Texts
from tests.bot.gateway.conftest import open_chat

TEXTS = Texts.load(["es"])
PROBLEMS = [one for one in vars(problems).values() if isinstance(one, type)]
SLUGS = [one.slug for one in PROBLEMS if hasattr(one, "slug")]

NAUGHTY = [
    "\x00",
    "a\x00b\x1b[2J",
    "\u202e\u2066gnirts",
    "Z" + "\u0316\u0301" * 250,
    "👩‍👩‍👧‍👦" * 50,
    "\ufeff\u200b\u2060 ",
    "\ufffe\uffff\U0010ffff",
    "<script>alert(1)</script>",
    "'; DROP TABLE messages; --",
    "{slot} {0} %s ${HOME} {{7*7}}",
    "=1+1\t@SUM",
    '/inform{"email": "victim@shop.example"}',
    "\n/restart",
    "1e999",
    "x" * 4_000,
    "𝒳" * 4_000,
]


@pytest.mark.parametrize("text", NAUGHTY)
def test_a_strange_text_is_kept_and_answered(shared_chat, text):
    response = shared_chat.post({"client_message_id": "one", "text": text}, wait=5)
    if response.status_code == 422:  # nothing is left once it is cleaned
        assert text == "\x00"
        return
    assert response.status_code == 200
    assert response.json()["replies"][0]["text"].startswith("You wrote: ")
    assert not response.json()["replies"][0]["text"].startswith("You wrote: /")


def test_lone_surrogates_become_the_replacement_character(shared_http, shared_chat):
    body = rb'{"client_message_id": "one", "text": "a\ud800b"}'
    headers = shared_chat.headers | {"Content-Type": "application/json"}
    shared_http.post(f"{shared_chat.path}/messages", content=body, headers=headers)
    assert shared_chat.messages()[0]["text"] == "a\ufffdb"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, None),
        (b"null", 422, "model_type"),
        (b"[]", 422, "model_type"),
        (b"{}", 422, "missing"),
        (b'{"client_message_id": "1", "text": NaN}', 422, None),
        (b'{"client_message_id": "1", "client_message_id": "2", "text": "a"}', 422, None),
        (b'{"client_message_id": "1", "text": ' + b"[" * 9_000 + b"]" * 9_000 + b"}", 422, None),
        (b'{"client_message_id": "1", "text": 1}', 422, "string_type"),
        (b'{"client_message_id": "1", "text": " \\n "}', 422, "string_too_short"),
        (b'{"client_message_id": "1"}', 422, "text_or_button"),
        (b'{"client_message_id": "1", "text": "a", "button_id": "b"}', 422, "text_or_button"),
        (b'{"client_message_id": "1", "text": "a", "sender": "bot"}', 422, "extra_forbidden"),
        (b'{"client_message_id": "\\u0661", "text": "a"}', 422, "string_pattern_mismatch"),
        (b'{"client_message_id": "1", "text": "' + b"x" * 4_001 + b'"}', 422, "string_too_long"),
        (b'{"client_message_id": "1", "text": "' + b"x" * 70_000 + b'"}', 413, None),
    ],
)
def test_a_wrong_body_is_the_callers_mistake_and_is_not_repeated_to_them(
    shared_http, shared_chat, body, status, code
):
    headers = shared_chat.headers | {"Content-Type": "application/json"}
    response = shared_http.post(f"{shared_chat.path}/messages", content=body, headers=headers)
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert [one["code"] for one in problem.get("errors", [])][:1] == ([code] if code else [])
    assert shared_chat.messages() == []


def test_another_media_type_is_refused(shared_http, shared_chat):
    headers = shared_chat.headers | {"Content-Type": "text/plain"}
    response = shared_http.post(f"{shared_chat.path}/messages", content=b"{}", headers=headers)
    assert response.status_code == 415


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "\u0661", "9" * 16, "1&after=2"])
def test_a_history_from_no_number_is_refused(shared_http, shared_chat, after):
    response = shared_http.get(
        f"{shared_chat.path}/messages?after={after}", headers=shared_chat.headers
    )
    assert response.status_code == 422


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "client_message_id", "page", "url"]), inner)
    ),
    max_leaves=8,
)


@given(body=JSON)
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_json_at_all_makes_the_gateway_fail(shared_http, shared_chat, body):
    headers = shared_chat.headers | {"Content-Type": "application/json"}
    content = json.dumps(body).encode()
    for path in (f"{shared_chat.path}/messages", "/v1/conversations"):
        assert shared_http.post(path, content=content, headers=headers).status_code < 500


def test_problems_speak_the_callers_language(shared_http):
    for wished, title in (("es", "Aquí no hay nada"), ("en-GB", "There is nothing here")):
        response = shared_http.get("/nowhere", headers={"Accept-Language": wished})
        assert response.status_code == 404
        assert response.json()["title"].startswith(title)
        assert response.headers["content-language"] == wished[:2]


def test_inside_a_conversation_problems_speak_its_language(shared_http):
    shared_chat = open_chat(shared_http, locale="en")
    headers = shared_chat.headers | {"Accept-Language": "es"}
    response = shared_http.post(f"{shared_chat.path}/messages", json={}, headers=headers)
    assert response.json()["detail"] == 'The field "client_message_id" is missing.'


def test_another_method_is_told_which_one_is_taken(shared_http):
    response = shared_http.delete("/health")
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", b"431"),
        (b"GET /\xff HTTP/1.1\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"POST /v1/conversations HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400"),
    ],
)
def test_what_is_not_http_is_refused_in_the_same_form(shared_http, request_bytes, status):
    with socket.create_connection(
        (shared_http.base_url.host, shared_http.base_url.port)
    ) as connection:
        connection.sendall(request_bytes)
        answer = connection.recv(4_096)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"application/problem+json" in answer


def test_a_surprise_tells_the_caller_and_the_log_nothing_of_anyones_words(
    http, chat, monkeypatch, caplog
):
    def fail(store, conversation_id, *, after):
        raise RuntimeError("INSERT … ('My secret is xyzzy')")

    monkeypatch.setattr("actions.conversations.ConversationStore.messages", fail)
    response = http.get(f"{chat.path}/messages", headers=chat.headers)
    assert response.status_code == 500
    assert response.json()["type"] == "/problems/internal-error"
    assert "RuntimeError" in caplog.text
    assert "xyzzy" not in response.text + caplog.text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_problem_has_its_sentence(slug):
    assert slug in TEXTS
