import numpy as np
import pytest

from bot.components.understanding.ridge import fit

RNG = np.random.default_rng(3)
POINTS = RNG.normal(0, 1, (40, 3))
KERNEL = np.exp(-np.square(POINTS[:, None] - POINTS[None, :]).sum(axis=2))
TARGETS = np.eye(2)[(POINTS[:, 0] > 0).astype(int)]
RIDGE = RNG.uniform(0.1, 1.0, 40)


def test_it_solves_the_regularised_system():
    coefficients = fit(KERNEL, TARGETS, RIDGE).coefficients
    np.testing.assert_allclose((KERNEL + np.diag(RIDGE)) @ coefficients, TARGETS, atol=1e-9)


@pytest.mark.parametrize("left_out", [[0], [17], [39, 3, 8], list(range(5, 25))])
def test_residuals_of_a_block_are_those_of_a_fit_without_it(left_out):
    block = np.array(left_out)
    rest = np.setdiff1d(np.arange(40), block)
    without = fit(KERNEL[np.ix_(rest, rest)], TARGETS[rest], RIDGE[rest])
    expected = TARGETS[block] - KERNEL[np.ix_(block, rest)] @ without.coefficients
    _, residuals = fit(KERNEL, TARGETS, RIDGE).residuals([np.array([1, 2]), block])
    np.testing.assert_allclose(residuals, expected, atol=1e-8)


def test_a_small_ridge_keeps_to_an_example_and_a_large_one_lets_it_go():
    def own_score(ridge: float) -> float:
        ridges = np.where(np.arange(40) == 5, ridge, 0.3)
        return float((KERNEL @ fit(KERNEL, TARGETS, ridges).coefficients)[5] @ TARGETS[5])

    assert own_score(0.01) > own_score(1.0) > own_score(100.0)


def test_the_kernel_given_is_left_as_it_was():
    before = KERNEL.copy()
    fit(KERNEL, TARGETS, RIDGE)
    np.testing.assert_array_equal(KERNEL, before)


def test_a_kernel_that_may_be_spent_makes_the_same_fit_in_its_own_memory():
    spent = KERNEL.copy()
    fitted = fit(spent, TARGETS, RIDGE, spend=True)
    np.testing.assert_array_equal(fitted.coefficients, fit(KERNEL, TARGETS, RIDGE).coefficients)
    assert np.shares_memory(fitted.lower, spent)
