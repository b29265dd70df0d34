"""Replays recorded turns: hears what was heard, remembers what was remembered, decides again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from actions.conversations import RecordedTurn, Reply, Start
from actions.turns.heard import Heard
from actions.turns.record import controls_from, heard_from, in_force, memory_from
from actions.turns.services import utc_now
from actions.turns.whole_turn import Rules, whole_turn
from bot.replay.changes import Change, changes, of_understanding
from bot.replay.difference import Difference, altered, differences
from bot.replay.errors import NoRule, NothingHeard
from bot.replay.past import Past

# Reads the contact's words once more; raises ReplayError.
ReadAgain = Callable[[Heard, RecordedTurn], Heard]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A turn, and what came of deciding it again."""

    turn: RecordedTurn
    again: Sequence[Reply] = field(repr=False)
    differences: Sequence[Difference]
    altered: Sequence[int]  # replies whose text in the transcript is not the recorded one
    changes: Sequence[Change]  # since then, whether they change the reply or not

    @property
    def is_same(self) -> bool:
        """Whether the same replies come out, to the last byte."""
        return not self.differences and not self.altered


def replay(
    turn: RecordedTurn, past: Past, rules: Rules, *, current: bool, read_again: ReadAgain | None
) -> Replayed:
    """Decides a turn again, as then or with what is there now.

    Raises NothingHeard, NotKept, or what `read_again` raises.
    """
    start = start_of(turn)
    then = what_was_heard(turn, start, past)
    heard = read_again(then, turn) if read_again and not then.is_button else then
    if not start.in_form and heard.act not in rules:
        raise NoRule(f"No rule of nlu_data/rules says what the act {heard.act!r} leads to. Add it.")
    with past.services(turn, start, current=current) as outside:
        step = whole_turn(heard, memory_from(start), outside, in_form=start.in_form, rules=rules)
    everything = past.knowledge(past.serving).held_still(lambda article: True)
    return Replayed(
        turn=turn,
        again=step.replies,
        differences=differences(turn.replies, step.replies),
        altered=altered(turn.replies),
        changes=[
            *of_understanding(then, heard),
            *changes(
                turn.replies,
                then=controls_from(start),
                now=in_force(past.controls(), utc_now()),
                versions=past.versions(),
                knowledge=everything,
                day=past.today(),
            ),
        ],
    )


def start_of(turn: RecordedTurn) -> Start:
    """What the turn was decided from; raises NothingHeard."""
    start = turn.replies[0].turn.start
    if start is None:
        raise NothingHeard(
            f"The turn of {turn.asked.message_id} has no record of what it was decided from: the "
            "gateway gave up on it, or it is older than such records. Its reply is in the "
            "transcript."
        )
    return start


def what_was_heard(turn: RecordedTurn, start: Start, past: Past) -> Heard:
    """What the understanding made of the message, with the words that the transcript holds."""
    return heard_from(
        start,
        conversation_id=turn.conversation_id,
        message_id=turn.asked.message_id,
        text=turn.asked.text.strip(),
        page=past.page(turn.conversation_id),
    )
