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
    ("common", "one", "other", "share"), [(2, 2, 2, 1.0), (1, 2, 2, 1 / 3), (0, 1, 1, 0.0)]
)
def test_likeness_is_the_share_of_words_in_common(common, one, other, share):
    assert alike(common, one, other) == pytest.approx(share)


@given(st.lists(st.tuples(st.sets(st.integers(0, 5)), st.integers(0, 4)), max_size=12))
def test_each_is_the_one_that_adds_most_to_those_before_it(drawn):
    messages = [
        Doubtful(f"{n:02}", frozenset(map(str, words)), uncertainty / 4)
        for n, (words, uncertainty) in enumerate(drawn)
    ]
    assert most_useful_first(messages, most=12) == one_by_one(messages)


def one_by_one(messages):
    """The same, each compared with all that were chosen."""
    left, chosen = sorted(messages, key=lambda each: (-each.weight, each.id)), []
    while left:
        chosen.append(max(left, key=lambda each: adds(each, chosen)))
        left.remove(chosen[-1])
    return chosen


def adds(message, chosen):
    shares = [
        alike(len(message.words & each.words), len(message.words), len(each.words))
        if message.words | each.words
        else 1.0
        for each in chosen
    ]
    return message.weight * (1 - max(shares, default=0.0))
