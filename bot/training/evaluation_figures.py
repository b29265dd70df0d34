"""The figures by which a bot is judged, and the mistakes behind them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.turns.calming import is_angry
from actions.turns.heard import Heard
from bot.training.evaluation_details import DetailCount, count
from bot.training.evaluation_rows import (
    ActMessage,
    AngerMessage,
    DetailsMessage,
    FollowUp,
    ProtocolMessage,
    Question,
    TwoParts,
)
from bot.training.evaluation_turns import TurnTaken
from kb_index.evaluation import Outcome, coverage, precision, r_at_k

Asked = Sequence[tuple[Question, TurnTaken]]
Acts = Sequence[tuple[ActMessage, Heard]]
Details = Sequence[tuple[DetailsMessage, Heard]]
# Each with the kind that it was taken for, or "".
Protocols = Sequence[tuple[ProtocolMessage, str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """Labelled rows, each with how the bot took it."""

    questions: Asked = ()
    acts: Acts = ()
    details: Details = ()
    twoparts: Sequence[tuple[TwoParts, TurnTaken]] = ()
    followups: Sequence[tuple[FollowUp, TurnTaken]] = ()
    anger: Sequence[tuple[AngerMessage, Heard]] = ()
    protocols: Protocols = ()


DIGITS = 4
# The kind of a message that calls for no protocol.
NO_PROTOCOL = "none"
# As many as a contact is shown at most.
FOUND_TOLD = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1; None for what was not measured."""

    r_at_1: float | None = None
    r_at_3: float | None = None
    precision: float | None = None  # right among the answered, near and far misses included
    coverage: float | None = None  # answered rightly among the answerable
    helped: float | None = None  # the right article answered or suggested, of the answerable
    near_answered: float | None = None  # near misses that got an answer all the same
    far_answered: float | None = None
    act_accuracy: float | None = None
    topic_accuracy: float | None = None
    details_f1: dict[str, float] = field(default_factory=dict)
    anger_precision: float | None = None
    anger_recall: float | None = None
    protocol_recall: dict[str, float] = field(default_factory=dict)  # kind → its messages noticed
    protocol_false: float | None = None  # of the near misses, those that were taken for one
    twoparts: float | None = None
    followups: float | None = None

    def rounded(self) -> dict[str, Any]:
        """For JSON."""
        return {name: _rounded(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Mistake:
    """What went wrong with one message; `found` is what the search had, for questions."""

    id: str
    what: str
    expected: tuple[str, ...]
    got: tuple[str, ...]
    found: tuple[str, ...] = ()


def figures_of(taken: Taken) -> Figures:
    """Counts everything."""
    questions, acts, details = taken.questions, taken.acts, taken.details
    outcomes = [outcome_of(*each) for each in questions]
    answerable = [outcome_of(*each) for each in questions if each[0].kind == "answerable"]
    return Figures(
        r_at_1=r_at_k(answerable, k=1) if answerable else None,
        r_at_3=r_at_k(answerable, k=3) if answerable else None,
        precision=precision(outcomes) if outcomes else None,
        coverage=coverage(answerable) if answerable else None,
        helped=share(helps(*each) for each in questions if each[0].kind == "answerable"),
        near_answered=share(turn.answered for row, turn in questions if row.kind == "near"),
        far_answered=share(turn.answered for row, turn in questions if row.kind == "far"),
        act_accuracy=share(heard.act == row.act for row, heard in acts),
        topic_accuracy=share(heard.topic == row.topic for row, heard in acts if row.topic),
        details_f1={kind: counted.f1 for kind, counted in sorted(detail_counts(details).items())},
        anger_precision=share(row.angry for row, heard in taken.anger if is_angry(heard)),
        anger_recall=share(is_angry(heard) for row, heard in taken.anger if row.angry),
        protocol_recall=recalls(taken.protocols),
        protocol_false=share(
            bool(kind) for row, kind in taken.protocols if row.kind == NO_PROTOCOL
        ),
        twoparts=share(shows_all(row.parts, turn) for row, turn in taken.twoparts),
        followups=share(shows_all([row.second_positive], turn) for row, turn in taken.followups),
    )


def recalls(protocols: Protocols) -> dict[str, float]:
    """Kind of protocol → the share of its messages that were taken for it."""
    taken: dict[str, list[bool]] = defaultdict(list)
    for row, kind in sorted(protocols, key=lambda each: each[0].kind):
        if row.kind != NO_PROTOCOL:
            taken[row.kind].append(kind == row.kind)
    return {kind: sum(flags) / len(flags) for kind, flags in taken.items()}


def share(flags: Iterable[bool]) -> float | None:
    """How many of them are true; None for none at all."""
    counted = list(flags)
    return sum(counted) / len(counted) if counted else None


def outcome_of(question: Question, turn: TurnTaken) -> Outcome:
    """How the search and the answer fit what is right."""
    ranks = [n for n, article in enumerate(turn.found, start=1) if article in question.positive]
    return Outcome(
        answered=turn.answered,
        right=turn.answered and turn.shown[0] in question.positive,
        rank=ranks[0] if ranks else None,
    )


def helps(question: Question, turn: TurnTaken) -> bool:
    """Whether a right article was answered or suggested."""
    return not question.positive.isdisjoint(turn.shown)


def shows_all(parts: Iterable[frozenset[str]], turn: TurnTaken) -> bool:
    """Whether for each part a right article was answered or suggested."""
    return all(not right.isdisjoint(turn.shown) for right in parts)


def detail_counts(details: Details) -> dict[str, DetailCount]:
    """Kind → its count over all messages; a kind that no message marks is not measured."""
    counts = dict.fromkeys(_measured(details), DetailCount())
    for row, heard in details:
        for kind in counts:
            counts[kind] += count(kind, row.details.get(kind, ()), heard.details)
    return counts


def mistakes_of(taken: Taken) -> Iterator[Mistake]:
    """Every message that keeps a figure from being perfect."""
    for question, turn in taken.questions:
        if not _is_well(question, turn):
            yield _mistake(question.id, question.kind, question.positive, turn)
    yield from _misread(taken.acts)
    yield from _details_missed(taken.details)
    yield from _alarms_missed(taken)
    for row, turn in taken.twoparts:
        if not shows_all(row.parts, turn):
            yield _mistake(row.id, "twoparts", frozenset().union(*row.parts), turn)
    for leaning, turn in taken.followups:
        if not shows_all([leaning.second_positive], turn):
            yield _mistake(leaning.id, "followups", leaning.second_positive, turn)


def _mistake(id: str, what: str, right: frozenset[str], turn: TurnTaken) -> Mistake:
    got = (turn.decision, *turn.shown)
    return Mistake(id, what, tuple(sorted(right)), got, turn.found[:FOUND_TOLD])


def _misread(acts: Acts) -> Iterator[Mistake]:
    for row, heard in acts:
        if heard.act != row.act:
            yield Mistake(row.id, "act", (row.act,), (heard.act,))
        if row.topic and heard.topic != row.topic:
            yield Mistake(row.id, "topic", (row.topic,), (heard.topic,))


def _alarms_missed(taken: Taken) -> Iterator[Mistake]:
    for row, heard in taken.anger:
        if is_angry(heard) != row.angry:
            yield Mistake(row.id, "anger", (str(row.angry),), (f"{heard.anger:.2f}",))
    for case, kind in taken.protocols:
        if (kind or NO_PROTOCOL) != case.kind:
            yield Mistake(case.id, "protocol", (case.kind,), (kind or NO_PROTOCOL,))


def _details_missed(details: Details) -> Iterator[Mistake]:
    kinds = sorted(_measured(details))
    for marked, heard in details:
        for kind in kinds:
            counted = count(kind, marked.details.get(kind, ()), heard.details)
            if counted.right != max(counted.expected, counted.got):
                written = tuple(one.raw for one in heard.details if one.kind == kind)
                yield Mistake(marked.id, kind, marked.details.get(kind, ()), written)


def _is_well(question: Question, turn: TurnTaken) -> bool:
    outcome = outcome_of(question, turn)
    return outcome.right or (question.kind != "answerable" and not outcome.answered)


def _measured(details: Details) -> set[str]:
    return {kind for row, _ in details for kind in row.details}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return round(value, DIGITS) if isinstance(value, float) else value
