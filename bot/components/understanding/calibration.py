"""From scores to chances: softmax with a temperature fitted on predictions out of fold."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

# Beyond these a score is saturated and the search has nothing to gain.
_TEMPERATURES = (0.02, 20.0)


def log_loss(logits: np.ndarray, truth: np.ndarray) -> float:
    """Mean surprise (nats) of rows of `logits` at the true label indices."""
    chances = log_softmax(logits, axis=1)
    return float(-chances[np.arange(len(truth)), truth].mean())


def temperature_for(logits: np.ndarray, truth: np.ndarray) -> float:
    """The divisor that makes softmax(logits) least surprised by the truth (Guo et al. 2017)."""
    low, high = np.log(_TEMPERATURES)
    found = minimize_scalar(
        lambda log_t: log_loss(logits / np.exp(log_t), truth), bounds=(low, high), method="bounded"
    )
    return float(np.exp(found.x))
