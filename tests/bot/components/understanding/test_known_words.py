import numpy as np
import pytest

from bot.components.understanding.known_words import KnownWords

TEXTS = ["return a laptop", "return my order", "track my order", "track a parcel"]
RETURN, TRACK = 0, 1
WORDS = KnownWords.learn(TEXTS, np.array([RETURN, RETURN, TRACK, TRACK]), 2)


def test_a_text_of_known_words_is_known_anywhere_and_where_they_stand():
    assert WORDS.shares("track my order", TRACK) == (1.0, 1.0)
    anywhere, there = WORDS.shares("track my laptop", TRACK)
    assert anywhere == 1.0
    assert 0 < there < 1


def test_new_words_weigh_most():
    one_new, _ = WORDS.shares("track my piano", TRACK)
    assert one_new < 0.6


def test_a_text_without_words_is_not_known():
    assert WORDS.shares("👍!", TRACK)[1] == 0.0
    assert WORDS.shares("", TRACK) == (0.0, 0.0)


def test_an_example_unseen_knows_its_words_by_others_alone():
    anywhere, there = WORDS.shares_unseen("return a laptop", RETURN, RETURN, taught=True)
    # "laptop" is in no other example, "return" in one of its label, "a" in one of the other's.
    assert 0 < there < anywhere < 1


def test_what_was_never_taught_knows_only_the_words_of_others():
    anywhere, there = WORDS.shares_unseen("return a laptop", RETURN, TRACK, taught=False)
    assert anywhere == pytest.approx(there)
    assert 0 < anywhere < 0.5
