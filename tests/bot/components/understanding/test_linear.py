import numpy as np
from scipy.sparse import csr_matrix

from bot.components.understanding.linear import best_trial, fit, folds_of, out_of_fold
from bot.components.understanding.reduction import reduced

RNG = np.random.default_rng(3)
CENTRES = np.eye(3)
TRUTH = np.repeat([0, 1, 2], 20)
ROWS = CENTRES[TRUTH] + RNG.normal(0, 0.1, (60, 3))


def test_a_head_separates_what_can_be_separated():
    head = fit(ROWS, TRUTH, 3, strength=15.0)
    assert (head.logits(ROWS).argmax(axis=1) == TRUTH).all()


def test_a_label_never_seen_is_never_chosen():
    head = fit(ROWS, TRUTH, 4, strength=15.0)
    assert head.logits(ROWS).shape == (60, 4)
    assert (head.logits(ROWS).argmax(axis=1) != 3).all()


def test_two_labels_have_a_score_each():
    two = TRUTH < 2
    head = fit(ROWS[two], TRUTH[two], 2, strength=15.0)
    assert (head.logits(ROWS[two]).argmax(axis=1) == TRUTH[two]).all()


def test_one_label_is_always_right():
    head = fit(ROWS[:20], TRUTH[:20], 1, strength=15.0)
    assert head.logits(ROWS).shape == (60, 1)


def test_every_label_is_spread_over_all_folds():
    folds = folds_of(TRUTH, 4)
    for label in range(3):
        assert set(folds[TRUTH == label]) == {0, 1, 2, 3}


def test_out_of_fold_scores_come_from_heads_that_have_not_seen_the_example():
    noise = RNG.normal(0, 1, (60, 40))  # forty columns of chance fit sixty rows perfectly
    seen = fit(noise, TRUTH, 3, strength=75.0).logits(noise).argmax(axis=1)
    unseen = out_of_fold(noise, TRUTH, 3, folds_of(TRUTH, 4), strength=75.0).argmax(axis=1)
    assert (seen == TRUTH).mean() > 0.95
    assert (unseen == TRUTH).mean() < 0.6


def test_the_best_trial_is_calibrated():
    trial = best_trial(ROWS, TRUTH, 3, folds_of(TRUTH, 4))
    assert trial.surprise < 0.2


def test_a_head_on_few_axes_decides_the_same_over_full_rows():
    sparse = csr_matrix(ROWS)
    axes = reduced(sparse)
    head = fit(axes.coordinates, TRUTH, 3, strength=15.0)
    np.testing.assert_allclose(
        axes.spread(head).logits(sparse), head.logits(axes.coordinates), atol=1e-9
    )
