import numpy as np
import pytest

from kb_index.confidence import (
    PRIOR,
    SIGNALS,
    agreement,
    calibrate,
    known_beforehand,
    lead,
    signals_of,
)
from kb_index.fusion import PRIOR as WEIGHTS
from kb_index.retrieval import COLUMNS, Evidence

STRONG, WEAK = np.full(len(SIGNALS), 0.9), np.full(len(SIGNALS), 0.1)


def evidence(*rows: float) -> Evidence:
    scores = np.array([[row] * len(COLUMNS) for row in rows], dtype=np.float32)
    numbers = np.arange(len(rows))
    return Evidence(numbers, scores, np.array(rows), np.zeros(len(rows), dtype=np.int64))


def test_without_questions_the_shipped_prior_holds():
    assert calibrate([], []).coefficients == pytest.approx(tuple(PRIOR))


def test_probabilities_are_those_of_the_questions():
    signals = [STRONG] * 200 + [WEAK] * 200
    right = [True] * 180 + [False] * 20 + [True] * 20 + [False] * 180
    calibration = calibrate(signals, right)
    assert calibration.probability(STRONG) == pytest.approx(0.9, abs=0.03)
    assert calibration.probability(WEAK) == pytest.approx(0.1, abs=0.03)


def test_no_signal_counts_against_an_article():
    right = [False] * 50 + [True] * 50
    calibration = calibrate([STRONG] * 50 + [WEAK] * 50, right)
    assert min(calibration.coefficients[1:]) >= 0


def test_signals_of_a_clear_case_are_above_those_of_a_doubtful_one():
    clear = signals_of(evidence(0.8, 0.1), WEIGHTS)
    doubtful = signals_of(evidence(0.4, 0.39), WEIGHTS)
    assert (clear >= doubtful).all()
    assert clear[1] > doubtful[1]


def test_a_base_of_one_article_has_no_rival():
    assert lead(np.array([3.0]), 0) == 8.0


def test_searches_that_found_nothing_agree_with_nobody():
    assert agreement(evidence(0.0, 0.0), WEIGHTS, 0) == 0.0


@pytest.mark.parametrize(
    ("topics", "sign"),
    [
        ({}, 0),  # nothing is understood: nothing changes
        ({"returns": 0.9, "orders": 0.1}, 1),
        ({"orders": 0.9, "returns": 0.1}, -1),
        ({"orders": 0.9}, -1),  # a topic that the understanding has not learned yet
    ],
)
def test_a_topic_that_agrees_raises_and_one_that_differs_lowers(topics, sign):
    moved = known_beforehand("returns", topics=topics, out_of_scope=0.0)
    assert np.sign(moved) == sign
    assert abs(moved) <= 1.5


def test_out_of_scope_lowers_but_never_vetoes():
    moved = known_beforehand("returns", topics={"orders": 1.0}, out_of_scope=1.0)
    calibration = calibrate([], [])
    assert calibration.probability(STRONG, log_odds=moved) > 0.5
    assert moved < 0
