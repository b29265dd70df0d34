import numpy as np
import pytest

from bot.training.bench.figures import (
    Decisions,
    aurc,
    auroc,
    coverage_at,
    ece,
    ece_of_a_perfect_one,
    figures,
    intervals,
)

RNG = np.random.default_rng(2)


def decisions(right, inside, confidence, *, part=None, valid=()):
    sure = np.array(confidence, dtype=float)
    return Decisions(
        right=np.array(right, dtype=bool),
        inside=np.array(inside, dtype=bool),
        confidence=sure,
        in_scope=sure,
        chance=sure,
        part=np.array(part or [""] * len(right)),
        valid_in_scope=np.array(valid, dtype=float),
    )


def test_the_area_under_risk_and_coverage_is_the_mean_of_all_prefixes():
    # Risks of the prefixes: 0, 1/2, 1/3, 1/2.
    right = np.array([True, False, True, False])
    assert aurc(np.array([0.9, 0.8, 0.7, 0.6]), right) == pytest.approx(
        (0 + 1 / 2 + 1 / 3 + 1 / 2) / 4
    )


def test_ranking_the_wrong_ones_last_covers_most():
    right = np.array([True] * 90 + [False] * 10)
    sure = np.linspace(1, 0, 100)
    assert coverage_at(sure, right, 0.9) == 1.0
    assert coverage_at(sure, right, 0.95) == pytest.approx(0.94)
    assert coverage_at(sure[::-1], right, 0.9) == 1.0  # all of them are nine in ten
    assert coverage_at(sure[::-1], right, 0.95) == 0.0


def test_a_prefix_of_a_few_texts_proves_nothing():
    right = np.array([True] * 29 + [False] * 71)
    assert coverage_at(np.linspace(1, 0, 100), right, 0.99) == 0.0


def test_auroc_is_one_half_for_what_cannot_be_told_apart():
    assert auroc(np.array([0.9, 0.8]), np.array([0.1, 0.2])) == 1.0
    assert auroc(np.array([0.5, 0.5]), np.array([0.5, 0.5])) == 0.5


def test_chances_that_say_what_is_so_are_calibrated():
    chance = RNG.uniform(0.5, 1, 20_000)
    right = RNG.random(20_000) < chance
    assert ece(chance, right) < 0.015
    assert ece(np.sqrt(chance), right) > 0.05
    assert ece(chance[:200], right[:200]) > ece(chance, right)
    assert 0.02 < ece_of_a_perfect_one(chance[:200]) < 0.12


def test_what_is_out_of_scope_is_wrong_whatever_is_said_of_it():
    found = figures(
        decisions(
            [True, True, False, False],
            [True, True, False, False],
            [0.9, 0.8, 0.3, 0.2],
            part=["", "", "id", "ood"],
            valid=np.linspace(0.5, 1, 100),
        )
    )
    assert found["in_scope_accuracy"] == 1.0
    assert found["auroc"] == found["auroc_id"] == found["auroc_ood"] == 1.0
    assert found["oos_recall"] == 1.0
    assert found["aurc"] == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)


def test_a_set_without_texts_out_of_scope_has_no_figures_of_them():
    found = figures(decisions([True, False], [True, True], [0.9, 0.8]))
    assert not {"auroc", "oos_recall"} & set(found)


def test_intervals_hold_what_was_found():
    right = RNG.random(300) < 0.8
    found = decisions(right, [True] * 300, RNG.random(300))
    low, high = intervals(found)["in_scope_accuracy"]
    assert low < right.mean() < high
    assert high - low < 0.15
