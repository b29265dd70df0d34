"""How sure an answer must be, from the share of answers that a lead wants to be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import beta

# The bound holds in 19 of 20 bases.
BOUND_LEVEL = 0.95
# An answer that is more likely wrong than right is never given, whatever a base proves.
LOWEST = 0.5


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which confidence on an answer is given, and why from there."""

    value: float
    # proven: the base's own rehearsed questions show the target with BOUND_LEVEL.
    # prior: they are too few or too hard for that; see prior_threshold.
    basis: Literal["proven", "prior"]
    answered: int  # rehearsed questions at or above it
    right: int  # and how many of those were answered rightly


def precision_bound(right: int, answered: int, *, level: float = BOUND_LEVEL) -> float:
    """The lower Clopper-Pearson bound (1934) of a precision, one-sided."""
    if right == 0:
        return 0.0
    return float(beta.ppf(1 - level, right, answered - right + 1))


def prior_threshold(target: float) -> float:
    """From where on answers reach the target on average, if confidences are calibrated.

    Confidences above a threshold t spread about evenly up to 1, so about (1 + t) / 2 are right.
    """
    return max(LOWEST, 2 * target - 1)


def choose_threshold(
    confidences: Sequence[float], right: Sequence[bool], *, target: float
) -> Threshold:
    """The lowest threshold that the questions prove; else the target itself, as a prior."""
    order = np.argsort(-np.asarray(confidences, dtype=np.float64), kind="stable")
    sure = np.asarray(confidences, dtype=np.float64)[order]
    rights = np.cumsum(np.asarray(right, dtype=np.int64)[order])
    # Only the last of equal confidences is a place where one can cut.
    cuts = [i for i in range(len(sure)) if i + 1 == len(sure) or sure[i + 1] < sure[i]]
    proven = [
        i for i in cuts if sure[i] >= LOWEST and precision_bound(int(rights[i]), i + 1) >= target
    ]
    if proven:
        last = proven[-1]
        return Threshold(float(sure[last]), "proven", last + 1, int(rights[last]))
    value = prior_threshold(target)
    answered = int(np.sum(sure >= value))
    return Threshold(value, "prior", answered, int(rights[answered - 1]) if answered else 0)
