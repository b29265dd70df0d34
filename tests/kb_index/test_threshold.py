import numpy as np
import pytest

from kb_index.threshold import CERTAIN, choose_threshold, fewest_to_prove, precision_bound


@pytest.mark.parametrize(
    ("right", "answered", "target", "enough"),
    [
        (58, 58, 0.95, False),  # the text-book figure: 59 without an error prove 95 %
        (59, 59, 0.95, True),
        (28, 28, 0.90, False),
        (29, 29, 0.90, True),
        (0, 10, 0.01, False),
    ],
)
def test_the_bound_is_clopper_and_pearsons(right, answered, target, enough):
    assert (precision_bound(right, answered) >= target) is enough


def test_the_fewest_that_prove_a_target_are_what_the_bound_says():
    for target in (0.8, 0.9, 0.95):
        fewest = fewest_to_prove(target)
        assert precision_bound(fewest, fewest) >= target
        assert precision_bound(fewest - 1, fewest - 1) < target


def test_the_lowest_threshold_that_proves_the_target_is_chosen():
    confidences = [0.99] * 40 + [0.8] * 40 + [0.6] * 40
    right = [True] * 80 + [False] * 40
    threshold = choose_threshold(confidences, right, target=0.9)
    assert (threshold.value, threshold.basis, threshold.answered) == (0.8, "proven", 80)


def test_a_base_of_few_questions_proves_nothing_and_is_never_sure_by_itself():
    threshold = choose_threshold([0.95, 0.85, 0.3], [True, True, False], target=0.9)
    assert (threshold.value, threshold.basis) == (CERTAIN, "unproven")
    assert (threshold.answered, threshold.right) == (3, 2)


def test_no_questions_at_all_prove_nothing():
    assert choose_threshold([], [], target=0.9).basis == "unproven"


def test_an_answer_more_likely_wrong_than_right_is_never_allowed():
    assert choose_threshold([0.2] * 100, [True] * 100, target=0.9).basis == "unproven"


def test_equal_confidences_are_not_cut_apart():
    threshold = choose_threshold([0.9] * 50, [True] * 45 + [False] * 5, target=0.9)
    assert threshold.basis == "unproven"


def test_after_the_first_failure_no_lower_threshold_is_tried():
    confidences = list(np.linspace(0.99, 0.6, 300))
    right = [True] * 20 + [False] * 20 + [True] * 260
    assert precision_bound(280, 300) >= 0.9
    assert choose_threshold(confidences, right, target=0.9).basis == "unproven"


def test_a_higher_target_never_answers_more():
    confidences = [number / 200 for number in range(200)]
    right = [number > 60 for number in range(200)]
    found = [choose_threshold(confidences, right, target=t).value for t in (0.7, 0.8, 0.9, 0.95)]
    assert found == sorted(found)


@pytest.mark.parametrize("target", [0.9, 0.95])
def test_of_a_thousand_bases_no_more_break_the_promise_than_it_says(target):
    chance = np.random.default_rng(7)
    proven = broken = 0
    for _ in range(1_000):
        confidences = chance.beta(2, 1, 600)
        true = np.clip(confidences + 0.05, 0, 1)
        right = chance.random(600) < true
        threshold = choose_threshold(confidences.tolist(), right.tolist(), target=target)
        if threshold.basis == "proven":
            proven += 1
            # What a question at or above the threshold is worth in the long run.
            broken += true[confidences >= threshold.value].mean() < target
    assert proven >= 900
    assert broken / proven <= 0.05
