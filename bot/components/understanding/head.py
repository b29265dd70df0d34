"""A head that names a message: kernel ridge regression onto labels, calibrated unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from bot.components.understanding.calibration import log_loss, temperature_for
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.ridge import fit
from bot.components.understanding.views import Views

# What to choose from by asking examples unseen: the share of the meaning, and the ridge.
SHARES = (0.3, 0.5, 0.7)
RIDGES = (0.03, 0.1, 0.3, 1.0)
# So many examples choose and calibrate; more say the same and take longer.
ASKED = 2_000


@dataclass(frozen=True, slots=True)
class Head:
    """Labels, and coefficients (examples x labels) that make softmax of scores calibrated."""

    labels: tuple[str, ...]
    coefficients: np.ndarray

    def chances(self, kernel: np.ndarray) -> np.ndarray:
        """Probabilities, messages x labels, from the messages' kernel with the examples."""
        return np.asarray(softmax(kernel @ self.coefficients, axis=1))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A learned head, and what it says of the asked examples as if it had not seen them."""

    head: Head
    asked: np.ndarray  # rows of the examples
    chances: np.ndarray  # asked x labels


def learn_head(kernel: np.ndarray, names: Sequence[str], *, ridge: float, balance: float) -> Lesson:
    """Learn to name examples.

    `balance`: 0 lets each example count the same, 1 each label, however many examples it has.
    """
    labels, truth = np.unique(np.asarray(names), return_inverse=True)
    asked = spread(truth, ASKED)
    fitted = fit(kernel, np.eye(len(labels))[truth], _ridges(truth, ridge, balance), asked)
    temperature = temperature_for(fitted.unseen, truth[asked])
    head = Head(tuple(str(label) for label in labels), fitted.coefficients / temperature)
    return Lesson(head, asked, softmax(fitted.unseen / temperature, axis=1))


def choose(
    views: Views, names: Sequence[str], *, balance: float, shares: Sequence[float] = SHARES
) -> tuple[float, float]:
    """The share and ridge that name some examples best without having seen them."""
    labels, truth = np.unique(np.asarray(names), return_inverse=True)
    some = spread(truth, ASKED)
    views, truth = views.rows(some), truth[some]
    targets, everyone = np.eye(len(labels))[truth], np.arange(len(truth))
    surprises = {}
    for share in shares:
        kernel = Kernel(share).among(views)
        for ridge in RIDGES:
            unseen = fit(kernel, targets, _ridges(truth, ridge, balance), everyone).unseen
            surprises[share, ridge] = log_loss(unseen / temperature_for(unseen, truth), truth)
    return min(surprises, key=surprises.__getitem__)


def spread(truth: np.ndarray, most: int) -> np.ndarray:
    """At most so many rows, ascending, of all labels as evenly as there are examples."""
    if len(truth) <= most:
        return np.arange(len(truth))
    turn = np.zeros(len(truth), dtype=int)  # how many of its label come before it
    for label in np.unique(truth):
        members = np.flatnonzero(truth == label)
        turn[members[_mixed(len(members))]] = np.arange(len(members))
    return np.sort(np.argsort(turn, kind="stable")[:most])


def _mixed(count: int) -> np.ndarray:
    """All places in an order that mixes early and late ones, always the same."""
    return np.random.default_rng(0).permutation(count)


def _ridges(truth: np.ndarray, ridge: float, balance: float) -> np.ndarray:
    counts = np.bincount(truth)
    present = counts[counts > 0]
    return np.asarray(ridge * (counts[truth] / present.mean()) ** balance)
