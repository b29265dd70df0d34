"""The real worker, bridge and Request Tracker, both ways; C6, E1, E3."""

import base64
import sqlite3
import time
from contextlib import closing

import httpx
import pytest

from tests.actions.bridges.django_helpdesk.test_demo_desk import free_port
from tests.actions.bridges.events import SECRET
from tests.actions.bridges.request_tracker import running_rt
from tests.actions.helpdesks.conftest import texts
from tests.actions.helpdesks.fault_proxy import fault_proxy
from tests.actions.helpdesks.shop import shop_with
from tests.conftest import need

__all__ = ["texts"]
pytestmark = pytest.mark.helpdesk

QUEUES = {"delivery": "Delivery", "returns": "Returns"}
CANARY = "kukulcan"


class Agents:
    """What people do in RT, through its REST API."""

    def __init__(self, rt) -> None:
        self.http = httpx.Client(
            base_url=f"{rt.url}/REST/2.0",
            headers={"authorization": f"token {rt.agent_token}"},
            trust_env=False,
            timeout=60,
        )

    def say(self, id, how, text, *files: tuple[str, bytes], content_type="text/plain"):
        form = {"Content": text, "ContentType": content_type}
        if files:
            form["Attachments"] = [
                {
                    "FileName": name,
                    "FileType": "text/plain",
                    "FileContent": base64.b64encode(content).decode(),
                }
                for name, content in files
            ]
        self.http.post(f"/ticket/{id}/{how}", json=form).raise_for_status()

    def change(self, id, **fields):
        self.http.put(f"/ticket/{id}", json=fields).raise_for_status()

    def ticket(self, id):
        return self.http.get(f"/ticket/{id}").raise_for_status().json()

    def about(self, ticket):
        query = f"RefersTo = 'https://primera.invalid/tickets/{ticket.public_id}'"
        answer = self.http.get("/tickets", params={"query": query})
        return [each["id"] for each in answer.raise_for_status().json()["items"]]

    def comments(self, id):
        """The private notes' texts."""
        history = self.http.get(f"/ticket/{id}/history", params={"fields": "Type"}).json()["items"]
        return [
            part["Content"]
            for each in history
            if each["Type"] == "Comment"
            for part in self.http.get(
                f"/transaction/{each['id']}/attachments", params={"fields": "Content"}
            ).json()["items"]
        ]


@pytest.fixture(scope="module")
def helpdesk(tmp_path_factory):
    """RT, a proxy with faults before it, and where its bridge listens."""
    need(running_rt.is_installed(), running_rt.MISSING)
    home = tmp_path_factory.mktemp("rt")
    port = free_port()
    with (
        running_rt.request_tracker(home, free_port()) as rt,
        fault_proxy(rt.url) as proxy,
        running_rt.bridge(
            "actions.bridges.request_tracker",
            port,
            home / "bridge.log",
            desk_url=proxy.url,
            password=rt.bridge_token,
            secret=SECRET,
            queues='{"care": "General"}',
            state_file=str(home / "bridge.db"),
        ),
    ):
        yield rt, proxy, f"http://127.0.0.1:{port}/webhook"


@pytest.fixture
def agents(helpdesk):
    people = Agents(helpdesk[0])
    yield people
    people.http.close()


@pytest.fixture
def proxy(helpdesk):
    helpdesk[1].faults.clear()
    return helpdesk[1]


@pytest.fixture
def shop(database, desk, texts, helpdesk):
    return shop_with(database, desk, texts, helpdesk[2], queues=QUEUES)


def opened(shop, **fields):
    ticket = shop.open(**fields)
    return ticket, shop.until(lambda: shop.link(ticket)).external_ref


@pytest.mark.parametrize("faults", [["lose_the_answer"], ["500_after"], ["500_before"], []])
def test_e1_whatever_happens_to_the_answer_there_is_one_ticket(shop, agents, proxy, faults):
    """E1: whatever happens to the help desk's answer, it has one ticket."""
    proxy.faults[:] = faults
    ticket, id = opened(shop)
    shop.until(shop.delivered)
    assert agents.about(ticket) == [id]
    assert agents.ticket(id)["Subject"] == f"[{ticket.number}] El paquete llegó roto"


def test_c6_an_agents_answer_and_that_it_is_solved_reach_the_chat_in_their_name(
    shop, agents, proxy
):
    """C6: an agent's answer and that it is solved reach the chat, in their name."""
    ticket, id = opened(shop)
    agents.say(id, "correspond", "Hola, lo estamos mirando.")
    shop.look_again(ticket)
    [told] = [each for each in shop.chat(ticket) if each.sender == "agent"]
    assert (told.text, told.author.name) == ("Hola, lo estamos mirando.", "Marta Gil")
    assert shop.status(ticket) == "in_progress"
    agents.say(id, "correspond", "<p>Mañana llega &amp; listo</p>", content_type="text/html")
    agents.change(id, Status="resolved")
    shop.look_again(ticket)
    shop.look_again(ticket)
    assert shop.said(ticket) == ["Hola, lo estamos mirando.", "Mañana llega & listo"]
    assert shop.status(ticket) == "resolved"
    assert shop.chat(ticket)[-1].kind == "question"


