"""A gateway with people of the company who have signed in, and a contact who asks for one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from actions.accounts import AccountStore
from tests.actions.accounts.conftest import PASSWORD, QUICK
from tests.bot.gateway.conftest import open_chat
from tests.bot.gateway.running_gateway import Chat, _parsed
from tests.bot.gateway.stand_in_rasa import TURN, echo, reply, said

ASKS = "I want a person"
STAY = "I'd rather go on with the assistant"


@dataclass
class Desk:
    """An agent at their screen."""

    http: httpx.Client
    account_id: str
    email: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def asks(self, method: str, path: str, body: Any = None) -> httpx.Response:
        sent = {} if body is None else {"json": body}
        return self.http.request(method, f"/v1/agent{path}", headers=self.headers, **sent)

    def does(self, chat: Chat, act: str, body: Any = None) -> httpx.Response:
        return self.asks("POST", f"/conversations/{chat.id}/{act}", body)

    def says(self, chat: Chat, text: str, message_id: str = "a1") -> httpx.Response:
        return self.does(chat, "messages", {"client_message_id": message_id, "text": text})

    def listed(self, query: str = "") -> list[dict[str, Any]]:
        return list(self.asks("GET", f"/conversations{query}").json()["conversations"])

    def events(self) -> Iterator[tuple[str, str | None, Any]]:
        with self.http.stream("GET", "/v1/agent/events", headers=self.headers) as response:
            assert response.status_code == 200
            yield from _parsed(response.iter_lines())


@pytest.fixture
def people(serve, database, clock) -> Iterator[tuple[httpx.Client, Callable[..., Desk]]]:
    """The gateway, and a function that has somebody sign in."""
    http = serve(passwords=QUICK)
    accounts = AccountStore(database, QUICK)

    def arrives(name: str, *teams: str, role: str = "agent", there: bool = True) -> Desk:
        account = accounts.add(
            f"{name.casefold()}@aurora.example",
            name=name,
            role=role,
            teams=teams,
            password=PASSWORD,
            now=clock(),
        )
        response = http.post(
            "/v1/agent/session", json={"email": account.email, "password": PASSWORD}
        )
        assert response.status_code == 201, response.text
        desk = Desk(http, account.id, account.email, response.json()["token"])
        if there and role != "viewer":
            assert desk.asks("PUT", "/presence", {"status": "available"}).status_code == 200
        return desk

    return http, arrives


@pytest.fixture
def arrives(people) -> Callable[..., Desk]:
    return people[1]


@pytest.fixture
def hands_over() -> Callable[..., Any]:
    """A bot that hands over, to a team, whoever asks for a person, and echoes the others."""

    def answer(request: dict[str, Any], team: str = "care") -> Any:
        if request["message"] != ASKS:
            return echo(request)
        button = {"title": STAY, "payload": "/cancel"}
        handing = reply("I've told the team.", kind="handoff", buttons=[button])
        wish = {"reason": "asked_for_person", "team": team, "topic": "orders"}
        return said(request, {**handing, "turn": {**TURN, "handoff": wish}})

    return answer


@pytest.fixture
def asking(people, rasa, hands_over) -> Callable[..., Chat]:
    """A contact who has been handed over to a team."""

    def ask(team: str = "care") -> Chat:
        rasa.say = lambda request: hands_over(request, team)
        chat = open_chat(people[0], locale="en")
        (told,) = chat.write(ASKS, wait=5)["replies"]
        assert told["kind"] == "handoff"
        return chat

    return ask
