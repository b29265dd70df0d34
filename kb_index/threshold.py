"""How sure an answer must be, from the share of answers that a lead wants to be right."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

# The bound holds in 19 of 20 bases.
BOUND_LEVEL = 0.95
# An answer that is more likely wrong than right is never given, whatever a base proves.
LOWEST = 0.5
# Where nothing is proven, only a question that a person has approved word for word is this sure.
CERTAIN = 1.0
# The first trial is with this share of the rehearsed questions, the surest ones; each further
# trial with a few more. All targets are tried at the same places.
FIRST_TRIAL = 0.1
FEWEST_TRIED, GROWTH = 10, 1.03


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which confidence on an answer is given, and why from there."""

    value: float
    # proven: the base's own rehearsed questions show the target with BOUND_LEVEL.
    # unproven: they are too few or too hard for that; nothing is answered but word for word.
    basis: Literal["proven", "unproven"]
    answered: int  # rehearsed questions at or above it; for an unproven one those first tried
    right: int  # and how many of those were answered rightly


def precision_bound(right: int, answered: int, *, level: float = BOUND_LEVEL) -> float:
    """The lower Clopper-Pearson bound (1934) of a precision, one-sided."""
    if right == 0:
        return 0.0
    return float(beta.ppf(1 - level, right, answered - right + 1))


def fewest_to_prove(target: float, *, level: float = BOUND_LEVEL) -> int:
    """How many answers, all right, prove a target: 29 for .90, 59 for .95."""
    return math.ceil(math.log(1 - level) / math.log(target))


def choose_threshold(
    confidences: Sequence[float], right: Sequence[bool], *, target: float
) -> Threshold:
    """The lowest threshold that the questions prove.

    Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021) with fixed-sequence testing:
    thresholds are tried downwards, by how many questions they answer and never by how well, until
    the first whose bound misses the target. To choose among all that happen to pass would break
    the promise more often than BOUND_LEVEL says.
    """
    order = np.argsort(-np.asarray(confidences, dtype=np.float64), kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    rights = np.cumsum(np.asarray(right, dtype=np.int64)[order])
    chosen: Threshold | None = None
    for answered in _trials(sure, target):
        here = int(rights[answered - 1])
        if precision_bound(here, answered) < target:
            return chosen or Threshold(CERTAIN, "unproven", answered, here)
        chosen = Threshold(float(sure[answered - 1]), "proven", answered, here)
    few = len(sure)
    return chosen or Threshold(CERTAIN, "unproven", few, int(rights[-1]) if few else 0)


def _trials(sure: NDArray[np.float64], target: float) -> Iterator[int]:
    """How many questions each threshold answers, which is tried in turn; equals stay together."""
    first = max(fewest_to_prove(target), math.ceil(FIRST_TRIAL * len(sure)))
    wanted = float(FEWEST_TRIED)
    for answered in range(1, len(sure) + 1):
        last_of_equals = answered == len(sure) or sure[answered] < sure[answered - 1]
        if answered < wanted or not last_of_equals or sure[answered - 1] < LOWEST:
            continue
        while wanted <= answered:
            wanted *= GROWTH
        if answered >= first:
            yield answered
