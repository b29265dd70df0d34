"""A head that reads a message twice, by meaning and by letters, and fuses both late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import softmax

from bot.components.understanding.calibration import log_loss, temperature_for
from bot.components.understanding.linear import LinearHead, Trial, best_trial, fit, folds_of
from bot.components.understanding.reduction import reduced

FOLDS = 4  # enough to judge a strength; each more costs a fit per strength and view
# How much of the decision the meaning may have; the rest is the letters'.
_SHARES = np.linspace(0.0, 1.0, 21)


@dataclass(frozen=True, slots=True)
class Views:
    """The same texts twice: sentence vectors (texts x dimensions) and n-grams (texts x n-grams)."""

    meaning: np.ndarray
    letters: csr_matrix

    def rows(self, chosen: np.ndarray) -> Views:
        """The views of the chosen texts."""
        return Views(self.meaning[chosen], self.letters[chosen])


@dataclass(frozen=True, slots=True)
class FusedHead:
    """Labels with one linear head per view, scaled so that their sum is calibrated."""

    labels: tuple[str, ...]
    meaning: LinearHead
    letters: LinearHead

    def chances(self, views: Views) -> np.ndarray:
        """Calibrated probabilities, texts x labels."""
        logits = self.meaning.logits(views.meaning) + self.letters.logits(views.letters)
        return softmax(logits, axis=1)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A learned head, and what it says of each example that it has not seen."""

    head: FusedHead
    chances: np.ndarray  # out of fold, examples x labels
    folds: np.ndarray  # the fold of each example
    share: float  # of the meaning, 0 to 1


def learn_head(views: Views, names: Sequence[str]) -> Lesson:
    """Learn to name examples; strengths, share and temperature come from cross-validation."""
    labels, truth = np.unique(np.asarray(names), return_inverse=True)
    folds = folds_of(truth, FOLDS)
    meaning = best_trial(views.meaning, truth, len(labels), folds)
    axes = reduced(views.letters)
    letters = best_trial(axes.coordinates, truth, len(labels), folds)
    share = _best_share(meaning, letters, truth)
    fused = _fused(meaning, letters, share)
    temperature = temperature_for(fused, truth)
    by_meaning = fit(views.meaning, truth, len(labels), strength=meaning.strength)
    by_letters = fit(axes.coordinates, truth, len(labels), strength=letters.strength)
    head = FusedHead(
        labels=tuple(str(label) for label in labels),
        meaning=by_meaning.scaled(share / meaning.temperature / temperature),
        letters=axes.spread(by_letters).scaled((1 - share) / letters.temperature / temperature),
    )
    return Lesson(head, softmax(fused / temperature, axis=1), folds, share)


def _best_share(meaning: Trial, letters: Trial, truth: np.ndarray) -> float:
    def surprise(share: float) -> float:
        fused = _fused(meaning, letters, share)
        return log_loss(fused / temperature_for(fused, truth), truth)

    return float(min(_SHARES, key=surprise))


def _fused(meaning: Trial, letters: Trial, share: float) -> np.ndarray:
    return share * meaning.logits + (1 - share) * letters.logits
