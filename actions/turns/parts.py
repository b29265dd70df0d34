"""Parts: whether a message holds two questions, decided by what the articles have for each half.

Two questions show in that the halves are about different articles, each good for its half. That
alone is not enough: a story and its question have different best articles too. So both halves must
ask, or both be surely answered. If neither is the case and nothing is sure, the titles are shown of
both: whoever asked one thing finds it among them. A question without an answer beside one with an
answer is told as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from actions.turns.found import Found, best, suggested
from actions.turns.heard import Clause
from kb_index import Answer, NoAnswer, Suggestions

# Below it a half is about nothing that an article says; a suggestion begins a little lower.
GOOD_HALF = 0.15
# Beside a sure answer to the whole, the other half must stand a better chance.
GOOD_BESIDE_AN_ANSWER = 0.2
# From here the other half bears out that there are two questions, one of them sure.
GOOD_TO_ANSWER_BESIDE = 0.4
# From here a half is taken at its act.
CLEAR_ACT = 0.5
# To be told that there is no answer to it, half a message must surely be a question of its own:
# "how do I get it?" may be the same one, and is answered with it.
CLEARLY_ASKS = 0.8
WORDS_OF_A_QUESTION = 4
# Of two questions at most so many titles are shown; of one, three are.
MOST_TITLES = 5
MOST_TITLES_WHEN_UNSURE = 4
# "thanks", "hello there": half a message, and no question.
NO_QUESTION = frozenset(
    {"affirm", "deny", "cancel", "greet", "thank", "bye", "smalltalk", "abuse", "out_of_scope"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """Half a message, and what was found for it alone."""

    clause: Clause
    found: Found


Halves = tuple[Part, Part]


def parted(whole: Found, cuts: Sequence[Halves]) -> tuple[Found, ...]:
    """What to show of a message that may be cut in one of several places, or in none."""
    good = [halves for halves in cuts if _may_be_two(halves)]
    certain = [halves for halves in good if _are_two(halves)]
    if isinstance(whole, Answer):
        beside = [halves for halves in certain if _one_more_than(whole, halves)]
        return _beside(whole, _surest(beside)) if beside else (whole, *_left_open(whole, cuts))
    if understood := [halves for halves in certain if _agree(whole, halves)]:
        return _of_both(whole, _in_order(whole, _surest(understood)))
    if good:
        return (_unsure(whole, _surest(good)),)
    return (whole,)


def _may_be_two(halves: Halves) -> bool:
    left, right = halves
    return best(left.found) != best(right.found) and all(
        part.found.confidence >= GOOD_HALF
        and not isinstance(part.found, NoAnswer)
        and not (part.clause.act in NO_QUESTION and part.clause.act_confidence >= CLEAR_ACT)
        for part in halves
    )


def _are_two(halves: Halves) -> bool:
    return all(part.clause.asks for part in halves) or all(
        isinstance(part.found, Answer) for part in halves
    )


def _agree(whole: Found, halves: Halves) -> bool:
    """Whether the best for the whole message is the best for one half, if it is anything."""
    return isinstance(whole, NoAnswer) or best(whole) in [best(part.found) for part in halves]


def _one_more_than(whole: Answer, halves: Halves) -> bool:
    """Whether one half is what the whole answers, and the other something else."""
    return _agree(whole, halves) and all(
        part.found.confidence >= GOOD_BESIDE_AN_ANSWER for part in halves
    )


def _left_open(whole: Answer, cuts: Sequence[Halves]) -> tuple[NoAnswer, ...]:
    """What was found, which is nothing, for the half that asks something else; of several, one."""
    either = (pair for halves in cuts for pair in (halves, halves[::-1]))
    nothing = (
        part.found
        for part, other in either
        if isinstance(part.found, NoAnswer) and _asks_alone(part.clause) and _answers(other, whole)
    )
    return tuple(islice(nothing, 1))


def _asks_alone(clause: Clause) -> bool:
    asks = clause.asks and clause.act == "ask" and clause.act_confidence >= CLEARLY_ASKS
    return asks and not clause.leans and len(clause.text.split()) >= WORDS_OF_A_QUESTION


def _answers(part: Part, whole: Answer) -> bool:
    """Whether a half asks for, and is surely answered by, what answers the whole message."""
    found = part.found
    return part.clause.asks and isinstance(found, Answer) and best(found) == best(whole)


def _surest(cuts: Sequence[Halves]) -> Halves:
    return max(cuts, key=lambda halves: min(part.found.confidence for part in halves))


def _in_order(whole: Found, halves: Halves) -> Halves:
    """Two sure answers come as they are asked for; else what the whole is most about is first."""
    left, right = halves
    as_asked = all(part.clause.asks and isinstance(part.found, Answer) for part in halves)
    return (right, left) if best(right.found) == best(whole) and not as_asked else halves


def _beside(whole: Answer, halves: Halves) -> tuple[Found, ...]:
    first, second = (part.found for part in _in_order(whole, halves))
    return (first, whole) if best(second) == best(whole) else (whole, second)


def _of_both(whole: Found, halves: Halves) -> tuple[Found, ...]:
    first, second = (part.found for part in halves)
    # The whole message is not sure of what half of it is: so the other half must bear it out.
    surely = min(first.confidence, second.confidence) >= GOOD_TO_ANSWER_BESIDE
    if isinstance(first, Answer) and (surely or best(first) == best(whole)):
        return first, second
    if isinstance(second, Answer) and surely:
        return first, second
    return (suggested([first, second], most=MOST_TITLES),)


def _unsure(whole: Found, halves: Halves) -> Suggestions:
    ordered = [part.found for part in _in_order(whole, halves)]
    return suggested([whole, *ordered], most=MOST_TITLES_WHEN_UNSURE)
