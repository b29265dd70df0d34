"""People take over in a real Primera: gateway, Rasa, actions and worker, each a process."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

from bot.supervisor import environments
from tests import running as whole
from tests.conftest import need
from tests.conversations.contact import ContactSide
from tests.running import REPOSITORY, Running

pytestmark = [pytest.mark.rasa, pytest.mark.timeout(900)]

PASSWORD = "a quiet house by the sea"
ASKS = "quiero hablar con una persona"
# In place of minutes, so that a test has the time.
QUICK = {"accept_within": "6 s", "answer_within": "6 s"}
WITHIN_SECONDS = 12.0
LOOK_SECONDS = 0.1
AS_THEY_ARE = ("domain.yml", "config.yml", "nlu_data", "kb_index", "models")


@pytest.fixture(scope="module")
def primera(tmp_path_factory) -> Iterator[Running]:
    """Aurora, whose people are given seconds."""
    rasa = environments.rasa_environment()
    need(environments.is_current(rasa), "the Rasa environment: make setup")
    folder = tmp_path_factory.mktemp("handoff")
    running = whole.start(folder / "home", quick_workspace(folder / "workspace"))
    yield running
    whole.stop(running.process)


def quick_workspace(folder: Path) -> Path:
    for name in AS_THEY_ARE:
        folder.mkdir(exist_ok=True)
        (folder / name).symlink_to(REPOSITORY / name)
    for name in ("actions/desk.yml", "bot/settings.yml"):
        (folder / name).parent.mkdir()
        shutil.copy(REPOSITORY / name, folder / name)
    desk = folder / "actions" / "desk.yml"
    content = YAML().load(desk.read_text("utf-8"))
    content["handoff"].update(QUICK)
    with desk.open("w", encoding="utf-8") as file:
        YAML().dump(content, file)
    return folder


class AgentSide:
    """An agent at their screen, through the public API."""

    def __init__(self, running: Running, name: str, *teams: str) -> None:
        email = f"{name.casefold()}.{time.monotonic_ns()}@aurora.example"
        add_user(running, email, name, teams)
        self.http = httpx.Client(base_url=f"{running.base_url}/v1/agent", timeout=20)
        opened = self.http.post("/session", json={"email": email, "password": PASSWORD})
        assert opened.status_code == 201, opened.text
        self.http.headers["authorization"] = f"Bearer {opened.json()['token']}"
        self.is_there()

    def is_there(self, status: str = "available") -> None:
        assert self.http.put("/presence", json={"status": status}).status_code == 200

    def does(self, contact: ContactSide, act: str, body: Any = None) -> httpx.Response:
        sent = {} if body is None else {"json": body}
        return self.http.post(f"/conversations/{contact.conversation_id}/{act}", **sent)

    def says(self, contact: ContactSide, text: str) -> None:
        body = {"client_message_id": f"a{time.monotonic_ns()}", "text": text}
        assert self.does(contact, "messages", body).status_code == 201

    def sees(self, contact: ContactSide) -> dict[str, Any]:
        listed = self.http.get("/conversations?state=open&limit=100").json()["conversations"]
        return next(one for one in listed if one["conversation_id"] == contact.conversation_id)


def add_user(running: Running, email: str, name: str, teams: tuple[str, ...]) -> None:
    code = "from bot.command_line import main; main()"
    named = [part for team in teams for part in ("--team", team)]
    subprocess.run(
        [sys.executable, "-c", code, "users", "add", email, "--name", name, *named],
        cwd=REPOSITORY,
        env={**os.environ, "PRIMERA_HOME": str(running.home)},
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture
def arrives(primera) -> Iterator[Callable[..., AgentSide]]:
    """Signs agents in; at the test's end they are away."""
    agents: list[AgentSide] = []

    def arrive(name: str, *teams: str) -> AgentSide:
        agents.append(AgentSide(primera, name, *teams))
        return agents[-1]

    yield arrive
    for agent in agents:
        agent.is_there("away")
        agent.http.close()


def last_kinds(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one["sender"], one["kind"]) for one in messages]


