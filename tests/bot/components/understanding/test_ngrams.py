import numpy as np
import pytest

from bot.components.understanding.ngrams import Ngrams


def known(ngrams, kind):
    (half,) = (half for half in ngrams.halves if half.kind == kind)
    return set(half.places)


def test_a_text_is_wholly_like_itself_and_not_at_all_like_one_of_other_letters():
    texts = ["wo ist es", "un bug"]
    first, second = Ngrams.learn(texts).features(texts).toarray()
    assert first @ first == pytest.approx(1)
    assert first @ second == pytest.approx(0)


def test_one_text_weighs_as_it_does_among_others():
    ngrams = Ngrams.learn(["where is my order", "where is my refund", "cancel it"])
    places, weights = ngrams.weights("where is it")
    row = np.zeros(ngrams.width, dtype=np.float32)
    row[places] = weights
    np.testing.assert_array_equal(row, ngrams.features(["where is it"]).toarray()[0])


def test_of_few_texts_what_all_share_counts():
    assert "orde" in known(Ngrams.learn(["my order", "your order", "order"] * 100), "characters")


def test_of_many_texts_the_characters_that_more_than_a_tenth_share_are_left_out():
    texts = [f"order {number:c}" for number in range(ord("a"), ord("z") + 1)] * 40
    ngrams = Ngrams.learn(texts)  # 1,040 texts: only what more than 1,000 share
    assert "orde" not in known(ngrams, "characters") and " q " in known(ngrams, "characters")
    assert {"order", "order q"} <= known(ngrams, "words")


def test_a_text_of_nothing_known_is_like_none():
    places, weights = Ngrams.learn(["hello"]).weights("???")
    assert places == [] and len(weights) == 0
