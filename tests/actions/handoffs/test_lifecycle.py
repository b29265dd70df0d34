"""The machine alone: whatever people, the contact and the clock do, in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from actions.handoffs import OPEN, STATES, Agent, Handoff, HandoffError, People, lifecycle
from actions.handoffs.lifecycle import team_with_people
from actions.tickets import Desk
from tests.actions.conftest import AURORA

MORNING = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
LUCIA, POL = Agent("acc_1", "Lucía"), Agent("acc_2", "Pol")
PLAIN = Desk.load(AURORA / "actions" / "desk.yml")
DESK = PLAIN.model_copy(
    update={
        "teams": {
            **PLAIN.teams,
            "orders": PLAIN.teams["orders"].model_copy(update={"cover": "delivery"}),
            "delivery": PLAIN.teams["delivery"].model_copy(update={"cover": "care"}),
        }
    }
)
WAITING = Handoff(
    id=1,
    conversation_id="cnv_x",
    state="waiting",
    reason="asked_for_person",
    team="orders",
    topic="orders",
    language="es",
    asked_at=MORNING,
    queued_at=MORNING,
)


def there(*teams: str) -> People:
    return People(dict.fromkeys(teams, 0))


def rings(handoff, people, *, after, unanswered_since=None, desk=DESK):
    return lifecycle.rung(
        handoff, desk, people, unanswered_since=unanswered_since, now=MORNING + after
    )


TWO, FIVE = timedelta(minutes=2), timedelta(minutes=5)
A_MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("people", "state", "team"),
    [
        (there("orders", "delivery", "care"), "waiting", "delivery"),  # its cover
        (there("orders", "care"), "waiting", "care"),  # the cover's cover
        (there("orders"), "ticketed", "orders"),  # nobody else: the own team had its time
        (there(), "ticketed", "orders"),
    ],
)
def test_who_nobody_takes_in_time_goes_to_the_cover_and_then_to_a_ticket(people, state, team):
    assert rings(WAITING, people, after=TWO - A_MOMENT) is None
    rung = rings(WAITING, people, after=TWO)
    assert (rung.state, rung.team) == (state, team)


def test_no_queue_is_tried_twice():
    everybody = there("orders", "delivery", "care")
    once = rings(WAITING, everybody, after=TWO)
    twice = rings(once, everybody, after=2 * TWO)
    assert (once.team, twice.team) == ("delivery", "care")
    assert rings(twice, everybody, after=3 * TWO).state == "ticketed"


def test_who_has_taken_it_must_say_something_and_then_answer_what_is_written():
    taken = lifecycle.taken(WAITING, LUCIA, seq=2, now=MORNING)
    assert rings(taken, there("orders"), after=FIVE - A_MOMENT) is None
    assert rings(taken, there("orders"), after=FIVE).missed_by == (LUCIA.id,)
    active = lifecycle.answered(taken, LUCIA, seq=3, now=MORNING)
    assert rings(active, there("orders"), after=timedelta(days=1)) is None
    wrote = MORNING + timedelta(minutes=1)
    assert rings(active, there(), after=FIVE, unanswered_since=wrote) is None
    late = timedelta(minutes=6)
    assert rings(active, there(), after=late, unanswered_since=wrote).state == "ticketed"


def test_without_a_cover_the_fallback_is_asked():
    assert team_with_people("orders", PLAIN, there("care"), language="es") == "care"
    assert team_with_people("orders", PLAIN, there("returns"), language="es") is None


def test_a_team_that_does_not_speak_the_language_is_no_cover():
    spanish = DESK.teams["delivery"].model_copy(update={"languages": ("es",)})
    desk = DESK.model_copy(update={"teams": {**DESK.teams, "delivery": spanish}})
    people = there("delivery", "care")
    assert team_with_people("orders", desk, people, language="es") == "delivery"
    assert team_with_people("orders", desk, people, language="en") == "care"
    assert team_with_people("orders", desk, there("delivery"), language="en") is None


def test_a_team_that_has_left_the_desk_file_keeps_nobody_waiting():
    of_nobody = replace(WAITING, team="gone")
    assert rings(of_nobody, there(), after=TWO).state == "ticketed"
    assert team_with_people("gone", DESK, there("care"), language="es") == "care"


def test_what_is_over_stays_over():
    for state in set(STATES) - set(OPEN):
        over = replace(WAITING, state=state)
        assert lifecycle.left(over, now=MORNING) is over
        assert rings(over, there("orders"), after=timedelta(days=9)) is None
        for act in (lifecycle.released, lifecycle.resolved):
            with pytest.raises(HandoffError):
                act(over, LUCIA, now=MORNING)


class Life(RuleBasedStateMachine):
    """Two agents, the contact and the clock; nothing else is assumed of when they act."""

    def __init__(self) -> None:
        super().__init__()
        self.handoff = WAITING
        self.now = MORNING
        self.seq = 1
        self.wrote: datetime | None = None
        self.steps: list[str] = ["waiting"]

    def _try(self, act) -> None:
        before = self.handoff
        try:
            self.handoff = act()
        except HandoffError:
            assert self.handoff is before
        if self.handoff.state != self.steps[-1]:
            self.steps.append(self.handoff.state)

    @rule(agent=st.sampled_from([LUCIA, POL]))
    def take(self, agent) -> None:
        self._try(lambda: lifecycle.taken(self.handoff, agent, seq=self.seq, now=self.now))

    @rule(agent=st.sampled_from([LUCIA, POL]))
    def reply(self, agent) -> None:
        holder = self.handoff.agent
        self._try(lambda: lifecycle.answered(self.handoff, agent, seq=self.seq, now=self.now))
        if self.handoff.is_open and holder == agent:
            self.wrote = None

    @rule(
        agent=st.sampled_from([LUCIA, POL]),
        team=st.sampled_from(["orders", "care"]),
        to=st.sampled_from([None, POL]),
        over=st.booleans(),
    )
    def transfer(self, agent, team, to, over) -> None:
        self._try(
            lambda: lifecycle.transferred(
                self.handoff, agent, team=team, to=to, over=over, now=self.now
            )
        )

    @rule(agent=st.sampled_from([LUCIA, POL]), how=st.sampled_from(["released", "resolved"]))
    def give_back(self, agent, how) -> None:
        self._try(lambda: getattr(lifecycle, how)(self.handoff, agent, now=self.now))

    @rule()
    def leave(self) -> None:
        self._try(lambda: lifecycle.left(self.handoff, now=self.now))

    @rule()
    def write(self) -> None:
        self.seq += 1
        self.wrote = self.wrote or self.now

    @rule(
        minutes=st.integers(0, 10), teams=st.sets(st.sampled_from(["orders", "delivery", "care"]))
    )
    def wait(self, minutes, teams) -> None:
        self.now += timedelta(minutes=minutes)
        before = self.handoff
        rung = lifecycle.rung(
            before, DESK, there(*teams), unanswered_since=self.wrote, now=self.now
        )
        self._try(lambda: rung or before)
        if rung is not None:
            assert rung.state in ("waiting", "ticketed")
            assert rung.state == "ticketed" or rung.team in teams

    @invariant()
    def someone_has_it_just_when_it_says_so(self) -> None:
        if self.handoff.state in ("accepted", "active"):
            assert self.handoff.agent in (LUCIA, POL)
        if self.handoff.state == "waiting":
            assert self.handoff.agent is None

    @invariant()
    def what_ended_has_a_time_and_nothing_follows(self) -> None:
        ended = [state for state in self.steps if state not in OPEN]
        assert len(ended) <= 1
        assert (self.handoff.ended_at is not None) == bool(ended)

    @invariant()
    def whoever_vanished_is_not_waited_for(self) -> None:
        """Nobody waits longer than the desk file says before something is said."""
        due = lifecycle.due_at(self.handoff, DESK, unanswered_since=self.wrote)
        if self.handoff.state in ("waiting", "accepted"):
            assert due is not None


Life.TestCase.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)
TestLife = Life.TestCase
