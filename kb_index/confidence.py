"""How likely the best article is the right one: a calibrated probability from several signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from kb_index.fusion import Weights, fused
from kb_index.retrieval import COLUMNS, Evidence

SIGNALS = ("standing", "classified", "covered")
# Odds of e^8 to 1 against all others are as good as any greater ones.
LARGEST_STANDING = 8.0
# Below a twentieth of what the classifier says, less is no worse.
LEAST_CLASSIFIED = 0.05
# Six words as rare as unknown ones are as good as more: a long story is no proof.
MOST_COVERED = 6.0

# Intercept and one coefficient per signal, about the mean of what the demo company's two languages
# learn: what holds before a base has taught anything.
PRIOR = np.array([1.0, 2.3, 1.5, 0.65])
# How firmly the prior is held; a few dozen questions move it.
PRIOR_STRENGTH = 0.3

# The understanding is not there when the base is built, so these are shipped, not learned: about
# what separately written questions of the demo company teach in both languages. The base knows its
# topics as well as the understanding does, so that counts little; neither is ever a veto.
# A rehearsal cannot teach what a likeness near 1 is worth either: a phrasing is left out together
# with whatever says the same. 1.8 (es) and 2.0 (en) were learned.
LIKENESS = 1.8
TOPIC_AGREES = 0.25
TOPIC_DIFFERS = 0.5
OUT_OF_SCOPE = 2.0
# How like its article's nearest phrasing a question is where nothing is known of the encoder.
TYPICAL_LIKENESS = 0.65

CLASSIFIER = COLUMNS.index(("article", "classifier"))
WORDED_LIKE_QUESTIONS = [COLUMNS.index((name, "vectors")) for name in ("title", "phrasings")]

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
    """The SIGNALS of a candidate, by default the best.

    On the demo company's rehearsals these three did as well as twenty others with them:
    strength of the score, agreement of the searches, share of words, words unknown or elsewhere.
    """
    scores = fused(evidence, weights)
    best = int(np.argmax(scores)) if best is None else best
    return np.array(
        [
            standing(scores, best) / LARGEST_STANDING,
            np.log(classified(evidence, best) + LEAST_CLASSIFIED),
            min(evidence.words[best].covered, MOST_COVERED),
        ]
    )


def standing(scores: NDArray[np.float64], best: int) -> float:
    """The log-odds of a candidate against all others together."""
    others = np.delete(scores, best)
    ahead = float(scores[best] - logsumexp(others)) if others.size else LARGEST_STANDING
    return max(-LARGEST_STANDING, min(LARGEST_STANDING, ahead))


def classified(evidence: Evidence, best: int) -> float:
    """A candidate's share of all that the classifier says, 0 to 1."""
    said = np.abs(evidence.scores[:, CLASSIFIER])
    return max(0.0, float(evidence.scores[best, CLASSIFIER])) / max(float(said.sum()), 1e-9)


def nearest(evidence: Evidence, candidate: int) -> float:
    """The cosine of the question to the candidate's nearest title or phrasing."""
    return float(evidence.scores[candidate, WORDED_LIKE_QUESTIONS].max())


def likeness(evidence: Evidence, candidate: int, *, typical: float) -> float:
    """What `nearest` says for a candidate, in log-odds.

    Nothing where it is `typical` for phrasings of one article, which depends on encoder and
    language; LIKENESS for a phrasing word for word.
    """
    return LIKENESS * max(-1.0, (nearest(evidence, candidate) - typical) / (1 - typical))


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
