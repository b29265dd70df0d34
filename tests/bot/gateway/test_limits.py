"""What is refused because it is too much: each says what to do, and nobody else is harmed."""

import json
import socket
import time
from dataclasses import replace

import pytest

from actions.allowances import Allowances, Messages, NewConversations, OpenStreams, Streams
from actions.settings import Site
from tests.bot.gateway.conftest import open_chat

SPANISH = {"Accept-Language": "es"}


@pytest.fixture
def limited(serve, workspace):
    """Starts a gateway with these limits, behind these proxies."""

    def start(proxies=0, **limits):
        gateway = workspace.settings.gateway.model_copy(update={"proxies": proxies})
        sites = {**workspace.settings.sites, "other": Site(name="Other")}
        changed = {"limits": Allowances(**limits), "gateway": gateway, "sites": sites}
        settings = workspace.settings.model_copy(update=changed)
        return serve(workspace=replace(workspace, settings=settings))

    return start


def opens(http, **headers):
    return http.post("/v1/conversations", json={}, headers=headers)


def test_too_many_new_conversations_are_refused_in_the_callers_language(limited):
    http = limited(conversations=NewConversations(address="2/hour"))
    assert [opens(http).status_code for _ in range(3)] == [201, 201, 429]
    spanish, english = opens(http, **SPANISH), opens(http, **{"Accept-Language": "en"})
    minutes = -(-int(spanish.headers["retry-after"]) // 60)
    assert spanish.headers["content-type"] == "application/problem+json"
    assert spanish.json()["type"] == "/problems/too-often"
    assert spanish.json()["detail"].endswith(f"Espera {minutes} min y vuelve a intentarlo.")
    assert english.json()["detail"].endswith(" min and try again.")


def test_too_many_messages_are_refused_and_not_kept(limited):
    http = limited(messages=Messages(conversation="2/minute"))
    chat, other = open_chat(http, locale="en"), open_chat(http)
    chat.write("One", wait=5)
    chat.write("Two", wait=5)
    refused = chat.post({"client_message_id": "m3", "text": "Three"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert "try again" in refused.json()["detail"]
    assert [one["text"] for one in chat.messages() if one["sender"] == "contact"] == ["One", "Two"]
    assert other.write("Hello", wait=5)["replies"]


def test_one_site_does_not_use_up_anothers(limited):
    http = limited(conversations=NewConversations(site="1/hour"))
    asked = ["demo", "demo", "other", "nowhere", None]  # without a name it is the first
    answers = [http.post("/v1/conversations", json={"site": site}) for site in asked]
    assert [answer.status_code for answer in answers] == [201, 429, 201, 422, 429]


def test_streams_are_limited_by_the_minute(limited):
    chat = open_chat(limited(streams=Streams(conversation="2/minute")), locale="en")
    for _ in range(2):
        next(chat.events())
    refused = chat.http.get(f"{chat.path}/events", headers=chat.headers, timeout=5)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1


def test_open_streams_of_an_address_are_limited_until_they_end(limited):
    http = limited(open_streams=OpenStreams(address=1))
    chat, other = open_chat(http, locale="en"), open_chat(http, locale="en")
    held = chat.events()
    next(held)
    refused = http.get(f"{other.path}/events", headers=other.headers, timeout=5)
    assert refused.status_code == 429
    assert refused.json()["type"] == "/problems/too-many-streams"
    held.close()
    assert until_accepted(http, other)


def until_accepted(http, chat):
    for _ in range(100):  # the server learns with its next ping that a stream has ended
        with http.stream("GET", f"{chat.path}/events", headers=chat.headers) as stream:
            if stream.status_code == 200:
                return True
        time.sleep(0.05)
    return False


def test_a_forged_address_neither_escapes_a_limit_nor_causes_one(limited):
    http = limited(conversations=NewConversations(address="2/hour"))
    forged = [opens(http, **{"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(4)]
    assert forged == [201, 201, 429, 429]


def test_behind_a_declared_proxy_each_caller_counts_alone(limited):
    http = limited(proxies=("127.0.0.1",), conversations=NewConversations(address="1/hour"))

    def by(heard):
        return opens(http, **{"X-Forwarded-For": heard}).status_code

    assert [by("198.51.100.1"), by("198.51.100.2")] == [201, 201]
    assert by("203.0.113.9, 198.51.100.1") == 429  # escapes nothing
    assert by("198.51.100.7, 198.51.100.2") == 429
    assert by("198.51.100.7") == 201  # and nobody was counted whom others only named
    assert [by("2001:db8::1"), by("2001:db8::2"), by("2001:db8:0:1::1")] == [201, 429, 201]


def test_a_proxy_that_nobody_declared_is_told_of_once(limited, caplog):
    http = limited()
    for _ in range(2):
        opens(http, **{"X-Forwarded-For": "198.51.100.1"})
    told = [one for one in caplog.records if "gateway.proxies" in one.getMessage()]
    assert len(told) <= 1
    assert "198.51.100.1" not in caplog.text


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("ñ" * 4_000, 202, None),
        ("👩🏽‍🚒" * 1_000, 202, None),  # four code points each
        ("ñ" * 4_001, 422, "4000"),
        ("x" * 50_000, 422, "4000"),
        ("x" * 100_000, 413, "64 KB"),
    ],
)
def test_a_text_has_4000_code_points_at_most(shared_chat, text, status, says):
    answer = shared_chat.post({"client_message_id": f"m{len(text)}", "text": text})
    assert answer.status_code == status, answer.text
    assert says is None or says in answer.json()["detail"]


def test_a_deep_body_is_refused_with_what_is_wrong(shared_http):
    deep = json.dumps({"context": {"a": [[]]}}).replace("[[]]", "[" * 40 + "]" * 40)
    answer = shared_http.post(
        "/v1/conversations", content=deep, headers={"Content-Type": "application/json", **SPANISH}
    )
    assert answer.status_code == 422
    assert "demasiados niveles" in answer.json()["detail"]


@pytest.mark.parametrize("where", ["header", "address"])
def test_long_headers_are_refused_with_what_is_wrong(shared_http, where):
    line = b"GET /health HTTP/1.1" if where == "header" else b"GET /" + b"a" * 9_000 + b" HTTP/1.1"
    fill = b"X-Fill: " + b"a" * 9_000 + b"\r\n" if where == "header" else b""
    address = (shared_http.base_url.host, shared_http.base_url.port)
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(line + b"\r\nHost: x\r\n" + fill + b"\r\n")
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    assert answer.startswith("HTTP/1.1 431 ")
    assert "8 KB" in answer


def test_a_body_that_never_ends_is_cut_off(shared_http):
    address = (shared_http.base_url.host, shared_http.base_url.port)
    head = (
        b"POST /v1/conversations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(head)
        try:
            for _ in range(64):
                connection.sendall(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        except (BrokenPipeError, ConnectionResetError):
            return  # cut off before all was said
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")
