"""Two visitors: whatever the one sends, nothing of the other's is read, changed or even there.

Generated from the OpenAPI document, so that a route is covered as soon as it is described.
"""

import base64
import copy
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from actions.settings import Site
from bot.gateway.app import create_app, utc_now
from bot.gateway.tokens import ConversationTokens
from tests.bot.gateway.conftest import QUICK, make_workspace, open_chat
from tests.bot.gateway.described import (
    ATTACHMENT,
    CONVERSATION,
    Operation,
    operations,
    valid_bodies,
    without_rules,
)
from tests.bot.gateway.running_gateway import Chat, RunningGateway, lasting
from tests.bot.gateway.stand_in_rasa import StandInRasa

CANARY = "xyzzy"  # in everything that the other visitor said, was told and came from
NOBODY = "cnv_nobody"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}
# Differ from one moment to the next.


@dataclass(frozen=True)
class Two:
    """Ana, whose conversation it is, and Eva, who tries; Pol writes on another site."""

    http: httpx.Client
    ana: Chat
    eva: Chat
    pol: Chat
    key: str
    document: dict[str, Any]
    bodies: dict[str, Any]
    anas_file: str

    def tokens(self, key: str | None = None, *, lifetime_seconds: int = 3600) -> ConversationTokens:
        return ConversationTokens(key or self.key, lifetime_seconds=lifetime_seconds)

    def guarded(self) -> list[Operation]:
        return [operation for operation in operations(self.document) if operation.guarded]


@pytest.fixture(scope="module")
def two(tmp_path_factory, empty_database) -> Iterator[Two]:
    rasa = StandInRasa()
    rasa.start()
    workspace = make_workspace(tmp_path_factory.mktemp("two"), empty_database, rasa)
    sites = {**workspace.settings.sites, "other": Site(name="Other")}
    workspace = replace(workspace, settings=workspace.settings.model_copy(update={"sites": sites}))
    gateway = RunningGateway(create_app(workspace, patience=QUICK))
    gateway.start()
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=10) as http:
        page = {"url": f"https://www.shop.example/{CANARY}", "title": CANARY}
        ana = open_chat(http, locale="en", page=page, context={"plan": CANARY})
        ana.write(f"My number is {CANARY}", wait=5)
        form = {"file": (f"{CANARY}.txt", CANARY.encode())}
        file = http.post(f"{ana.path}/attachments", files=form, headers=ana.headers).json()
        document = http.get("/openapi.json").json()
        yield Two(
            http,
            ana,
            eva=open_chat(http, locale="en"),
            pol=open_chat(http, locale="en", site="other"),
            key=workspace.secret("gateway_token"),
            document=document,
            bodies=valid_bodies(document),
            anas_file=file["attachment_id"],
        )
    gateway.stop()
    rasa.stop()


def bearer(token: str) -> dict[str, Any]:
    return {"headers": {"Authorization": f"Bearer {token}"}}


