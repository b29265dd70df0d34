"""Parts of a ticket that other teams do: it stays its owner's, the contact sees one line."""

import json

import pytest

from actions.progress import Progress
from actions.texts import Texts
from actions.tickets import Change, NotAllowed, NothingSaid, progress_of
from tests.actions.conftest import AURORA
from tests.actions.tickets.requests import ASKED_AT, request_for

WHAT = "the canary asks whether it was paid twice"


@pytest.fixture
def ticket(tickets, conversations):
    talk = conversations.create(locale="en", site="demo", now=ASKED_AT)
    return tickets.open(request_for(conversation_id=talk.id, language="en"), now=ASKED_AT)


@pytest.fixture
def act(database, desk, ticket):
    texts = Texts.load(AURORA / "domain.yml", company="Aurora", languages=["es", "en"])
    progress = Progress(database, desk, texts)

    def acts(name, **more):
        return progress.act(ticket.number, Change(name, "agent", "Leo", **more), now=ASKED_AT)

    return acts


def asked(act, team="billing"):
    return act("task", team=team, what=WHAT)


def test_c5_a_ticket_with_tasks_has_one_owner_and_each_task_its_state(act, ticket):
    """C5, C6, E3: a ticket with tasks for other teams has one owner, and each task its state."""
    asked(act)
    asked(act, "returns")
    after = act("finish", task=1)
    assert (after.team, after.status, after.assignee) == (ticket.team, "open", None)
    assert after.first_answer_due == ticket.first_answer_due
    assert [(task.team, task.state) for task in after.tasks] == [
        *(("billing", "done"), ("returns", "open"))
    ]
    assert progress_of(after.tasks) == (1, 2)


def test_the_contact_reads_one_line_each_time_and_never_what_was_asked(act, ticket, conversations):
    asked(act)
    act("finish", task=1)
    said = [each.text for each in conversations.transcript(ticket.conversation_id)]
    assert said == [
        "Your request T-1001 stays with the Delivery team; parts that other teams do: "
        f"{done} of 1 finished."
        for done in (0, 1)
    ]


def test_help_desks_get_every_task_and_which_one_it_was(act, tickets):
    asked(act)
    act("finish", task=1)
    sent = [json.loads(each.payload)["data"] for each in tickets.deliveries()]
    opened, done = sorted(
        (data for data in sent if "change" in data), key=lambda data: data["ticket"]["sequence"]
    )
    assert (opened["change"]["act"], opened["change"]["task"]) == ("task", 1)
    assert done["change"]["task"] == 1
    assert [task["state"] for task in done["ticket"]["tasks"]] == ["done"]
    assert opened["ticket"]["tasks"][0]["what"] == WHAT
    assert "message" not in opened
    assert done["ticket"]["sequence"] == opened["ticket"]["sequence"] + 1


@pytest.mark.parametrize(
    ("name", "more", "error"),
    [
        ("task", {"team": "delivery", "what": WHAT}, NotAllowed),  # its own
        ("task", {"team": "nobody", "what": WHAT}, NotAllowed),
        ("task", {"what": WHAT}, NotAllowed),
        ("task", {"team": "billing", "what": " "}, NothingSaid),
        ("finish", {"task": 7}, NotAllowed),
        ("finish", {}, NotAllowed),
    ],
)
def test_what_is_no_part_for_another_team_is_refused(act, name, more, error):
    with pytest.raises(error):
        act(name, **more)


def test_what_is_not_done_when_the_ticket_closes_is_dropped_and_done_no_more(act):
    asked(act)
    asked(act)
    act("finish", task=1)
    assert [task.state for task in act("close").tasks] == ["done", "dropped"]
    with pytest.raises(NotAllowed):
        act("finish", task=2)
