"""How sure to be of a label when nobody has given examples of what is out of scope.

Whole labels are left out, one after another: their messages are what a new customer asks that no
label is for. What tells them from messages of labels that were taught is much the same in every
company, so it was learned once on public data (`standing.json` says which); a company's own
examples move it, the more the clearer they speak.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from bot.components.understanding.head import Lesson
from bot.components.understanding.signals import NAMES, Taught, signals
from bot.components.understanding.views import Cosines, Views, cosines

FILE = Path(__file__).with_name("standing.json")
# How strongly what was learned in general holds against the company's own examples; of .03, .1, .3
# and 1, .3 ranked best over the public sets, each judged by what was learned on the others.
_PULL = 0.3
# The bias may move more freely: how hard a company's labels are differs from any other's.
_PULL_OF_BIAS = 0.03
# Only so much that signals that agree do not run away from each other.
_LEAST_PULL = 1e-3
# So many messages of labels left out say enough.
_LEFT_OUT = 1_500
# In the rehearsal half is out of scope; of what customers write, a fifth or so (HINT3, 2020: a
# third to two thirds, of bots that know few subjects).
_SHIFT = float(logit(0.8) - logit(0.5))


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each signal, standardised, and a bias."""

    each: np.ndarray
    bias: float

    def chance(self, standard: np.ndarray) -> np.ndarray:
        """Of messages x signals."""
        return np.asarray(expit(standard @ self.each + self.bias + _SHIFT))


@dataclass(frozen=True, slots=True)
class Standing:
    """From signals to the chances that a label is right, and that a message is in scope at all."""

    centre: np.ndarray
    scale: np.ndarray
    right: Weights
    inside: Weights

    def chances(self, found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Right, inside; of messages x signals."""
        standard = (found - self.centre) / self.scale
        return self.right.chance(standard), self.inside.chance(standard)


_NONE = Weights(np.zeros(len(NAMES)), 0.0)
# Where the general one itself is learned from.
NOTHING_KNOWN = Standing(np.zeros(len(NAMES)), np.ones(len(NAMES)), right=_NONE, inside=_NONE)


@cache
def general() -> Standing:
    """What was learned on public data."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    if tuple(stored["signals"]) != NAMES:
        raise ValueError(f"{FILE} is of other signals: learn it anew (make standing).")
    return Standing(
        centre=np.array(stored["centre"]),
        scale=np.array(stored["scale"]),
        right=Weights(np.array(stored["right"]["each"]), stored["right"]["bias"]),
        inside=Weights(np.array(stored["inside"]["each"]), stored["inside"]["bias"]),
    )


def learn_standing(
    lesson: Lesson, views: Views, texts: Sequence[str], taught: Taught, start: Standing
) -> Standing:
    """Where it starts, moved by the company's examples; `views` and `texts` of the messages."""
    inside, right = asked_unseen(lesson, views, texts, taught)
    outside = left_out(lesson, views, texts, taught)
    if not len(outside):
        return start
    standard = (np.vstack([inside, outside]) - start.centre) / start.scale
    none = np.zeros(len(outside))
    weights = np.concatenate([np.full(len(each), 0.5 / len(each)) for each in (inside, outside)])
    return Standing(
        start.centre,
        start.scale,
        right=moved(start.right, standard, np.concatenate([right, none]), weights),
        inside=moved(start.inside, standard, np.concatenate([np.ones(len(right)), none]), weights),
    )


def asked_unseen(
    lesson: Lesson, views: Views, texts: Sequence[str], taught: Taught
) -> tuple[np.ndarray, np.ndarray]:
    """Signals of the asked messages, each as if not learned, and whether their labels are right."""
    asked, truth = lesson.asked, taught.truth
    hidden = np.zeros((len(asked), len(texts)), dtype=bool)
    hidden[np.arange(len(asked)), asked] = True
    found = signals(
        [texts[row] for row in asked],
        lesson.chances,
        cosines(views.rows(asked), views),
        taught,
        hidden=hidden,
        own=truth[asked],
    )
    return found, (lesson.chances.argmax(axis=1) == truth[asked]).astype(float)


def left_out(lesson: Lesson, views: Views, texts: Sequence[str], taught: Taught) -> np.ndarray:
    """Signals of messages whose whole label had not been taught."""
    labels = np.arange(len(lesson.head.labels))
    if len(labels) < 3:  # of two, leaving one out leaves no choice
        return np.zeros((0, len(NAMES)))
    found: list[np.ndarray] = []
    for label in np.random.default_rng(0).permutation(labels):
        if sum(map(len, found)) >= _LEFT_OUT:
            break
        rows, chances = lesson.without_label(int(label))
        own = np.full(len(rows), label)
        hidden = np.broadcast_to(taught.truth == label, (len(rows), len(texts)))
        alike: Cosines = cosines(views.rows(rows), views)
        asked = [texts[row] for row in rows]
        found.append(
            signals(asked, chances, alike, taught, hidden=hidden, own=own, taught_own=False)
        )
    return np.vstack(found)


def moved(start: Weights, standard: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> Weights:
    """Logistic regression that is pulled towards where it starts; `weights` add up to 1."""
    pull = np.append(np.full(len(start.each), _PULL), _PULL_OF_BIAS)
    found = _logistic(np.append(start.each, start.bias), pull, standard, truth, weights)
    return Weights(found[:-1], float(found[-1]))


def fitted(standard: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> dict[str, Any]:
    """Logistic regression from nothing, as it is stored in `standing.json`."""
    size = standard.shape[1] + 1
    found = _logistic(np.zeros(size), np.full(size, _LEAST_PULL), standard, truth, weights)
    return {"each": found[:-1].round(6).tolist(), "bias": round(float(found[-1]), 6)}


def _logistic(
    begin: np.ndarray,
    pull: np.ndarray,
    standard: np.ndarray,
    truth: np.ndarray,
    weights: np.ndarray,
) -> np.ndarray:
    columns = np.column_stack([standard, np.ones(len(standard))])

    def cost(values: np.ndarray) -> tuple[float, np.ndarray]:
        odds, away = columns @ values, values - begin
        loss = weights @ (np.logaddexp(0, odds) - truth * odds) + pull @ away**2
        return float(loss), columns.T @ (weights * (expit(odds) - truth)) + 2 * pull * away

    return np.asarray(minimize(cost, begin, jac=True, method="L-BFGS-B").x)
