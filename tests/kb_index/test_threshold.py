import pytest

from kb_index.threshold import LOWEST, choose_threshold, precision_bound, prior_threshold


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


def test_the_lowest_threshold_that_proves_the_target_is_chosen():
    confidences = [0.99] * 40 + [0.8] * 40 + [0.6] * 40
    right = [True] * 80 + [False] * 40
    threshold = choose_threshold(confidences, right, target=0.9)
    assert (threshold.value, threshold.basis, threshold.answered) == (0.8, "proven", 80)


def test_a_small_base_proves_nothing_and_uses_the_shipped_prior():
    threshold = choose_threshold([0.95, 0.85, 0.3], [True, True, False], target=0.9)
    assert (threshold.value, threshold.basis) == (prior_threshold(0.9), "prior")
    assert (threshold.answered, threshold.right) == (2, 2)


def test_no_questions_at_all_give_the_prior():
    assert choose_threshold([], [], target=0.9).basis == "prior"


def test_an_answer_more_likely_wrong_than_right_is_never_allowed():
    assert choose_threshold([0.2] * 100, [True] * 100, target=0.9).value >= LOWEST
    assert prior_threshold(0.6) == LOWEST


def test_equal_confidences_are_not_cut_apart():
    threshold = choose_threshold([0.9] * 50, [True] * 45 + [False] * 5, target=0.9)
    assert threshold.basis == "prior"


def test_a_higher_target_never_answers_more():
    confidences = [number / 200 for number in range(200)]
    right = [number > 60 for number in range(200)]
    found = [choose_threshold(confidences, right, target=t).value for t in (0.7, 0.8, 0.9, 0.95)]
    assert found == sorted(found)
