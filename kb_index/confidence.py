"""How likely the best article is the right one: a calibrated probability from several signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

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

# The understanding is not there when the base is built, so these are shipped, not learned by each
# base. Separately written questions of the demo company teach, in Spanish and English: out of scope
# 5.7 and 6.8, another topic 2.2 and 3.4, the same topic nothing, since the base knows it already.
OUT_OF_SCOPE = 5.0
TOPIC_DIFFERS = 2.5
# A rehearsal cannot teach what a likeness near 1 is worth either: a phrasing is left out together
# with whatever says the same. 1.8 (es) and 2.0 (en) were learned.
LIKENESS = 1.8
# How like its article's nearest phrasing a question is where nothing is known of the encoder.
TYPICAL_LIKENESS = 0.65
# An encoder that knows none of a language's letters makes all its texts alike: then likeness says
# nothing.
MOST_TYPICAL = 0.95

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
    ahead = float(scores[best] - np.logaddexp.reduce(others)) if others.size else LARGEST_STANDING
    return max(-LARGEST_STANDING, min(LARGEST_STANDING, ahead))


def classified(evidence: Evidence, best: int) -> float:
    """A candidate's share of all that the classifier says, 0 to 1."""
    said = np.abs(evidence.scores[:, CLASSIFIER])
    return max(0.0, float(evidence.scores[best, CLASSIFIER])) / max(float(said.sum()), 1e-9)


def nearest(evidence: Evidence, candidate: int) -> float:
    """The cosine of the question to the candidate's nearest title or phrasing."""
    return float(evidence.scores[candidate, WORDED_LIKE_QUESTIONS].max())


def likeness(evidence: Evidence, candidate: int, *, typical: float) -> float:
    """How like a candidate's phrasings a question is, -1 to 1.

    0 where it is as like as phrasings of one article `typical`ly are, which depends on encoder and
    language; 1 for a phrasing word for word.
    """
    if typical > MOST_TYPICAL:
        return 0.0
    return max(-1.0, min(1.0, (nearest(evidence, candidate) - typical) / (1 - typical)))


def besides(
    likeness: float, topic: str, *, topics: Mapping[str, float], out_of_scope: float
) -> float:
    """What a rehearsal does not know of an article of this topic, in log-odds.

    The understanding is heard the less, the more the question is like a phrasing that a person
    approved: it never has a veto.
    """
    return LIKENESS * likeness + (1 - max(0.0, likeness)) * _understood(topic, topics, out_of_scope)


def _understood(topic: str, topics: Mapping[str, float], out_of_scope: float) -> float:
    own = topics.get(topic, 0.0)
    rival = max((p for name, p in topics.items() if name != topic), default=0.0)
    return -OUT_OF_SCOPE * out_of_scope - TOPIC_DIFFERS * max(0.0, rival - own)


def calibrate(signals: Sequence[Signals], right: Sequence[bool]) -> Calibration:
    """Fit the calibration by logistic regression with a Gaussian prior.

    Questions none of which has an answer would only teach that nothing has: then the prior holds.
    """
    if not any(right):
        return Calibration(tuple(float(coefficient) for coefficient in PRIOR))
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
