"""From a question nobody has answered yet to the ticket in a real help desk, once.

The desk listens where `actions/desk.yml` says, as `primera demo-desk` starts it.
"""

import io
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console

from actions.bridges.django_helpdesk.demo_desk import DemoDesk
from actions.database import engine
from actions.helpdesks import FollowedTickets
from actions.tickets import Desk
from bot.commands import deliveries
from tests.conversations.contact import ContactSide
from tests.conversations.dialogue import is_response
from tests.running import REPOSITORY
from tests.system.help_desk import help_desk, workspace_of

pytestmark = pytest.mark.helpdesk

ARRIVAL_SECONDS = 30.0
LOOK_SECONDS = 0.05
TEAMS = Desk.load(REPOSITORY / "actions" / "desk.yml")
PAGE = {"url": "https://tienda.example/fundas", "title": "Fundas de tableta"}


@dataclass(frozen=True)
class Person:
    """Somebody with a question that no article answers, in their own words."""

    language: str
    question: str
    reach: str
    name: str
    agrees: str
    email: str


ANA = Person(
    language="es",
    question="¿tenéis tarjeta de puntos?",
    reach="escribidme a ana.lopez@ejemplo.es, el pedido es el AU-48213",
    name="Ana López",
    agrees="Sí, envíalo",
    email="ana.lopez@ejemplo.es",
)
TOM = Person(
    language="en",
    question="is there a loyalty card with points?",
    reach="write to tom@example.com, my order is AU-48213",
    name="Tom Baker",
    agrees="Yes, send it",
    email="tom@example.com",
)


@pytest.mark.rasa
@pytest.mark.parametrize("person", [ANA, TOM], ids=["es", "en"])
def test_an_uncovered_question_is_in_the_help_desk_once_and_its_asker_knows_when(
    running, desk_python, person
):
    with (
        help_desk(running, desk_python) as desk,
        ContactSide(running.base_url, person.language, page=PAGE) as contact,
    ):
        told = asks_until_the_ticket(contact, person)
        delivery = until(lambda: delivered(contact))
        assert_told(told, delivery, person)
        [found] = tickets_about(desk, delivery)
        assert queue_title(desk, found) == team_title(delivery)
        assert_whole(found, contact, told, person)


@pytest.mark.rasa
def test_a_help_desk_that_is_down_is_not_the_contacts_trouble_and_gets_the_ticket_later(
    running, desk_python
):
    with ContactSide(running.base_url, ANA.language, page=PAGE) as contact:
        told = asks_until_the_ticket(contact, ANA)
        # After the second failure the next try by itself is minutes away.
        waiting = until(lambda: failed_twice(contact))
        assert_told(told, waiting, ANA)
        assert waiting["state"] == "pending"
        with help_desk(running, desk_python) as desk:
            assert tickets_about(desk, waiting) == []
            replay(running, waiting["id"])
            until(lambda: delivered(contact))
            replay(running, waiting["id"])
            until(lambda: len(contact.deliveries()[0]["attempts"]) > len(waiting["attempts"]) + 1)
            [found] = tickets_about(desk, waiting)
            assert queue_title(desk, found) == team_title(waiting)
            assert_whole(found, contact, told, ANA)


@pytest.mark.rasa
def test_c6_what_an_agent_writes_there_is_in_the_chat_before_anybody_looks(running, desk_python):
    """C6: what an agent writes in the help desk is in the chat before anybody looks."""
    with (
        help_desk(running, desk_python) as desk,
        ContactSide(running.base_url, ANA.language, page=PAGE) as contact,
    ):
        asks_until_the_ticket(contact, ANA)
        delivery = until(lambda: delivered(contact))
        [found] = tickets_about(desk, delivery)
        # Once it has been looked at, the next look by itself is a minute away.
        until(lambda: looked_at(running, delivery))
        writes(desk, found["id"], "Entre nosotros", public=False)
        writes(desk, found["id"], "Hola, Ana: no la tenemos.", public=True, new_status=3)
        said = until(lambda: [m for m in contact.messages() if m["sender"] == "agent"])
        assert [message["text"] for message in said] == ["Hola, Ana: no la tenemos."]
        asked = until(lambda: [m for m in contact.messages() if is_about_a_ticket(m)])
        assert [message["ticket"]["status"] for message in asked] == ["resolved"]


@pytest.mark.parametrize("port", [DemoDesk.desk_port, DemoDesk.bridge_port])
def test_a_port_of_somebody_else_is_one_sentence_with_the_way_out(desk_python, tmp_path, port):
    with closing(socket.create_server(("127.0.0.1", port))):
        command = [str(Path(sys.executable).with_name("primera")), "demo-desk"]
        environment = {**os.environ, "PRIMERA_HOME": str(tmp_path)}
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} is in use. Stop what listens there")
    assert "Traceback" not in ended.stderr


