from dataclasses import replace

import numpy as np
import pytest

from kb_index.confidence import (
    LARGEST_STANDING,
    LIKENESS,
    MOST_COVERED,
    PRIOR,
    SIGNALS,
    besides,
    calibrate,
    classified,
    likeness,
    signals_of,
    standing,
)
from kb_index.coverage import WordsAsked
from kb_index.fusion import PRIOR as WEIGHTS
from kb_index.retrieval import COLUMNS, Evidence

STRONG, WEAK = np.full(len(SIGNALS), 0.9), np.full(len(SIGNALS), 0.1)


def evidence(*rows: float) -> Evidence:
    scores = np.array([[row] * len(COLUMNS) for row in rows], dtype=np.float32)
    numbers = np.arange(len(rows))
    words = tuple(WordsAsked(covered=4 * row, asked=4 * row + 1.0) for row in rows)
    return Evidence(numbers, scores, words, np.zeros(len(rows), dtype=np.int64))


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
    assert (clear > doubtful).all()


def test_a_long_story_is_no_proof():
    short, long = evidence(0.8), evidence(0.8)
    story = replace(long, words=(WordsAsked(covered=40.0, asked=40.0),))
    limit = replace(short, words=(WordsAsked(covered=MOST_COVERED, asked=MOST_COVERED),))
    assert signals_of(story, WEIGHTS).tolist() == signals_of(limit, WEIGHTS).tolist()


@pytest.mark.parametrize("typical", [0.5, 0.9])
def test_a_phrasing_word_for_word_is_as_like_as_can_be_in_any_encoder(typical):
    assert likeness(evidence(1.0, 0.1), 0, typical=typical) == pytest.approx(1.0)
    assert likeness(evidence(typical, 0.1), 0, typical=typical) == pytest.approx(0.0, abs=1e-6)
    assert likeness(evidence(0.0, 0.1), 0, typical=typical) == pytest.approx(-1.0)


def test_a_base_of_one_article_has_no_rival():
    assert standing(np.array([3.0]), 0) == LARGEST_STANDING


def test_many_rivals_stand_against_more_than_one():
    assert standing(np.array([3.0, 1.0]), 0) > standing(np.array([3.0, 1.0, 1.0, 1.0]), 0)
    assert standing(np.array([1.0, 3.0]), 0) < 0


def test_what_the_classifier_has_never_seen_is_nobodys():
    assert classified(evidence(0.0, 0.0), 0) == 0.0
    assert classified(evidence(0.6, 0.2), 0) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("topics", "lower"),
    [
        ({}, False),  # nothing is understood: nothing changes
        ({"returns": 0.9, "orders": 0.1}, False),
        ({"orders": 0.9, "returns": 0.1}, True),
        ({"orders": 0.9}, True),  # a topic that the understanding has not learned yet
    ],
)
def test_a_topic_that_differs_lowers(topics, lower):
    moved = besides(0.0, "returns", topics=topics, out_of_scope=0.0)
    assert (moved < 0) is lower


def test_out_of_scope_lowers():
    assert besides(0.0, "returns", topics={}, out_of_scope=0.9) < -2


@pytest.mark.parametrize("typical", [0.97, 1.0, 1.0000001])
def test_where_all_texts_are_alike_likeness_says_nothing(typical):
    assert likeness(evidence(1.0, 0.1), 0, typical=typical) == 0.0


def test_likeness_raises_and_unlikeness_lowers():
    assert besides(0.8, "returns", topics={}, out_of_scope=0.0) == pytest.approx(0.8 * LIKENESS)
    assert besides(-0.5, "returns", topics={}, out_of_scope=0.0) == pytest.approx(-0.5 * LIKENESS)


def test_a_phrasing_word_for_word_is_answered_whatever_is_understood():
    topics = {"orders": 1.0}
    assert besides(1.0, "returns", topics=topics, out_of_scope=1.0) == pytest.approx(LIKENESS)
    assert besides(0.2, "returns", topics=topics, out_of_scope=1.0) < -5
