import numpy as np

from bot.components.understanding.known_words import KnownWords
from bot.components.understanding.signals import NAMES, Taught, signals
from bot.components.understanding.views import Cosines

TRUTH = np.array([0, 0, 0, 1, 1, 1])
TEXTS = ["return it"] * 3 + ["track it"] * 3
TAUGHT = Taught(TRUTH, KnownWords.learn(TEXTS, TRUTH, 2))


def found(chances, meaning, **unseen):
    alike = Cosines(np.array([meaning]), np.array([meaning]))
    (row,) = signals(["return it"], np.array([chances]), alike, TAUGHT, **unseen)
    return dict(zip(NAMES, row, strict=True))


def test_likeness_is_to_the_three_nearest_of_the_likeliest_label():
    told = found([0.9, 0.1], [0.9, 0.6, 0.3, 0.95, 0.0, 0.0])
    assert told["meaning"] == np.mean([0.9, 0.6, 0.3])
    assert told["nearest"] == 0.95


def test_odds_grow_with_the_chance_and_stay_finite():
    assert found([0.9, 0.1], [0.5] * 6)["odds"] > found([0.6, 0.4], [0.5] * 6)["odds"]
    assert np.isfinite(found([1.0, 0.0], [0.5] * 6)["odds"])


def test_an_example_asked_unseen_is_not_alike_to_itself():
    hidden = np.array([[True, False, False, False, False, False]])
    told = found([0.9, 0.1], [1.0, 0.6, 0.3, 0.2, 0.0, 0.0], hidden=hidden, own=np.array([0]))
    assert told["nearest"] == 0.6
    assert told["meaning"] < 0.5


def test_every_signal_has_a_name():
    assert set(found([0.9, 0.1], [0.5] * 6)) == set(NAMES)