def asks_until_the_ticket(contact: ContactSide, person: Person) -> dict[str, Any]:
    """The whole conversation; the message with the ticket."""
    replies = contact.says(person.question)
    assert [reply["kind"] for reply in replies] == ["text", "question"]
    assert is_response(replies[0]["text"], "utter_start_ask", person.language)
    contact.says(person.reach)
    contact.says(person.name)
    [told] = contact.presses(person.agrees)
    assert told["kind"] == "ticket"
    return told


def assert_told(told: dict[str, Any], delivery: dict[str, Any], person: Person) -> None:
    """The contact knows number, team and due time: the same that the help desk is promised."""
    ticket = delivery["payload"]["data"]["ticket"]
    card = told["ticket"]
    assert card["number"] == ticket["number"]
    assert moment(card["due_at"]) == moment(ticket["sla"]["first_answer_due"])
    assert card["team"] == TEAMS.team_name(ticket["team"], person.language)
    assert card["label"] == card["stages"][0]
    assert card["outcomes"]
    assert is_response(told["text"], "utter_ticket_opened", person.language)
    for fact in (card["number"], card["team"], person.name, person.email):
        assert fact in told["text"]


def assert_whole(
    found: dict[str, Any], contact: ContactSide, told: dict[str, Any], person: Person
) -> None:
    """What an agent of the team sees: all that was said, and what was promised."""
    assert found["submitter_email"] == person.email
    assert found["title"] == f"[{told['ticket']['number']}] {person.question}"
    description = found["description"]
    assert description.startswith(f"{person.question}\n")
    for line in ("order_number: AU-48213", f"name: {person.name}", f"email: {person.email}"):
        assert f"- {line}\n" in description
    assert PAGE["url"] in description
    said = [message for message in contact.messages() if message["seq"] < told["seq"]]
    assert len(said) == 8  # four times a message, and replies to the first three
    for message in said:
        assert f"{message['sender']}: {message['text']}\n" in description


def tickets_about(desk: DemoDesk, delivery: dict[str, Any]) -> list[dict[str, Any]]:
    """The help desk's tickets that name the delivered one, by its unguessable id."""
    answer = httpx.get(
        f"{desk.url}api/tickets/?page_size=1000",
        auth=("admin", desk.password_file.read_text()),
        trust_env=False,
    )
    tickets = answer.raise_for_status().json()["results"]
    public_id = delivery["payload"]["data"]["ticket"]["public_id"]
    return [ticket for ticket in tickets if public_id in ticket["description"]]


def is_about_a_ticket(message: dict[str, Any]) -> bool:
    """Whether the contact is asked something about their ticket."""
    return message["kind"] == "question" and "ticket" in message


def writes(desk: DemoDesk, ticket: int, comment: str, **fields: Any) -> None:
    """What an agent does there."""
    answer = httpx.post(
        f"{desk.url}api/followups/",
        json={"ticket": ticket, "comment": comment, **fields},
        auth=("admin", desk.password_file.read_text()),
        trust_env=False,
        timeout=30,
    )
    answer.raise_for_status()


def looked_at(running, delivery: dict[str, Any]) -> bool:
    """Whether the worker has seen the ticket there."""
    workspace = workspace_of(running)
    followed = FollowedTickets(engine(workspace.database_url), TEAMS.two_way_names())
    number = delivery["payload"]["data"]["ticket"]["number"]
    return any(each.external_ref for each in followed.of_ticket(number))


def queue_title(desk: DemoDesk, found: dict[str, Any]) -> str:
    """Where the ticket is; the API tells a queue's number only."""
    query = "SELECT title FROM helpdesk_queue WHERE id = ?"
    with closing(sqlite3.connect(desk.home / "desk.sqlite3")) as database:
        [(title,)] = database.execute(query, (found["queue"],))
    return str(title)


def team_title(delivery: dict[str, Any]) -> str:
    """Whose ticket it is, as the company's people read it."""
    return TEAMS.team_name(delivery["payload"]["data"]["ticket"]["team"], "es")


def replay(running, delivery_id: str) -> None:
    """`primera deliveries replay`."""
    deliveries.replay(workspace_of(running), delivery_id, Console(file=io.StringIO()))


def delivered(contact: ContactSide) -> dict[str, Any] | None:
    [delivery] = contact.deliveries()
    return delivery if delivery["state"] == "delivered" else None


def failed_twice(contact: ContactSide) -> dict[str, Any] | None:
    [delivery] = contact.deliveries()
    failed = [attempt for attempt in delivery["attempts"] if attempt.get("status") is None]
    return delivery if len(failed) == 2 else None


def until(look: Callable[[], Any]) -> Any:
    """What is seen as soon as there is something to see."""
    deadline = time.monotonic() + ARRIVAL_SECONDS
    while not (seen := look()):
        assert time.monotonic() < deadline, f"nothing within {ARRIVAL_SECONDS:.0f} s"
        time.sleep(LOOK_SECONDS)
    return seen


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
