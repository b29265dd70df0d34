"""What the order of a review is worth, on a stream whose labels are known."""

import pytest

from bot.reviewing.bench import Stream, as_they_come, error, in_our_order, needed_for, saved
from bot.training.bench.sets import LabelledText

EASY = [LabelledText(f"where is parcel {number}", "parcel") for number in range(40)]
HARD = [LabelledText(f"refund number {number}", "refund") for number in range(8)]
STREAM = Stream(
    start=(LabelledText("where is my parcel", "parcel"),),
    comes=(*EASY, *HARD),
    asked=(LabelledText("where is it", "parcel"), LabelledText("refund me", "refund")),
)


def judge(taught, asked):
    """Knows an intent once it was taught, and is unsure of all others."""
    known = {row.intent for row in taught}
    intents = [row.intent if row.intent in known else "parcel" for row in asked]
    return intents, [0.9 if row.intent in known else 0.2 for row in asked]


def test_what_the_model_is_unsure_of_is_reviewed_first():
    assert dict(in_our_order(STREAM, judge, at=(2,))) == {0: 0.5, 2: 0.0}


def test_taking_what_comes_needs_more_of_it():
    late = [dict(as_they_come(STREAM, judge, at=(2, 48), seed=seed)) for seed in range(8)]
    assert {curve[48] for curve in late} == {0.0}
    assert 0.5 in {curve[2] for curve in late}


def test_what_was_reviewed_is_taught_and_comes_no_more():
    taught = []

    def watched(now, asked):
        taught.append(list(now))
        return judge(now, asked)

    list(in_our_order(STREAM, watched, at=(10, 48)))
    assert [len(now) for now in taught] == [1, 11, 49]
    assert len({row.text for row in taught[-1]}) == 49


def test_the_error_is_the_share_taken_for_something_else():
    assert error(["parcel", "parcel"], STREAM.asked) == 0.5


@pytest.mark.parametrize(
    ("goal", "needed"),
    [(0.10, 0.0), (0.08, 100.0), (0.07, 150.0), (0.05, None)],
)
def test_a_curve_says_how_many_messages_an_error_takes(goal, needed):
    assert needed_for(goal, {0: 0.10, 100: 0.08, 200: 0.06}) == (
        needed if needed is None else pytest.approx(needed)
    )


def test_saved_is_the_share_that_is_not_needed_for_the_same_error():
    ours, others = {0: 0.10, 100: 0.08, 200: 0.06}, {0: 0.10, 200: 0.08, 900: 0.01}
    assert saved(ours, others) == {200: pytest.approx(0.5)}
