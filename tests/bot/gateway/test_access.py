"""Every route that needs a token, against every token that must not open it."""

import base64
from datetime import timedelta

import pytest

from bot.gateway.exchange import Access
from bot.gateway.routes import ROUTES
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.running_gateway import lasting

GUARDED = [route for route in ROUTES if route.access is not Access.PUBLIC]
OF_A_CONVERSATION = [route for route in GUARDED if route.access is not Access.AGENT]
LONG_AGO = timedelta(days=30)


def path_of(route, conversation_id):
    nobodys = {"attachment_id": "att_nobody", "number": "T-0", "task": 1}
    return route.path.format(conversation_id=conversation_id, **nobodys)


def call(http, route, conversation_id, token, scheme="Bearer"):
    path = path_of(route, conversation_id)
    headers = {} if token is None else {"Authorization": f"{scheme} {token}"}
    # A body that is wrong in itself: who may not enter does not even learn that.
    return http.request(route.method, path, headers=headers, content=b"{")


def unsigned(chat):
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    claims = base64.urlsafe_b64encode(f'{{"sub":"{chat.id}"}}'.encode()).decode().rstrip("=")
    return f"{header}.{claims}."


BAD_TOKENS = {
    "none": lambda chat: None,
    "nothing signed": lambda chat: "..",
    "tampered": lambda chat: chat.token[:-1] + ("A" if chat.token[-1] != "A" else "B"),
    "another expiry": lambda chat: chat.token.replace(".", ".9", 1),
    "another conversation": lambda chat: "cnv_x" + chat.token[chat.token.index(".") :],
    "unsigned": unsigned,
}


def test_all_routes_of_a_conversation_are_guarded():
    named = {route.name for route in ROUTES if "{conversation_id}" in route.path}
    assert named <= {route.name for route in GUARDED}
    assert {route.name for route in OF_A_CONVERSATION} <= {*named, "read_attachment"}


@pytest.mark.parametrize("bad", BAD_TOKENS)
def test_a_bad_token_opens_nothing(shared_http, shared_chat, bad):
    for route in GUARDED:
        response = call(shared_http, route, shared_chat.id, BAD_TOKENS[bad](shared_chat))
        assert response.status_code == 401, route.name
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_an_expired_token_opens_nothing(http, chat, clock):
    clock.ahead = LONG_AGO
    assert {call(http, route, chat.id, chat.token).status_code for route in GUARDED} == {401}


def test_a_token_in_another_place_opens_nothing(shared_http, shared_chat):
    for route in GUARDED:
        path = path_of(route, shared_chat.id)
        in_url = shared_http.request(route.method, path, params={"token": shared_chat.token})
        in_cookie = shared_http.request(
            route.method, path, headers={"Cookie": f"token={shared_chat.token}"}
        )
        basic = call(shared_http, route, shared_chat.id, shared_chat.token, scheme="Basic")
        assert {in_url.status_code, in_cookie.status_code, basic.status_code} == {401}


def test_not_yours_and_not_there_look_the_same(shared_http, shared_chat):
    stranger = open_chat(shared_http, locale="en")
    for route in OF_A_CONVERSATION:
        not_yours = call(shared_http, route, stranger.id, shared_chat.token)
        not_there = call(shared_http, route, "cnv_nobody", shared_chat.token)
        assert not_yours.status_code == not_there.status_code == 404, route.name
        assert lasting(not_yours) == lasting(not_there)


def test_a_token_that_expired_lately_can_be_renewed_and_nothing_else(http, chat, clock):
    clock.ahead = timedelta(days=2)
    assert http.get(f"{chat.path}/messages", headers=chat.headers).status_code == 401
    renewed = http.post(f"{chat.path}/token", headers=chat.headers)
    chat.token = renewed.json()["token"]
    assert renewed.status_code == 200
    assert chat.messages() == []
