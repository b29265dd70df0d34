"""How likely a message is none of the company's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from bot.components.understanding.head import Lesson, Views

OUTSIDE = "out_of_scope"  # the act whose examples are outside
_NEAREST = 3  # one lucky neighbour proves little; of five, small acts lack some
_ROWS = 512  # similarities are worked out in blocks of so many messages
_CERTAIN = 1e-4  # chances are kept this far from 0 and 1


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The examples, to tell how like its own act's examples a message is."""

    views: Views
    acts: np.ndarray  # the act of each example, as an index of labels
    share: float  # how much the meaning counts, 0 to 1

    def likeness(
        self, views: Views, acts: np.ndarray, *, unlike: tuple[np.ndarray, np.ndarray] | None = None
    ) -> np.ndarray:
        """Mean similarity (0 to 1) of each message to its nearest examples of the act given.

        `unlike` = (groups of the messages, groups of the examples): examples of a message's own
        group are left out.
        """
        found = np.zeros(len(acts))
        for start in range(0, len(acts), _ROWS):
            rows = np.arange(start, min(start + _ROWS, len(acts)))
            likeness = self._similarities(views.rows(rows))
            likeness[acts[rows][:, None] != self.acts[None, :]] = 0.0
            if unlike is not None:
                likeness[unlike[0][rows][:, None] == unlike[1][None, :]] = 0.0
            found[rows] = _mean_of_greatest(likeness, _NEAREST)
        return found

    def _similarities(self, views: Views) -> np.ndarray:
        meaning = views.meaning @ self.views.meaning.T
        letters = (views.letters @ self.views.letters.T).toarray()
        return np.clip(self.share * meaning + (1 - self.share) * letters, 0.0, 1.0)


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


# Without an example outside there is nothing to calibrate on: 1/2 where chance x likeness is 1/5,
# and a tenth as likely at 2/5.
_UNCALIBRATED = Scope(weights=np.array([-11.0, 0.0, 0.0]), bias=2.2)


def learn_scope(lesson: Lesson, neighbours: Neighbours, views: Views) -> Scope:
    """Fit on what the act head and the nearest examples say of each example out of fold."""
    labels = lesson.head.labels
    truth = neighbours.acts == _place(labels)
    if truth.all() or not truth.any():
        return _UNCALIBRATED
    signals = signals_of(
        lesson.chances, labels, neighbours, views, unlike=(lesson.folds, lesson.folds)
    )
    model = LogisticRegression(C=10.0).fit(signals.matrix(), truth)
    return Scope(model.coef_[0], float(model.intercept_[0]))


def signals_of(
    chances: np.ndarray,
    labels: Sequence[str],
    neighbours: Neighbours,
    views: Views,
    *,
    unlike: tuple[np.ndarray, np.ndarray] | None = None,
) -> Signals:
    """The signals of each message, given the chances of its acts (messages x labels)."""
    inside = np.array([label != OUTSIDE for label in labels])
    within = np.where(inside, chances, -1.0)
    elsewhere = np.full(len(chances), _place(labels))
    return Signals(
        inside=within.max(axis=1),
        outside=1.0 - chances[:, inside].sum(axis=1),
        likeness=neighbours.likeness(views, within.argmax(axis=1), unlike=unlike),
        strangeness=neighbours.likeness(views, elsewhere, unlike=unlike),
    )


def _place(labels: Sequence[str]) -> int:
    """The index of the act out_of_scope, or one that no example has."""
    return labels.index(OUTSIDE) if OUTSIDE in labels else len(labels)


def _mean_of_greatest(values: np.ndarray, count: int) -> np.ndarray:
    count = min(count, values.shape[1])
    return np.partition(values, -count, axis=1)[:, -count:].mean(axis=1)
