"""How much the order of a review is worth: on a labelled stream, beside messages as they come.

A lead is an oracle here: what is reviewed is taught with its true label. After each round the model
learns anew, and what is left is ordered by what that model is unsure of.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.reviewing.messages import COMPARED, LISTED
from bot.reviewing.ordering import Doubtful, most_useful_first
from bot.training.bench.sets import BenchDataError, BenchSet, LabelledText, sets_in
from bot.training.bench.systems import BenchFailed
from bot.training.workbench import Report, Workbench
from kb_index.words import words_of

FULL, SMALL = "clinc150", "clinc150/small"
LANGUAGE = "en"
# How many messages have been reviewed, all in all, when the model learns anew.
OURS_AT = (500, 1_000, 1_500, 2_250, 3_000, 4_500)
RANDOM_AT = (1_500, 3_000, 4_500, 6_000)
DRAWS = 3
# A round compares so many of the most doubtful for each that it lists, as the page does.
COMPARED_FOR_EACH = COMPARED // LISTED

Judged = tuple[list[str], list[float]]  # intents, and how sure of each
Curve = dict[int, float]  # messages reviewed → error


@dataclass(frozen=True, slots=True)
class Stream:
    """What is taught at the start, what comes in, and what is asked to find the error."""

    start: tuple[LabelledText, ...] = field(repr=False)
    comes: tuple[LabelledText, ...] = field(repr=False)
    asked: tuple[LabelledText, ...] = field(repr=False)


def stream_of(data: Path) -> Stream:
    """CLINC150: `small` is known, the rest of `train.jsonl` comes in; raises BenchDataError."""
    sets = {each.name: each for each in sets_in(data)}
    if missing := {FULL, SMALL} - sets.keys():
        raise BenchDataError(f"{data} has no {min(missing)}; name the folder that holds clinc150.")
    small, full = sets[SMALL], sets[FULL]
    known = {(row.text, row.intent) for row in small.taught}
    comes = tuple(row for row in full.taught if (row.text, row.intent) not in known)
    return Stream(small.taught, comes, _in_scope(full))


def _in_scope(whole: BenchSet) -> tuple[LabelledText, ...]:
    intents = {row.intent for row in whole.taught}
    return tuple(row for row in whole.asked if row.intent in intents)


@dataclass(frozen=True, slots=True)
class Teacher:
    """Has a model learn, and asks it."""

    encoder: Path
    workbench: Workbench
    report: Report

    def judged(self, taught: Sequence[LabelledText], asked: Sequence[LabelledText]) -> Judged:
        """What it takes the asked for, once it was taught; raises BenchFailed."""
        request = {
            "do": "teach again",
            "texts": [row.text for row in taught],
            "intents": [row.intent for row in taught],
            "asked": [row.text for row in asked],
            "encoder": str(self.encoder),
        }
        answer = self.workbench.ask(request, report=self.report)
        if "error" in answer:
            raise BenchFailed(f"{answer['error']} See {self.workbench.log}.")
        return answer["intents"], answer["chances"]


Judge = Callable[[Sequence[LabelledText], Sequence[LabelledText]], Judged]


def in_our_order(stream: Stream, judge: Judge, *, at: Sequence[int]) -> Iterator[tuple[int, float]]:
    """The error each time that so many messages have been reviewed, the most useful first."""
    taught, left = list(stream.start), list(stream.comes)
    reviewed, chances = 0, [1.0] * len(left)
    for goal in (0, *at):
        chosen = _most_useful(left, chances, most=goal - reviewed)
        taught += [row for number, row in enumerate(left) if number in chosen]
        left = [row for number, row in enumerate(left) if number not in chosen]
        reviewed = goal
        intents, sure = judge(taught, [*left, *stream.asked])
        chances = sure[: len(left)]
        yield goal, error(intents[len(left) :], stream.asked)


def as_they_come(
    stream: Stream, judge: Judge, *, at: Sequence[int], seed: int
) -> Iterator[tuple[int, float]]:
    """The same where a lead takes whichever message comes."""
    comes = random.Random(seed).sample(stream.comes, len(stream.comes))
    for goal in at:
        intents, _ = judge([*stream.start, *comes[:goal]], stream.asked)
        yield goal, error(intents, stream.asked)


def _most_useful(left: Sequence[LabelledText], chances: Sequence[float], *, most: int) -> set[int]:
    doubtful = [
        Doubtful(str(number), frozenset(words_of(row.text, LANGUAGE)), 1 - chance)
        for number, (row, chance) in enumerate(zip(left, chances, strict=True))
    ]
    doubtful.sort(key=lambda each: -each.weight)
    compared = doubtful[: most * COMPARED_FOR_EACH]
    return {int(each.id) for each in most_useful_first(compared, most=most)}


def error(intents: Sequence[str], asked: Sequence[LabelledText]) -> float:
    """The share that is taken for something else."""
    wrong = sum(said != row.intent for said, row in zip(intents, asked, strict=True))
    return wrong / len(asked)


def saved(ours: Mapping[int, float], others: Mapping[int, float]) -> dict[int, float]:
    """Of each point of the other curve: the share of messages that ours needs not, to be as good.

    Between two points a curve is straight; a point that ours never reaches is left out.
    """
    found = {}
    for count, goal in sorted(others.items()):
        needed = needed_for(goal, ours)
        if count and needed is not None:
            found[count] = 1 - needed / count
    return found


def needed_for(goal: float, curve: Mapping[int, float]) -> float | None:
    """How many messages bring the error down to a goal."""
    points = sorted(curve.items())
    if points[0][1] <= goal:
        return float(points[0][0])
    for (before, high), (after, low) in pairwise(points):
        if low <= goal < high:
            return before + (after - before) * (high - goal) / (high - low)
    return None


def mean(curves: Sequence[Mapping[int, float]]) -> Curve:
    """Point by point."""
    return {at: sum(curve[at] for curve in curves) / len(curves) for at in curves[0]}


def told(ours: Curve, draws: Sequence[Curve]) -> dict[str, Any]:
    """The figures, as they are kept."""
    random_mean = {0: ours[0], **mean(draws)}
    return {
        "ours": {str(at): round(found, 4) for at, found in ours.items()},
        "random": {str(at): round(found, 4) for at, found in random_mean.items()},
        "each_random": [{str(at): round(f, 4) for at, f in each.items()} for each in draws],
        "saved": {str(at): round(share, 3) for at, share in saved(ours, random_mean).items()},
    }
