import json

import numpy as np

from bot.components.understanding.signals import NAMES
from bot.components.understanding.standing import FILE, Weights, fitted, general, moved

RNG = np.random.default_rng(11)
SIGNALS = RNG.normal(0, 1, (400, len(NAMES)))
EVENLY = np.full(400, 1 / 400)


def test_every_signal_that_is_general_knowledge_speaks_for_being_right_or_not_at_all():
    assert (general().right.each > -0.1).all()
    assert (general().inside.each > -0.1).all()


def test_more_of_a_signal_makes_surer():
    low, high = general().centre - general().scale, general().centre + general().scale
    (less, more), (less_inside, more_inside) = general().chances(np.vstack([low, high]))
    assert less < more
    assert less_inside < more_inside


def test_a_companys_examples_move_what_is_general_the_way_they_speak():
    start = Weights(np.zeros(len(NAMES)), 0.0)
    truth = (SIGNALS[:, 2] > 0).astype(float)
    there = moved(start, SIGNALS, truth, EVENLY)
    assert there.each[2] > 0.2
    assert np.abs(np.delete(there.each, 2)).max() < 0.05
    # Pulled back: examples alone would make it much surer.
    assert there.each[2] < fitted(SIGNALS, truth, EVENLY)["each"][2]


def test_what_was_learned_in_general_says_from_what():
    stored = json.loads(FILE.read_text("utf-8"))
    assert stored["signals"] == list(NAMES)
    assert any("BANKING77" in source and "CC BY" in source for source in stored["learned_from"])