def test_a_comment_and_its_file_reach_nothing_of_the_contacts(shop, agents, proxy):
    ticket, id = opened(shop)
    file = (f"{CANARY}.txt", f"{CANARY} in the file".encode())
    agents.say(id, "comment", f"Don't tell: {CANARY}", file)
    agents.say(id, "correspond", "Te escribimos hoy.", file)
    agents.change(id, Status="stalled")
    shop.look_again(ticket)
    assert shop.said(ticket) == ["Te escribimos hoy."]
    assert shop.status(ticket) == "waiting_for_contact"
    shop.until(shop.delivered)
    with closing(sqlite3.connect(shop.database.url.database)) as kept:
        assert [line for line in kept.iterdump() if CANARY in line] == []


def test_what_the_contact_says_is_a_comment_once_and_does_not_come_back(shop, agents, proxy):
    ticket, id = opened(shop)
    agents.change(id, Status="resolved")
    shop.look_again(ticket)
    proxy.faults[:] = ["lose_the_answer"]
    shop.act(ticket, "disagree", "contact")
    shop.act(ticket, "add", "contact", text="Sigue roto")
    shop.until(shop.delivered)
    assert len([each for each in agents.comments(id) if "Sigue roto" in each]) == 1
    assert agents.ticket(id)["Status"] == "open"
    shop.look_again(ticket)
    assert shop.said(ticket) == []
    assert shop.status(ticket) == "in_progress"


def test_e3_a_move_to_another_queue_is_a_transfer_and_back(shop, agents, proxy):
    """E3: a move to another queue is a transfer, and so is the way back."""
    ticket, id = opened(shop)
    agents.change(id, Queue="Returns")
    shop.look_again(ticket)
    assert shop.tickets.get(ticket.number).team == "returns"
    shop.act(ticket, "transfer", team="care", author="Marta")
    shop.until(shop.delivered)
    assert agents.ticket(id)["Queue"]["id"] == "1"  # General


def test_merged_tickets_share_what_is_said_from_then_on_and_nothing_before(shop, agents, proxy):
    first, first_id = opened(shop)
    second, second_id = opened(shop)
    agents.say(first_id, "correspond", "Solo para la primera")
    agents.say(second_id, "correspond", "Solo para la segunda")
    agents.change(first_id, MergeInto=second_id)
    agents.say(second_id, "correspond", "Para las dos")
    for ticket in (first, second):
        shop.look_again(ticket)
    assert shop.said(first) == ["Solo para la primera", "Para las dos"]
    assert shop.said(second) == ["Solo para la segunda", "Para las dos"]
    assert shop.link(first).external_ref == second_id


def test_a_ticket_deleted_there_is_no_end_of_ours(shop, agents, proxy, caplog):
    ticket, id = opened(shop)
    agents.change(id, Status="deleted")
    shop.look_again(ticket)
    assert shop.links.of_ticket(ticket.number)[0].gone
    assert shop.status(ticket) == "open"
    assert "a ticket was deleted there" in caplog.text


def test_a_bridge_that_has_lost_its_memory_finds_the_ticket(
    shop, agents, proxy, helpdesk, tmp_path
):
    ticket, id = opened(shop)
    _other, other_id = opened(shop)
    agents.change(id, MergeInto=other_id)
    agents.say(other_id, "correspond", "Sin memoria")
    port = free_port()
    with running_rt.bridge(
        "actions.bridges.request_tracker",
        port,
        tmp_path / "bridge.log",
        desk_url=proxy.url,
        password=helpdesk[0].bridge_token,
        secret=SECRET,
        queues='{"care": "General"}',
        state_file=str(tmp_path / "new.db"),
    ):
        forgetful = shop_with(
            shop.database, shop.desk, shop.texts, f"http://127.0.0.1:{port}/webhook", queues=QUEUES
        )
        [delivery] = [
            each for each in shop.tickets.deliveries() if each.ticket_number == ticket.number
        ]
        shop.tickets.replay(delivery.id)
        forgetful.until(forgetful.delivered)
        forgetful.look_again(ticket)
    assert forgetful.said(ticket) == ["Sin memoria"]
    assert agents.about(ticket) == [other_id]


def test_rt_is_watched_so_that_nobody_waits(shop, agents, helpdesk, tmp_path):
    from tests.actions.tickets.receiver import answers, receiver

    ticket, id = opened(shop)
    with (
        receiver(answers(204)) as primera,
        running_rt.bridge(
            "actions.bridges.request_tracker",
            free_port(),
            tmp_path / "bridge.log",
            desk_url=helpdesk[0].url,
            password=helpdesk[0].bridge_token,
            secret=SECRET,
            queues='{"care": "General"}',
            state_file=str(helpdesk[0].home / "bridge.db"),
            callback_url=primera.url,
            watch_seconds="0.5",
        ),
    ):
        agents.say(id, "correspond", "Hola")
        deadline = time.monotonic() + 30
        while not any(ticket.public_id.encode() in body for _, body in primera.received):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        headers, body = primera.received[-1]
    shop.callbacks().heard("desk", body, headers, now=shop.now())
    shop.work()
    assert shop.said(ticket) == ["Hola"]
