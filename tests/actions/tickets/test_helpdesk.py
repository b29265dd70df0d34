"""What the desk file says of a help desk: names of its own, and who does what for the contact."""

import json
import shutil

import pytest

from actions.company_file import CompanyFileError
from actions.tickets import Desk, HelpDesk
from tests.actions.conftest import AURORA

BODY = json.dumps(
    {
        "type": "ticket.created",
        "data": {
            "ticket": {
                "team": "returns",
                "priority": "high",
                "status": "open",
                "details": {"order_number": "AU-48213", "size": "M"},
            }
        },
    }
)


def helpdesk(**fields):
    return HelpDesk(name="desk", url="https://desk.example/", secret="helpdesk_desk", **fields)


def test_who_has_no_names_of_its_own_receives_the_event_as_it_is():
    assert helpdesk().addressed(BODY) == BODY


def test_its_own_names_stand_beside_ours():
    desk = helpdesk(
        queues={"returns": "Devoluciones"},
        priorities={"high": 2},
        states={"waiting_for_contact": "On Hold"},
        fields={"order_number": "Order"},
    )
    event = json.loads(desk.addressed(BODY))
    assert event["data"].pop("helpdesk") == {
        "name": "desk",
        "queue": "Devoluciones",
        "priority": 2,
        "state": None,
        "fields": {"Order": "AU-48213"},
    }
    assert event == json.loads(BODY)


@pytest.mark.parametrize(
    ("state", "told", "ours"),
    [
        ("on hold", None, "waiting_for_contact"),
        ("On Hold", "resolved", "waiting_for_contact"),  # the file comes first
        ("Resolved", "resolved", "resolved"),
        ("Strange", None, None),
    ],
)
def test_a_state_of_theirs_is_one_of_ours_by_the_file_or_as_the_bridge_tells(state, told, ours):
    assert helpdesk(states={"waiting_for_contact": "On Hold"}).status_of(state, told) == ours


def test_a_queue_that_several_teams_share_is_nobodys_alone():
    desk = helpdesk(queues={"orders": "1", "care": "1", "returns": "2"})
    assert [desk.team_of(queue) for queue in ("1", "2", "3")] == [None, "returns", None]


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("    queues: {moon: 1}\n", r"helpdesks.0.queues.moon: 'moon' is no team; choose one of"),
        ("    states: {done: Closed}\n", r"helpdesks.0.states"),
        ("    every: 1\n", r"helpdesks.0.every"),
        ("    callback: {verify: shared_secret}\n", r"helpdesks.0.callback: .*header is missing"),
        ("    surveys: nobody\n", r"helpdesks.0.surveys"),
        (
            "    surveys: helpdesk\n"
            "  - {name: b, url: https://b.example/, secret: b, surveys: helpdesk}\n",
            r"helpdesks: surveys: demo and b would both do it",
        ),
    ],
)
def test_a_mistake_is_told_with_file_and_field(tmp_path, added, told):
    (tmp_path / "actions").mkdir()
    file = shutil.copy(AURORA / "actions" / "desk.yml", tmp_path / "actions" / "desk.yml")
    with file.open("a", encoding="utf-8") as text:
        text.write(added.replace("moon: 1", 'moon: "1"'))
    with pytest.raises(CompanyFileError, match=told):
        Desk.load(file)
