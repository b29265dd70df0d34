import pytest

from bot.training.answers_bench.figures import ahead, figures, gap_closed
from bot.training.answers_bench.sets import Query
from bot.training.answers_bench.systems import Ranking

A, NONE = Query("a?", frozenset({"a"})), Query("?", frozenset())


def found(*ids: str, confidence=0.5, answered=None):
    return Ranking(ids, confidence, answered, milliseconds=2.0)


def test_ranks_are_counted_among_questions_that_have_an_answer():
    rankings = [found("a", "b"), found("b", "a"), found("b", "c"), found("b")]
    got = figures([A, A, A, NONE], rankings, target=0.9)
    assert (got["queries"], got["answerable"]) == (4, 3)
    assert got["r_at_1"] == pytest.approx(1 / 3, abs=1e-4)
    assert got["r_at_5"] == pytest.approx(2 / 3, abs=1e-4)
    assert got["ndcg_at_10"] == pytest.approx((1 + 0.6309) / 3, abs=1e-4)
    assert got["p50_ms"] == 2.0


def test_the_precision_is_that_of_what_a_system_answers_misses_included():
    rankings = [found("a", answered=True), found("b", answered=True), found("a", answered=False)]
    got = figures([A, NONE, A], rankings, target=0.9)
    assert (got["answered"], got["precision_at_target"]) == (2, 0.5)


def test_nothing_answered_has_no_precision():
    got = figures([A], [found("a", answered=False)], target=0.9)
    assert (got["answered"], got["precision_at_target"]) == (0, None)


def test_a_system_that_never_decides_gets_the_threshold_of_the_other_half():
    sure = [found("a", confidence=0.9)] * 80
    doubtful = [found("b", confidence=0.2)] * 80
    got = figures([A] * 160, sure + doubtful, target=0.9)
    assert (got["answered"], got["precision_at_target"]) == (80, 1.0)
    assert got["coverage_at_90"] == pytest.approx(88 / 160, abs=1e-4)


def test_how_far_ahead_is_an_interval_of_paired_differences():
    better, worse = [found("a")] * 50, [found("b")] * 50
    assert ahead([A] * 50, better, worse) == [1.0, 1.0]
    assert ahead([A] * 50, better, better) == [0.0, 0.0]
    low, high = ahead([A] * 50, better, [found("a")] * 25 + worse[:25])
    assert 0.3 < low < 0.5 < high < 0.7
    assert ahead([NONE], better[:1], worse[:1]) == []


def test_what_another_leaves_unanswered_is_closed_as_far_as_ours_answers_it():
    wrong = [found("b", confidence=0.2)] * 50
    all_right = [found("a", confidence=0.9)] * 100
    half_right = all_right[:50] + wrong
    got = gap_closed([A] * 100, all_right, half_right)
    assert got["share"] == 1.0
    assert got["interval"] == [1.0, 1.0]
    got = gap_closed([A] * 100, half_right, half_right)
    assert (got["share"], got["interval"]) == (0.0, [0.0, 0.0])
    low, high = gap_closed([A] * 100, half_right, all_right[:40] + wrong + wrong[:10])["interval"]
    assert 0 < low < high < 0.5
    assert gap_closed([A] * 100, half_right, all_right) == {}
