"""A visitor whom the site vouches for, through the gateway."""

from dataclasses import replace
from datetime import timedelta

import jwt
import pytest

from actions.settings import Site, VisitorKey
from tests.bot.gateway.conftest import open_chat

SECRET = "k" * 40


@pytest.fixture
def site(serve, workspace):
    keys = {"k1": VisitorKey(algorithm="HS256", secret="visitors")}
    sites = {"demo": Site(name="Demo", visitor_keys=keys), "other": Site(name="Other")}
    settings = workspace.settings.model_copy(update={"sites": sites})
    environment = {**workspace.environment, "PRIMERA_SECRET_VISITORS": SECRET}
    return serve(workspace=replace(workspace, settings=settings, environment=environment))


@pytest.fixture
def token(clock):
    def make(sub="u-17", key=SECRET, lives=3600, **told):
        moment = int(clock().timestamp())
        told = {"aud": "demo", "iat": moment, "exp": moment + lives, "sub": sub} | told
        return jwt.encode(told, key, algorithm="HS256", headers={"kid": "k1"})

    return make


def put(chat, token):
    return chat.http.put(f"{chat.path}/visitor", json={"visitor_jwt": token}, headers=chat.headers)


def known(store, chat, clock):
    visitor = store.visitor(chat.id, now=clock())
    return visitor and visitor.external_id


def test_a_conversation_starts_with_its_visitor(site, token, store, clock):
    chat = open_chat(site, visitor_jwt=token(name="Ana", email="ana@mail.example"))
    visitor = store.visitor(chat.id, now=clock())
    assert (visitor.external_id, visitor.name, visitor.email) == ("u-17", "Ana", "ana@mail.example")


def test_they_sign_in_become_another_and_sign_out(site, token, store, clock):
    chat = open_chat(site)
    assert known(store, chat, clock) is None
    for sub in ("u-17", "u-18"):
        answer = put(chat, token(sub))
        assert (answer.status_code, answer.content) == (204, b"")
        assert known(store, chat, clock) == sub
    for _ in range(2):
        out = chat.http.delete(f"{chat.path}/visitor", headers=chat.headers)
        assert out.status_code == 204
        assert known(store, chat, clock) is None


def test_they_are_known_as_long_as_the_token_says(site, token, store, clock):
    chat = open_chat(site, visitor_jwt=token(lives=600))
    clock.ahead = timedelta(seconds=590)
    assert known(store, chat, clock) == "u-17"
    clock.ahead = timedelta(seconds=601)
    assert known(store, chat, clock) is None


def test_what_is_not_believed_changes_nothing_and_says_why(site, token, store, clock):
    refused = site.post("/v1/conversations", json={"visitor_jwt": token(key="x" * 40)})
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/visitor-token-refused"
    assert refused.json()["errors"] == [{"pointer": "/visitor_jwt", "code": "signature"}]
    chat = open_chat(site, visitor_jwt=token())
    again = put(chat, token("u-18", aud="other"))
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "audience")
    assert known(store, chat, clock) == "u-17"
    elsewhere = open_chat(site, site="other")
    assert put(elsewhere, token()).json()["errors"][0]["code"] == "not-configured"


@pytest.mark.parametrize(
    "body", [{}, {"visitor_jwt": None}, {"visitor_jwt": ""}, {"visitor_jwt": 1}]
)
def test_a_body_without_a_token_is_told_so(site, body):
    chat = open_chat(site)
    answer = chat.http.put(f"{chat.path}/visitor", json=body, headers=chat.headers)
    assert answer.json()["type"] == "/problems/invalid-request"


def test_who_they_are_goes_with_the_conversation(site, token, workspace):
    from tests.actions.privacy.planted import rows_with

    chat = open_chat(site, visitor_jwt=token(name="Canaria Azul"))
    assert rows_with(workspace.home, "Canaria")
    site.delete(chat.path, headers=chat.headers)
    assert rows_with(workspace.home, "Canaria") == []