def part(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def jwt(two: Two, algorithm: str, key: str = "") -> str:
    """As other systems' tokens look, in the name of Ana's conversation."""
    claims = {"sub": two.ana.id, "conversation_id": two.ana.id, "exp": 4_000_000_000}
    signed = f"{part(json.dumps({'alg': algorithm, 'typ': 'JWT'}))}.{part(json.dumps(claims))}"
    if algorithm.lower() == "none":
        return f"{signed}."
    digest = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def expired(two: Two) -> str:
    long_ago = utc_now() - timedelta(days=30)
    return two.tokens().issue(two.ana.id, now=long_ago)


def tampered(two: Two, which: int, place: int) -> str:
    parts = two.ana.token.split(".")
    old = parts[which]
    changed = "1" if old[place] != "1" else "2"
    parts[which] = old[:place] + changed + (old[place:][1:])
    return ".".join(parts)


Attempt = Callable[[Two], dict[str, Any]]

ATTEMPTS: dict[str, Attempt] = {
    "no token": lambda two: {},
    "an empty token": lambda two: {"headers": {"Authorization": "Bearer"}},
    "the other's own token": lambda two: bearer(two.eva.token),
    "a token of another site": lambda two: bearer(two.pol.token),
    "an expired token": lambda two: bearer(expired(two)),
    "a token made with another key": lambda two: bearer(
        two.tokens("another key").issue(two.ana.id, now=utc_now())
    ),
    "a token without signature": lambda two: bearer(two.ana.token.rpartition(".")[0] + "."),
    "a token with another's signature": lambda two: bearer(
        f"{two.ana.token.rpartition('.')[0]}.{two.eva.token.rpartition('.')[2]}"
    ),
    "alg none": lambda two: bearer(jwt(two, "none")),
    "alg nOnE": lambda two: bearer(jwt(two, "nOnE")),
    "HS256 with an empty key": lambda two: bearer(jwt(two, "HS256")),
    "HS256 with the id as key": lambda two: bearer(jwt(two, "HS256", two.ana.id)),
    "two tokens in a header": lambda two: {
        "headers": {"Authorization": f"Bearer {two.eva.token}, Bearer {two.ana.token}"}
    },
    "the token as Basic": lambda two: {"headers": {"Authorization": f"Basic {two.ana.token}"}},
    "the token in a cookie": lambda two: {"headers": {"Cookie": f"token={two.ana.token}"}},
    **{
        f"the token in the query as {name}": (
            lambda two, name=name: {"params": {name: two.ana.token}}
        )
        for name in ("token", "access_token", "authorization", "jwt")
    },
    **{
        f"tampered, part {which}, {where}": (
            lambda two, which=which, place=place: bearer(tampered(two, which, place))
        )
        for which in range(3)
        for where, place in (("first", 0), ("middle", 7), ("last", -1))
    },
}


def of_ana(two: Two, operation: Operation) -> str:
    path = operation.path.replace(CONVERSATION, two.ana.id)
    return path.replace(ATTACHMENT, two.anas_file)


def of_nobody(operation: Operation) -> str:
    return operation.path.replace(CONVERSATION, NOBODY).replace(ATTACHMENT, "att_nobody")


def answer(two: Two, operation: Operation, path: str, attempt: str) -> httpx.Response:
    sent = ATTEMPTS[attempt](two)
    return two.http.request(operation.method, path, **two.bodies[operation.name], **sent)


def test_every_route_has_a_rule_who_may_call_it(two):
    assert without_rules(two.document) == []


@pytest.mark.parametrize("path", ["/v1/conversations/{conversation_id}/notes", "/v1/people"])
def test_a_route_that_is_added_without_a_rule_is_noticed(two, path):
    document = copy.deepcopy(two.document)
    document["paths"][path] = {"get": {"operationId": "added", "responses": {}}}
    assert without_rules(document) == [f"GET {path}"]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_is_the_others_is_as_if_it_were_not_there(two, attempt):
    before = two.ana.messages()
    assert CANARY in json.dumps(before)
    for operation in two.guarded():
        theirs = answer(two, operation, of_ana(two, operation), attempt)
        not_there = answer(two, operation, of_nobody(operation), attempt)
        assert theirs.status_code in (401, 404), operation.name
        assert theirs.status_code == not_there.status_code, operation.name
        assert lasting(theirs) == lasting(not_there), operation.name
        assert_nothing_of_ana(two, theirs, operation.name)
    assert two.ana.messages() == before


def test_the_others_token_does_open_the_others_conversation(two):
    """Or all of the above would show nothing."""
    for operation in two.guarded():
        if operation.method == "GET":
            path = of_ana(two, operation)
            with two.http.stream("GET", path, headers=two.ana.headers) as response:
                assert response.status_code == 200, operation.name


@pytest.mark.parametrize(
    "detour",
    [
        "{eva}/../{ana}",
        "{eva}%2F..%2F{ana}",
        "{eva}/%2e%2e/{ana}",
        "./{ana}",
        "{ana}/",
        "/{ana}",
        "{ana}%00",
        "{ana}%20",
        "%20{ana}",
        "{upper}",
        "{eva},{ana}",
        "{eva};{ana}",
        "%",
        "_",
        "{eva}' OR '1'='1",
        "*",
    ],
)
def test_no_detour_in_the_path_leads_to_the_other(two, detour):
    names = {"eva": two.eva.id, "ana": two.ana.id, "upper": two.ana.id.upper()}
    files = {"eva": "att_eva", "ana": two.anas_file, "upper": two.anas_file.upper()}
    for operation in two.guarded():
        path = operation.path.replace(CONVERSATION, detour.format_map(names))
        path = path.replace(ATTACHMENT, detour.format_map(files))
        url = two.http.base_url.copy_with(raw_path=path.replace(" ", "%20").encode())
        response = two.http.request(operation.method, url, headers=two.eva.headers)
        assert response.status_code in (404, 405), (operation.name, detour)
        assert_nothing_of_ana(two, response, operation.name)


def test_a_method_that_is_not_described_does_nothing(two):
    before = two.ana.messages()
    described: dict[str, set[str]] = {}
    for operation in operations(two.document):
        described.setdefault(operation.path, set()).add(operation.method)
    for path, methods in described.items():
        for method in METHODS - methods - {"OPTIONS"}:
            if method == "HEAD" and CONVERSATION not in path and ATTACHMENT not in path:
                continue  # public pages answer it as GET, without the body
            response = two.http.request(
                method,
                path.replace(CONVERSATION, two.ana.id).replace(ATTACHMENT, two.anas_file),
                headers=two.eva.headers,
            )
            assert response.status_code in (404, 405), (method, path)
            assert_nothing_of_ana(two, response, path)
    assert two.ana.messages() == before


def test_what_is_for_anyone_tells_nothing_of_anyone(two):
    for operation in operations(two.document):
        if not operation.for_anyone:
            continue
        for sent in (bearer(two.eva.token), {"params": {"q": CANARY, "after": "0"}}, {}):
            path = operation.path
            for name in ("path", "language", "article"):
                path = path.replace(f"{{{name}}}", two.ana.id)
            body = two.bodies[operation.name]
            response = two.http.request(operation.method, path, **body, **sent)
            assert response.status_code < 500
            if "params" not in sent:  # a page repeats what is looked for in it
                assert_nothing_of_ana(two, response, operation.name)


def assert_nothing_of_ana(two: Two, response: httpx.Response, where: str) -> None:
    told = response.content + json.dumps(dict(response.headers)).encode()
    assert CANARY.encode() not in told, where
    assert two.ana.token.encode() not in told, where
