"""How likely a message is none of the company's business, where examples of such are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from bot.components.understanding.example import OUTSIDE
from bot.components.understanding.head import Lesson
from bot.components.understanding.views import Cosines, Views, cosines, mean_of_greatest

_NEAREST = 3  # one lucky neighbour proves little; of five, small acts lack some
_CERTAIN = 1e-4  # chances are kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The acts of the examples, to tell how like its own act's examples a message is."""

    acts: np.ndarray  # the act of each example, as an index of labels
    share: float  # how much the meaning counts, 0 to 1

    def likeness(self, alike: Cosines, acts: np.ndarray) -> np.ndarray:
        """Mean similarity (0 to 1) of each message to its nearest examples of the act given."""
        mixed = self.share * alike.meaning + (1 - self.share) * alike.letters
        own = [
            np.clip(row[self.acts == act], 0.0, 1.0) for row, act in zip(mixed, acts, strict=True)
        ]
        return np.array([mean_of_greatest(row, _NEAREST) for row in own])


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against a message being in scope; one number per message each."""

    inside: np.ndarray  # chance of the likeliest act in scope
    outside: np.ndarray  # chance of the act out_of_scope
    likeness: np.ndarray  # to the nearest examples of that act in scope
    strangeness: np.ndarray  # likeness to the nearest examples out of scope

    def matrix(self) -> np.ndarray:
        """Messages x signals: chance x likeness, in scope less out of it, and the act's odds."""
        contrast = self.inside * self.likeness - self.outside * self.strangeness
        odds = logit(np.clip(self.outside, _CERTAIN, 1 - _CERTAIN))
        return np.column_stack([contrast, self.likeness - self.strangeness, odds])


@dataclass(frozen=True, slots=True)
class Scope:
    """Turns the signals into the chance that a message is out of scope."""

    weights: np.ndarray  # one per signal
    bias: float

    def outside(self, signals: Signals) -> np.ndarray:
        """The chance of being out of scope, one per message."""
        return expit(signals.matrix() @ self.weights + self.bias)


def learn_scope(lesson: Lesson, neighbours: Neighbours, views: Views) -> Scope:
    """Fit on what the act head and the nearest other examples say of each asked example.

    Some of the examples, not all, are of the act out_of_scope.
    """
    labels = lesson.head.labels
    truth = neighbours.acts[lesson.asked] == _place(labels)
    alike = cosines(views.rows(lesson.asked), views)
    own = np.arange(len(lesson.asked)), lesson.asked
    alike.meaning[own] = alike.letters[own] = 0.0
    signals = signals_of(lesson.chances, labels, neighbours, alike)
    model = LogisticRegression(C=10.0).fit(signals.matrix(), truth)
    return Scope(model.coef_[0], float(model.intercept_[0]))


def signals_of(
    chances: np.ndarray, labels: Sequence[str], neighbours: Neighbours, alike: Cosines
) -> Signals:
    """The signals of each message, given the chances of its acts (messages x labels)."""
    inside = np.array([label != OUTSIDE for label in labels])
    within = np.where(inside, chances, -1.0)
    elsewhere = np.full(len(chances), _place(labels))
    return Signals(
        inside=within.max(axis=1),
        outside=1.0 - chances[:, inside].sum(axis=1),
        likeness=neighbours.likeness(alike, within.argmax(axis=1)),
        strangeness=neighbours.likeness(alike, elsewhere),
    )


def _place(labels: Sequence[str]) -> int:
    """The index of the act out_of_scope, or one that no example has."""
    return labels.index(OUTSIDE) if OUTSIDE in labels else len(labels)
