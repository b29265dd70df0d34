"""Any life of a ticket: legal states only, events and outbox rows one to one, no gap anywhere."""

import shutil
import time
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select

from actions.conversations import ConversationStore
from actions.database import engine, migrate, reading
from actions.progress import Progress
from actions.tickets import ACTORS, ACTS, Change, NotAllowed, TicketStore, next_due
from actions.tickets.clocks import alarm_at
from actions.tickets.tables import deliveries, events
from actions.tickets.tables import tickets as ticket_rows
from actions.tickets.task import MOST
from actions.tickets.ticket import row_id_of
from tests.actions.tickets.promised_moves import promised
from tests.actions.tickets.requests import ASKED_AT, request_for
from tests.conftest import need
from tests.postgres import is_installed, server
from tests.results import Results

LIVES, STEPS = 2_000, 50
# `make test` runs a part of the part that it runs of other proofs: each step is several commits.
SEEDED_PART = 0.25
MOVES = promised()
NEEDS_WORDS = {"reply", "add"}
WORDS = st.sampled_from(["Vale", "¿Y ahora?", "Sigue roto 🙂", "x" * 3_000, "\ud800 medio\0"])
# From a moment to weeks: over closing time, holidays and the day the clocks change.
WAITS = st.sampled_from([0, 1, 30, 90, 600, 1_500, 9_000, 40_000])
IN_A_LIFE = {"ticket.created", "ticket.updated", "ticket.message_added", "ticket.escalated"}
IN_A_LIFE |= {"ticket.resolved", "ticket.closed"}


class Life(RuleBasedStateMachine):
    """A contact, an agent, the bot and the clock, in any order, with one ticket after another."""

    def __init__(self, database, desk, texts) -> None:
        super().__init__()
        self.database, self.desk = database, desk
        self.conversations = ConversationStore(database)
        self.tickets = TicketStore(database, desk)
        self.progress = Progress(database, desk, texts)
        self.now, self.keys = ASKED_AT, 0

    @initialize(topic=st.sampled_from(["delivery_problems", "complaints", "stock", "nowhere"]))
    def opens(self, topic):
        self.conversation = self.conversations.create(locale="es", site="demo", now=self.now)
        request = request_for(
            f"{self.conversation.id}:1", conversation_id=self.conversation.id, topic=topic
        )
        self.number = self.tickets.open(request, now=self.now).number

    @rule(act=st.sampled_from(ACTS), actor=st.sampled_from(ACTORS), words=WORDS)
    def somebody_does_something(self, act, actor, words):
        open_tasks = [task for task in self.tickets.get(self.number).tasks if task.state == "open"]
        task = open_tasks[0].number if open_tasks else None
        team = {"transfer": "returns", "task": "account"}.get(act)
        text = words if act in NEEDS_WORDS or actor == "agent" else ""
        self.keys += 1
        change = Change(
            act, actor, "Leo", text, team=team, what=words, task=task, key=f"k{self.keys}"
        )
        before = self.tickets.get(self.number)
        expected = MOVES.get((act, actor, before.status))
        if (act == "finish" and task is None) or (act == "task" and len(before.tasks) == MOST):
            expected = None
        if expected is None:
            with pytest.raises(NotAllowed):
                self.progress.act(self.number, change, now=self.now)
            assert self.tickets.get(self.number) == before
            return
        after = self.progress.act(self.number, change, now=self.now)
        assert after.status == expected
        assert self.progress.act(self.number, change, now=self.now) == after  # told twice
        assert self.tickets.get(self.number) == after

    @rule(words=WORDS, said=st.booleans())
    def the_contact_adds(self, words, said):
        before = self.tickets.get(self.number)
        self.keys += 1
        add = partial(self.progress.add, self.number, words, key=f"k{self.keys}", said=said)
        after = add(now=self.now)
        assert add(now=self.now) == after
        if before.status == "closed":
            assert (after.follows, after.status) == (before.number, "open")
        self.number = after.number

    @rule(minutes=WAITS)
    def time_goes_by(self, minutes):
        self.now += timedelta(minutes=minutes)
        for _ in range(10):
            if not self.progress.ring(self.now):
                break
        assert self.progress.ring(self.now) == 0

    @rule()
    def mistyped_numbers_change_nothing(self):
        assert self.tickets.get(self.number.lower()) == self.tickets.get(self.number)

    @invariant()
    def every_ticket_is_whole(self):
        for ticket in self.tickets.for_conversation(self.conversation.id):
            self.assert_whole(ticket)
        said = self.conversations.transcript(self.conversation.id)
        assert [message.seq for message in said] == list(range(1, len(said) + 1))
        assert self.conversations.unhandled(self.conversation.id) == []

    def assert_whole(self, ticket):
        row_id = row_id_of(ticket.number)
        with reading(self.database) as connection:
            happened = connection.execute(
                select(events).where(events.c.ticket_id == row_id).order_by(events.c.sequence)
            ).all()
            sent = connection.execute(
                select(deliveries.c.event_id, deliveries.c.helpdesk)
                .join(events)
                .where(events.c.ticket_id == row_id)
            ).all()
            rings = connection.execute(
                select(ticket_rows.c.alarm_at).where(ticket_rows.c.id == row_id)
            ).scalar_one()
        assert [each.sequence for each in happened] == list(range(1, ticket.sequence + 1))
        assert {each.type for each in happened} <= IN_A_LIFE
        wanted = {(each.id, desk.name) for each in happened for desk in self.desk.helpdesks}
        assert {tuple(each) for each in sent} == wanted
        assert len(sent) == len(wanted)
        statuses = [each.status for each in happened]
        for before, each in zip(statuses, happened[1:], strict=False):
            assert MOVES[each.act, each.actor, before] == each.status
        assert statuses[-1] == ticket.status
        assert rings == alarm_at(ticket, self.desk)
        assert (next_due(ticket) is None) == (
            ticket.status in ("waiting_for_contact", "resolved", "closed")
        )

    def teardown(self):
        if hasattr(self, "number") and self.tickets.get(self.number).status != "closed":
            self.progress.act(self.number, Change("close", "agent"), now=self.now)


def live(url, desk, texts, share) -> int:
    migrate(url)
    opened = engine(url)
    if opened.dialect.name == "sqlite":  # power is not cut here, and this is a tenth of the time
        event.listen(opened, "connect", lambda each, _: each.execute("PRAGMA synchronous=OFF"))
    lives = LIVES if share == 1 else round(LIVES * share * SEEDED_PART)
    told = settings(
        max_examples=lives,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(7)(partial(Life, opened, desk, texts)), settings=told)
    finally:
        opened.dispose()
    return lives


@pytest.mark.prove
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_c6_every_life_of_a_ticket_is_legal_and_told_without_a_gap(
    store, desk, texts, tmp_path_factory, proof_share
):
    """C6: in any life of a ticket every step is legal and told without a gap."""
    folder = tmp_path_factory.mktemp(store)
    started = time.monotonic()
    if store == "sqlite":
        lives = live(f"sqlite:///{folder / 'primera.db'}", desk, texts, proof_share)
    else:
        need(is_installed(), "PostgreSQL: apt-get install postgresql")
        with server() as url:
            lives = live(url, desk, texts, proof_share)
    shutil.rmtree(folder, ignore_errors=True)
    if proof_share == 1:
        row = {"lives": lives, "steps": STEPS, "seconds": round(time.monotonic() - started)}
        Results("lifecycle").add(store, row)
