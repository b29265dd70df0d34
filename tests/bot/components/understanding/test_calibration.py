import numpy as np
import pytest
from scipy.special import softmax

from bot.components.understanding.calibration import log_loss, temperature_for


def test_overconfident_scores_are_cooled_until_chances_match_how_often_they_are_right():
    rng = np.random.default_rng(7)
    honest = rng.normal(0, 1, (4000, 3))
    chances = softmax(honest, axis=1)
    truth = (chances.cumsum(axis=1) > rng.random((4000, 1))).argmax(axis=1)
    assert temperature_for(honest * 5, truth) == pytest.approx(5, rel=0.15)


def test_surprise_is_the_mean_negative_log_chance():
    logits = np.log(np.array([[0.5, 0.5], [0.9, 0.1]]))
    expected = -(np.log(0.5) + np.log(0.1)) / 2
    assert log_loss(logits, np.array([0, 1])) == pytest.approx(expected)
