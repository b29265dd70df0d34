"""One linear head: logistic regression over one kind of features, out of fold where asked."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from bot.components.understanding.calibration import log_loss, temperature_for

Features = np.ndarray | csr_matrix

# Inverse strengths to choose from. Rows have unit length, so C is far above scikit-learn's 1.
STRENGTHS = (3.0, 15.0, 75.0)
# The weight of a class is its size to this power: at 0 questions drown the small acts, at -1 one
# odd example shouts as loud as fifty questions. Chosen out of fold on the demo company's acts:
# accuracy .770, .773, .780 and mean recall .744, .761, .780 at -1/4, -1/2, -3/4.
BALANCE = -0.75
# A label that a fold has not seen gets a logit this far below the others.
_UNSEEN = -6.0
_ITERATIONS = 60  # more change nothing but the time it takes


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Weights (labels x features) and biases (labels)."""

    weights: np.ndarray
    biases: np.ndarray

    def logits(self, features: Features) -> np.ndarray:
        """Scores, texts x labels."""
        return np.asarray(features @ self.weights.T) + self.biases

    def scaled(self, factor: float) -> LinearHead:
        """The head whose logits are `factor` times these."""
        return LinearHead(self.weights * factor, self.biases * factor)


@dataclass(frozen=True, slots=True)
class Trial:
    """How one strength did in cross-validation."""

    strength: float
    temperature: float
    surprise: float  # nats
    logits: np.ndarray  # out of fold and divided by the temperature, examples x labels


def fit(features: Features, truth: np.ndarray, labels: int, *, strength: float) -> LinearHead:
    """Logistic regression that knows `labels` labels, seen in `truth` or not."""
    seen, counts = np.unique(truth, return_counts=True)
    weights = np.zeros((labels, features.shape[1]))
    biases = np.full(labels, _UNSEEN)
    biases[seen] = 0.0
    if len(seen) > 1:
        balance = dict(zip(seen, (counts / counts.mean()) ** BALANCE, strict=True))
        model = LogisticRegression(C=strength, class_weight=balance, max_iter=_ITERATIONS, tol=1e-3)
        with warnings.catch_warnings():
            # An early stop is a slightly stronger regularisation, and cross-validation judged it.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(features, truth)
        weights[seen], biases[seen] = _per_label(model.coef_, model.intercept_)
    return LinearHead(weights, biases)


def _per_label(weights: np.ndarray, biases: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two labels come as one row of differences: give each label its half."""
    if len(weights) > 1:
        return weights, biases
    return np.vstack([-weights, weights]) / 2, np.concatenate([-biases, biases]) / 2


def folds_of(truth: np.ndarray, count: int) -> np.ndarray:
    """A fold for each example: every label is spread evenly, always in the same way."""
    folds = np.zeros(len(truth), dtype=int)
    for label in np.unique(truth):
        members = np.flatnonzero(truth == label)
        folds[members] = (np.arange(len(members)) + label) % count
    return folds


def out_of_fold(
    features: Features, truth: np.ndarray, labels: int, folds: np.ndarray, *, strength: float
) -> np.ndarray:
    """Logits of each example by a head that has not seen its fold."""
    logits = np.zeros((len(truth), labels))
    for fold in np.unique(folds):
        held = folds == fold
        head = fit(features[~held], truth[~held], labels, strength=strength)
        logits[held] = head.logits(features[held])
    return logits


def best_trial(features: Features, truth: np.ndarray, labels: int, folds: np.ndarray) -> Trial:
    """The strength whose calibrated chances are least surprised out of fold."""
    trials = [_trial(features, truth, labels, folds, strength=strength) for strength in STRENGTHS]
    return min(trials, key=lambda trial: trial.surprise)


def _trial(
    features: Features, truth: np.ndarray, labels: int, folds: np.ndarray, *, strength: float
) -> Trial:
    logits = out_of_fold(features, truth, labels, folds, strength=strength)
    temperature = temperature_for(logits, truth)
    logits = logits / temperature
    return Trial(strength, temperature, log_loss(logits, truth), logits)
