"""How likely the best article is the right one: a calibrated probability from several signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from kb_index.fusion import Weights, fused
from kb_index.retrieval import SEARCHES, Evidence

SIGNALS = ("strength", "lead", "agreement", "coverage", "likeness")
# A lead of e^8 to 1 over the second is as good as any greater one.
LARGEST_LEAD = 8.0

# Intercept and one coefficient per signal, from the demo company's two languages: what holds
# before a base has taught anything.
PRIOR = np.array([-6.0, 6.5, 4.0, 0.0, 2.3, 2.2])
# How firmly the prior is held; a few dozen questions move it.
PRIOR_STRENGTH = 0.3

# The understanding of the topic is not there when the base is built, so these are shipped, not
# learned: disagreement counts more than agreement, and neither is ever a veto.
TOPIC_AGREES = 0.5
TOPIC_DIFFERS = 1.5
OUT_OF_SCOPE = 2.0

Signals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Turns signals into the probability that the best article is the right one."""

    coefficients: tuple[float, ...]  # intercept, then one per signal

    def probability(self, signals: Signals, *, log_odds: float = 0.0) -> float:
        """The probability, moved by what else is known, in log-odds."""
        intercept, *slopes = self.coefficients
        return float(expit(intercept + float(np.dot(slopes, signals)) + log_odds))


def signals_of(evidence: Evidence, weights: Weights, best: int | None = None) -> Signals:
    """The SIGNALS of a candidate, by default the best, each about 0 to 1."""
    scores = fused(evidence, weights)
    best = int(np.argmax(scores)) if best is None else best
    return np.array(
        [
            scores[best] / max(float(weights.sum()), 1e-9),
            lead(scores, best) / LARGEST_LEAD,
            agreement(evidence, weights, best),
            evidence.coverage[best],
            evidence.scores[best, :: len(SEARCHES)].max(),
        ]
    )


def lead(scores: NDArray[np.float64], best: int) -> float:
    """How far a candidate is ahead of the best other one, in log-odds; negative if behind."""
    others = np.delete(scores, best)
    ahead = float(scores[best] - others.max()) if others.size else LARGEST_LEAD
    return max(-LARGEST_LEAD, min(LARGEST_LEAD, ahead))


def agreement(evidence: Evidence, weights: Weights, best: int) -> float:
    """The share of searches that, each alone, would have chosen this candidate."""
    weighted = evidence.scores * weights
    number = len(SEARCHES)
    alone = [weighted[:, search::number].sum(axis=1) for search in range(number)]
    return sum(float(own[best] > 0 and own[best] >= own.max()) for own in alone) / number


def known_beforehand(topic: str, *, topics: Mapping[str, float], out_of_scope: float) -> float:
    """What the understanding of the message says for an article of this topic, in log-odds."""
    log_odds = -OUT_OF_SCOPE * out_of_scope
    if topics:
        own = topics.get(topic, 0.0)
        rival = max((p for name, p in topics.items() if name != topic), default=0.0)
        log_odds += TOPIC_AGREES * own if own >= rival else -TOPIC_DIFFERS * (rival - own)
    return log_odds


def calibrate(signals: Sequence[Signals], right: Sequence[bool]) -> Calibration:
    """Fit the calibration by logistic regression with a Gaussian prior."""
    inputs = np.array([[1.0, *row] for row in signals]).reshape(-1, len(PRIOR))
    labels = np.array(right, dtype=np.float64)

    def loss(coefficients: Signals) -> tuple[float, Signals]:
        logits = inputs @ coefficients
        away = coefficients - PRIOR
        value = float(np.sum(np.logaddexp(0, logits) - labels * logits))
        slope = inputs.T @ (expit(logits) - labels) + PRIOR_STRENGTH * away
        return value + PRIOR_STRENGTH / 2 * float(away @ away), slope

    # No signal may count against an article: it is a sign of likeness, whatever chance says.
    bounds = [(None, None), *[(0, None)] * len(SIGNALS)]
    found = minimize(loss, PRIOR, jac=True, method="L-BFGS-B", bounds=bounds)
    return Calibration(tuple(float(coefficient) for coefficient in found.x))
