"""Alarm: how likely a message is one of a few rare kinds, learned from examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.components.alarms.lessons import BACKGROUND
from bot.components.understanding.views import centred

# Ordinary messages are many, and each counts half: chosen with the scales below by four-fold
# cross-validation, for few false alarms first.
_ORDINARY_COUNTS = 0.5
_MEANING_SCALE, _MARK_SCALE = 2.0, 0.7
_STRENGTH = 3.0  # inverse of the regularisation
_ROUNDS = 200
# Ordinary messages were labelled with other things in mind. One that means nearly the same as an
# example of an alarm ("I want my data deleted", of the topic privacy) is no evidence against it.
_TOO_ALIKE = 0.62


@dataclass(frozen=True, slots=True)
class Alarm:
    """All that was learned; the same message always gets the same result."""

    labels: tuple[str, ...]
    centre: np.ndarray  # of the sentence vectors
    weights: np.ndarray  # labels x (dimensions of a vector + marks)
    bias: np.ndarray  # one for each label

    def chances(self, vector: np.ndarray, marks: Sequence[float]) -> dict[str, float]:
        """Label → its probability, from a message's vector of unit length and its marks."""
        scores = self.weights @ _features(vector[None, :], self.centre, [marks])[0] + self.bias
        powers = np.exp(scores - scores.max())
        return dict(zip(self.labels, map(float, powers / powers.sum()), strict=True))


def learn_alarm(
    labels: Sequence[str],
    vectors: np.ndarray,
    marks: Sequence[Sequence[float]],
    *,
    given: Mapping[str, bool],
) -> Alarm:
    """Learn from at least two labels, with vectors and marks one row for each example.

    `given`: label → whether ordinary messages like its examples are left out.
    """
    told = np.array(labels)
    centre = np.asarray(vectors, dtype=np.float32).mean(axis=0)
    kept = _kept(told, centred(vectors, centre), given)
    learned = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS).fit(
        _features(vectors, centre, marks)[kept],
        told[kept],
        sample_weight=np.where(told[kept] == BACKGROUND, _ORDINARY_COUNTS, 1.0),
    )
    weights, bias = learned.coef_, learned.intercept_
    if len(weights) == 1:  # of two labels scikit-learn keeps the second's alone
        weights, bias = np.vstack([0 * weights, weights]), np.append(0.0, bias)
    return Alarm(tuple(map(str, learned.classes_)), centre, weights, bias)


def _features(
    vectors: np.ndarray, centre: np.ndarray, marks: Sequence[Sequence[float]]
) -> np.ndarray:
    seen = np.asarray(marks, dtype=np.float32)
    return np.hstack([_MEANING_SCALE * centred(vectors, centre), _MARK_SCALE * seen])


def _kept(labels: np.ndarray, meanings: np.ndarray, given: Mapping[str, bool]) -> np.ndarray:
    told = np.array([given.get(label, False) for label in labels])
    ordinary = np.flatnonzero(labels == BACKGROUND)
    if not told.any() or not len(ordinary):
        return np.arange(len(labels))
    alike = (meanings[ordinary] @ meanings[told].T).max(axis=1)
    return np.setdiff1d(np.arange(len(labels)), ordinary[alike > _TOO_ALIKE])