def until_told(contact: ContactSide, words: str) -> dict[str, Any]:
    """The message with these words, once somebody has said it."""
    end = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < end:
        for message in contact.messages():
            if words in message["text"]:
                return message
        time.sleep(LOOK_SECONDS)
    raise AssertionError(f"{words!r} was not said within {WITHIN_SECONDS} s")


def test_a_person_takes_over_talks_and_gives_back_while_the_bot_is_silent(primera, arrives):
    """C1, E6: a person by name in the same place, and afterwards the bot again."""
    lucia = arrives("Lucía", "care")
    with ContactSide(primera.base_url, "es") as contact:
        (handing,) = contact.says(ASKS)
        assert handing["kind"] == "handoff"
        assert "equipo de Atención al cliente" in handing["text"]
        contact.sends("¿cómo devuelvo un pedido?")
        assert lucia.does(contact, "take").status_code == 200
        lucia.says(contact, "Hola, soy Lucía. Te ayudo.")
        contact.sends("gracias, no encuentro la factura")
        lucia.says(contact, "Te la envío ahora.")
        time.sleep(2)  # the bot would have answered by now
        said = contact.messages()
        assert last_kinds(said[2:]) == [
            ("contact", "text"),
            ("system", "handoff"),
            ("agent", "text"),
            ("contact", "text"),
            ("agent", "text"),
        ]
        assert lucia.does(contact, "release").status_code == 200
        (answer,) = contact.says("¿cómo devuelvo un pedido?")
        assert (answer["kind"], answer["article"]["id"]) == ("answer", "return-how")


def test_nobody_accepts_and_it_is_a_ticket_that_help_desks_get(primera, arrives):
    """D2, E6: told that nobody could come, and by when the team answers."""
    lucia = arrives("Lucía", "care")
    with ContactSide(primera.base_url, "en") as contact:
        contact.says("I want to talk to a person")
        contact.sends("my invoice is wrong")
        until_told(contact, "nobody can talk to you now")
        ticket = contact.messages()[-1]
        assert (ticket["kind"], ticket["ticket"]["team"]) == ("ticket", "Customer care")
        (delivery,) = contact.deliveries()
        told = delivery["payload"]["data"]["ticket"]
        assert told["summary"] == "I want to talk to a person\nmy invoice is wrong"
        assert told["reason"] == "asked_for_person"
        assert lucia.does(contact, "take").status_code == 409
        assert contact.says("how do I return an order?")[0]["kind"] == "answer"


def test_an_agent_vanishes_the_contact_is_told_and_the_cover_team_gets_it(primera, arrives):
    """E6, E7."""
    nil, lucia = arrives("Nil", "returns"), arrives("Lucía", "care")
    with ContactSide(primera.base_url, "es") as contact:
        contact.says("¿cómo devuelvo un pedido?")
        contact.says(ASKS)
        assert nil.sees(contact)["team"] == "returns"
        nil.does(contact, "take")
        nil.says(contact, "Un momento, lo miro.")
        contact.sends("¿sigues ahí?")
        told = until_told(contact, "Nil no ha podido seguir contigo")
        assert "Atención al cliente" in told["text"]
        assert lucia.does(contact, "take").status_code == 200
        lucia.says(contact, "Hola, sigo yo.")
        assert contact.messages()[-1]["author"] == {"name": "Lucía"}


def test_a_killed_gateway_forgets_nothing_of_who_talks(primera, arrives):
    lucia = arrives("Lucía", "care")
    with ContactSide(primera.base_url, "es") as contact:
        contact.says(ASKS)
        lucia.does(contact, "take")
        lucia.says(contact, "Hola")
        restarts = primera.children()["gateway"]["restarts"]
        primera.kill("gateway")
        primera.wait_until_ready("gateway", restarts=restarts + 1)
        assert lucia.sees(contact)["mine"]
        contact.sends("hola, Lucía")
        lucia.says(contact, "Sigo aquí")
        time.sleep(1)
        assert last_kinds(contact.messages()[-2:]) == [("contact", "text"), ("agent", "text")]
