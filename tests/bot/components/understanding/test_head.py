import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.components.understanding.head import Task, choose, learn_head, spread
from bot.components.understanding.kernel import Kernel
from bot.components.understanding.views import Views

RNG = np.random.default_rng(5)
NAMES = ["ask"] * 60 + ["greet"] * 20 + ["thank"] * 5
CENTRES = {"ask": 0, "greet": 1, "thank": 2}
TASK = Task.of(NAMES, {})


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def views(spread_by: float) -> Views:
    places = np.array([CENTRES[name] for name in NAMES])
    rows = unit(np.eye(8)[places] + RNG.normal(0, spread_by, (len(NAMES), 8)))
    return Views(rows, csr_matrix(rows))


def test_what_can_be_told_apart_is_told_apart_unseen():
    kernel = Kernel(0.5, 1.0).among(views(0.1))
    lesson = learn_head(kernel, TASK, ridge=0.1, balance=1.0)
    named = [lesson.head.labels[best] for best in lesson.chances.argmax(axis=1)]
    assert named == NAMES
    assert [lesson.head.labels[n] for n in lesson.head.chances(kernel).argmax(axis=1)] == NAMES


def test_what_cannot_be_told_apart_is_not_claimed_to_be():
    noise = unit(RNG.normal(0, 1, (len(NAMES), 40)))
    lesson = learn_head(
        Kernel(0.5, 1.0).among(Views(noise, csr_matrix(noise))), TASK, ridge=0.01, balance=0.0
    )
    # Seen, such a head is right about all; unseen, it may not be surer than the shares allow.
    assert lesson.chances.max(axis=1).mean() < 0.85


def test_balance_gives_a_small_label_its_due():
    kernel = Kernel(0.5, 1.0).among(views(0.45))
    thanks = np.array(NAMES) == "thank"

    def found(balance: float) -> float:
        lesson = learn_head(kernel, TASK, ridge=0.3, balance=balance)
        column = lesson.head.labels.index("thank")
        return float(lesson.chances[thanks, column].mean())

    assert found(1.0) > found(0.0)


def test_one_label_is_certain():
    kernel = Kernel(0.5, 1.0).among(views(0.1))
    lesson = learn_head(kernel, Task.of(["ask"] * len(NAMES), {}), ridge=0.1, balance=1.0)
    assert lesson.head.chances(kernel[:2]) == pytest.approx(np.ones((2, 1)))


def test_the_view_that_tells_labels_apart_is_chosen():
    telling, noise = views(0.35).meaning, unit(RNG.normal(0, 1, (len(NAMES), 8)))
    by_letters = choose(Views(noise, csr_matrix(telling)), TASK, balance=1.0)
    by_meaning = choose(Views(telling, csr_matrix(noise)), TASK, balance=1.0)
    assert by_letters.kernel.share < by_meaning.kernel.share


def few_with_names(places_of_names: list[int]) -> tuple[Views, Task]:
    """Three blurred messages of each label, and a row for each label's name."""
    told = ["ask", "greet", "thank"] * 3
    rows = np.eye(8)[[CENTRES[label] for label in told]] + RNG.normal(0, 0.6, (len(told), 8))
    rows = unit(np.vstack([rows, np.eye(8)[places_of_names]]))
    names = {label: len(told) + at for at, label in enumerate(sorted(CENTRES))}
    return Views(rows, csr_matrix(rows)), Task.of(told, names)


def test_names_of_labels_are_examples_where_they_say_what_labels_are():
    assert choose(*few_with_names([0, 1, 2]), balance=1.0).names


def test_names_that_mislead_are_left_out():
    assert not choose(*few_with_names([1, 2, 0]), balance=1.0).names


def test_a_label_that_was_never_taught_is_given_no_chance():
    kernel = Kernel(0.5, 1.0).among(views(0.1))
    lesson = learn_head(kernel, TASK, ridge=0.1, balance=1.0)
    greet = lesson.head.labels.index("greet")
    rows, chances = lesson.without_label(greet)
    assert [NAMES[row] for row in rows] == ["greet"] * 20
    assert chances[:, greet].max() == 0
    # What it is then taken for is no certainty.
    assert chances.max(axis=1).mean() < lesson.chances.max(axis=1).mean()


def test_a_sample_is_spread_over_all_labels_and_always_the_same():
    truth = np.array([0] * 900 + [1] * 90 + [2] * 10)
    some = spread(truth, 100)
    assert np.bincount(truth[some]).tolist() == [45, 45, 10]
    assert some.tolist() == sorted(set(some.tolist())) == spread(truth, 100).tolist()
    assert spread(truth, 1000).tolist() == list(range(1000))
