"""Agents ask each other for parts of a ticket, and see no more than is theirs."""

import pytest

from actions.tickets import Desk, Links, TicketStore
from bot.gateway.app import utc_now
from tests.actions.tickets.requests import request_for
from tests.bot.gateway.conftest import open_chat


@pytest.fixture
def number(people, database, workspace):
    chat = open_chat(people[0], locale="en")
    store = TicketStore(database, Desk.load(workspace.desk_file), Links.of(workspace))
    return store.open(request_for(conversation_id=chat.id), now=utc_now()).number


def asks_for_a_part(desk, number, key="t1", team="billing"):
    body = {"client_task_id": key, "team": team, "what": "was it paid twice?"}
    return desk.asks("POST", f"/tickets/{number}/tasks", body)


def test_the_owner_asks_the_other_team_sees_it_and_says_that_it_is_done(arrives, number):
    owner, other = arrives("Lucía", "delivery"), arrives("Pol", "billing")
    assert asks_for_a_part(owner, number).status_code == 201
    assert asks_for_a_part(owner, number).status_code == 201  # again: the same task
    [task] = other.asks("GET", "/tasks").json()["tasks"]
    assert (task["ticket"], task["what"]) == (number, "was it paid twice?")
    [done] = other.asks("POST", f"/tickets/{number}/tasks/1/finish").json()["tasks"]
    assert (done["state"], done["asked_by"], done["done_by"]) == ("done", "Lucía", "Pol")
    assert other.asks("GET", "/tasks").json()["tasks"] == []
    again = other.asks("POST", f"/tickets/{number}/tasks/1/finish")
    assert again.json()["type"] == "/problems/task-not-possible"


def test_what_is_no_team_s_ticket_and_no_team_s_part_is_not_there(arrives, number):
    owner, stranger = arrives("Lucía", "delivery"), arrives("Eva", "account")
    other = arrives("Pol", "billing")
    asks_for_a_part(owner, number)
    assert stranger.asks("GET", f"/tickets/{number}/tasks").status_code == 404
    assert asks_for_a_part(stranger, number, "t2").status_code == 404
    assert asks_for_a_part(other, number, "t3", team="returns").status_code == 404  # not its owner
    assert other.asks("GET", f"/tickets/{number}/tasks").status_code == 200
    assert stranger.asks("POST", f"/tickets/{number}/tasks/1/finish").status_code == 404
    assert owner.asks("POST", f"/tickets/{number}/tasks/x/finish").status_code == 404
    assert asks_for_a_part(owner, "T-9999").status_code == 404


def test_a_part_for_the_owner_itself_or_for_no_team_is_refused(arrives, number):
    owner = arrives("Lucía", "delivery")
    for team in ("delivery", "nobody"):
        assert asks_for_a_part(owner, number, team, team=team).status_code == 409
