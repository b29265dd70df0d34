import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.components.understanding.head import choose, learn_head, spread
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.views import Views

RNG = np.random.default_rng(5)
NAMES = ["ask"] * 60 + ["greet"] * 20 + ["thank"] * 5
CENTRES = {"ask": 0, "greet": 1, "thank": 2}


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def views(spread_by: float) -> Views:
    places = np.array([CENTRES[name] for name in NAMES])
    rows = unit(np.eye(8)[places] + RNG.normal(0, spread_by, (len(NAMES), 8)))
    return Views(rows, csr_matrix(rows))


def test_what_can_be_told_apart_is_told_apart_unseen():
    kernel = Kernel(0.5).among(views(0.1))
    lesson = learn_head(kernel, NAMES, ridge=0.1, balance=1.0)
    named = [lesson.head.labels[best] for best in lesson.chances.argmax(axis=1)]
    assert named == NAMES
    assert [lesson.head.labels[n] for n in lesson.head.chances(kernel).argmax(axis=1)] == NAMES


def test_what_cannot_be_told_apart_is_not_claimed_to_be():
    noise = unit(RNG.normal(0, 1, (len(NAMES), 40)))
    lesson = learn_head(
        Kernel(0.5).among(Views(noise, csr_matrix(noise))), NAMES, ridge=0.01, balance=0.0
    )
    # Seen, such a head is right about all; unseen, it may not be surer than the shares allow.
    assert lesson.chances.max(axis=1).mean() < 0.85


def test_balance_gives_a_small_label_its_due():
    kernel = Kernel(0.5).among(views(0.45))
    thanks = np.array(NAMES) == "thank"

    def found(balance: float) -> float:
        lesson = learn_head(kernel, NAMES, ridge=0.3, balance=balance)
        column = lesson.head.labels.index("thank")
        return float(lesson.chances[thanks, column].mean())

    assert found(1.0) > found(0.0)


def test_one_label_is_certain():
    kernel = Kernel(0.5).among(views(0.1))
    lesson = learn_head(kernel, ["ask"] * len(NAMES), ridge=0.1, balance=1.0)
    assert lesson.head.chances(kernel[:2]) == pytest.approx(np.ones((2, 1)))


def test_the_view_that_tells_labels_apart_is_chosen():
    telling, noise = views(0.35).meaning, unit(RNG.normal(0, 1, (len(NAMES), 8)))
    by_letters, _ = choose(Views(noise, csr_matrix(telling)), NAMES, balance=1.0)
    by_meaning, _ = choose(Views(telling, csr_matrix(noise)), NAMES, balance=1.0)
    assert by_letters < by_meaning


def test_a_sample_is_spread_over_all_labels_and_always_the_same():
    truth = np.array([0] * 900 + [1] * 90 + [2] * 10)
    some = spread(truth, 100)
    assert np.bincount(truth[some]).tolist() == [45, 45, 10]
    assert some.tolist() == sorted(set(some.tolist())) == spread(truth, 100).tolist()
    assert spread(truth, 1000).tolist() == list(range(1000))
