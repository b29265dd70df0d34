import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reviewing.ordering import Doubtful, alike, most_useful_first


def doubtful(id, words, uncertainty=0.5, count=1):
    return Doubtful(id, frozenset(words.split()), uncertainty, count)


def order(*messages: Doubtful, most=10):
    return [each.id for each in most_useful_first(messages, most=most)]


def test_the_more_unsure_and_the_more_frequent_come_first():
    few = doubtful("few", "a b", 0.5)
    unsure = doubtful("unsure", "c d", 0.9)
    many = doubtful("many", "e f", 0.5, count=100)
    assert order(few, unsure, many) == ["many", "unsure", "few"]


def test_what_is_like_one_before_it_waits():
    first = doubtful("first", "where is my parcel", 0.9)
    like = doubtful("like", "where is my parcel now", 0.8)
    other = doubtful("other", "cancel everything today", 0.4)
    assert order(first, like, other) == ["first", "other", "like"]


def test_only_so_many_are_listed():
    assert len(order(*(doubtful(str(n), f"word{n}") for n in range(9)), most=4)) == 4


@given(st.lists(st.tuples(st.sets(st.integers(0, 5)), st.floats(0, 1)), max_size=8))
def test_nobody_is_lost_or_twice(drawn):
    messages = [
        Doubtful(str(n), frozenset(map(str, words)), uncertainty)
        for n, (words, uncertainty) in enumerate(drawn)
    ]
    assert sorted(order(*messages, most=100)) == sorted(each.id for each in messages)


@pytest.mark.parametrize(
    ("one", "other", "share"), [("a b", "a b", 1.0), ("a b", "b c", 1 / 3), ("a", "b", 0.0)]
)
def test_likeness_is_the_share_of_words_in_common(one, other, share):
    assert alike(frozenset(one.split()), frozenset(other.split())) == pytest.approx(share)
