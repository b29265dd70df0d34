"""The replies to last month's real questions that would change, and whether they may."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Engine, select

from actions.conversations import ConversationStore, RecordedTurn, Reply
from actions.conversations.tables import messages
from actions.database import reading
from actions.tickets.tables import tickets
from actions.turns.heard import Heard, heard_in
from actions.turns.record import memory_from
from actions.turns.whole_turn import rules_of, whole_turn
from bot.publishing.gate.cases import Case
from bot.publishing.gate.sides import Readings, Side
from bot.replay.difference import differences
from bot.replay.errors import ReplayError
from bot.replay.past import Past
from bot.replay.replay import start_of, what_was_heard
from bot.training.evaluation_parsing import Typed

SINCE = timedelta(days=30)
# The newest; more would take minutes and say the same.
MOST = 300
ANSWER = "answer"

# What becomes of a question: `gained` an answer, `lost` one, gets `another` one; else `otherwise`.
Change = Literal["gained", "lost", "another", "otherwise"]
Decision = Literal["approved", "rejected"]


@dataclass(frozen=True, slots=True)
class ChangedReply:
    """A message whose reply would be another one; words stay in the transcript."""

    message_id: str
    change: Change
    before: tuple[str, ...]  # kind, article
    after: tuple[str, ...]
    spares_ticket: bool  # it led to a ticket, and would be answered

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of a contact's, with what it was decided from."""

    turn: RecordedTurn = field(repr=False)
    heard: Heard = field(repr=False)


def changed_replies(
    live: Side, candidate: Side, database: Engine, readings: Readings, *, now: datetime
) -> list[ChangedReply]:
    """Decides the newest real questions with both, and keeps those that come out otherwise."""
    before, after = (Past.of(side.workspace, database) for side in (live, candidate))
    asked = list(_asked(database, before, now=now))
    heard = {side.release.id: _heard(side, asked, readings) for side in _models(live, candidate)}
    then = heard[live.release.id]
    again = heard.get(candidate.release.id, then)
    rules = [rules_of(side.workspace.nlu_data) for side in (live, candidate)]
    ticketed = _led_to_tickets(database, asked)
    found = []
    for each, heard_then, heard_now in zip(asked, then, again, strict=True):
        said = _said(before, each.turn, heard_then, rules[0])
        says = _said(after, each.turn, heard_now, rules[1])
        if said is not None and says is not None and differences(said, says):
            found.append(_changed(each, said, says, ticketed))
    return found


def _models(live: Side, candidate: Side) -> list[Side]:
    """Both, or one where they share the model and read alike."""
    return [live] if live.model == candidate.model else [live, candidate]


def _asked(database: Engine, past: Past, *, now: datetime) -> Iterator[Asked]:
    """The newest typed messages with a record, each text once."""
    query = (
        select(messages.c.message_id)
        .where(
            messages.c.sender == "contact",
            messages.c.button_id.is_(None),
            messages.c.created_at >= now - SINCE,
        )
        .order_by(messages.c.created_at.desc())
        .limit(3 * MOST)
    )
    with reading(database) as connection:
        ids = connection.execute(query).scalars().all()
    store, known = ConversationStore(database), set[str]()
    for id in ids:
        if len(known) >= MOST:
            return
        turn = next(iter(_turns(store, id)), None)
        if turn is None:
            continue
        text = " ".join(turn.asked.text.casefold().split())
        if text in known:
            continue
        try:
            heard = what_was_heard(turn, start_of(turn), past)
        except ReplayError:
            continue
        if not heard.is_button:
            known.add(text)
            yield Asked(turn, heard)


def _turns(store: ConversationStore, message_id: str) -> Sequence[RecordedTurn]:
    from actions.conversations import UnknownTurn

    try:
        return store.turns(message_id)
    except UnknownTurn:
        return ()


def _heard(side: Side, asked: Sequence[Asked], readings: Readings) -> list[Heard]:
    """Every message read with the model of a side."""
    typed = [Typed(a.heard.message_id, a.heard.locale, a.heard.text) for a in asked]
    latest = readings.once(side, typed) if typed else []
    return [
        replace(heard_in(each.heard.conversation_id, read), page=each.heard.page)
        for each, read in zip(asked, latest, strict=True)
    ]


def _said(past: Past, turn: RecordedTurn, heard: Heard, rules: Any) -> Sequence[Reply] | None:
    start = start_of(turn)
    try:
        with past.services(turn, start, current=True) as outside:
            step = whole_turn(
                heard, memory_from(start), outside, in_form=start.in_form, rules=rules
            )
    except (ReplayError, LookupError):  # a rule that is gone has a case of its own
        return None
    return step.replies


def _changed(
    each: Asked, said: Sequence[Reply], says: Sequence[Reply], ticketed: frozenset[str]
) -> ChangedReply:
    before, after = _in_short(said), _in_short(says)
    answered, answers = before[0] == ANSWER, after[0] == ANSWER
    change: Change = "otherwise"
    if answers and not answered:
        change = "gained"
    elif answered and not answers:
        change = "lost"
    elif answered and before != after:
        change = "another"
    message_id = each.heard.message_id
    spares = change == "gained" and message_id in ticketed
    return ChangedReply(message_id, change, before, after, spares)


def _in_short(replies: Sequence[Reply]) -> tuple[str, ...]:
    if not replies:
        return ("nothing", "")
    message = next((r.message for r in replies if r.message.article), replies[0].message)
    article = message.article
    return (message.kind, f"{article.id} {article.revision}" if article else "")


def _led_to_tickets(database: Engine, asked: Sequence[Asked]) -> frozenset[str]:
    """The messages after which their conversation opened a ticket."""
    opened: dict[str, datetime] = {}
    query = select(tickets.c.conversation_id, tickets.c.created_at).where(
        tickets.c.conversation_id.in_({each.heard.conversation_id for each in asked})
    )
    with reading(database) as connection:
        for row in connection.execute(query):
            opened[row.conversation_id] = max(
                row.created_at, opened.get(row.conversation_id, row.created_at)
            )
    return frozenset(
        each.heard.message_id
        for each in asked
        if each.heard.conversation_id in opened
        and opened[each.heard.conversation_id] >= each.turn.asked.received_at
    )


def reply_cases(changed: Sequence[ChangedReply], decided: Mapping[str, Decision]) -> Iterator[Case]:
    """Rejected ones, and those that lose something and wait for a decision."""
    for each in changed:
        if decided.get(each.message_id) == "rejected":
            yield Case("replies", "reply_rejected", {"message": each.message_id})
    undecided = [
        each
        for each in changed
        if each.change in ("lost", "another") and each.message_id not in decided
    ]
    if undecided:
        yield Case("replies", "replies_undecided", {"count": str(len(undecided))})
