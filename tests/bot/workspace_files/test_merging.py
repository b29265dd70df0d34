"""Two changes of one text are brought together, or known not to fit."""

import pytest

from bot.workspace_files.merging import merged

BASE = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        # Apart from each other.
        ("A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
        ("a\nb\nc\nd\ne\n", "b\nc\nd\n", "b\nc\nd\ne\n"),
        # The same change twice is one.
        ("a\nB\nc\nd\n", "a\nB\nc\nd\n", "a\nB\nc\nd\n"),
        # Nothing changed.
        (BASE, "a\nx\nc\nd\n", "a\nx\nc\nd\n"),
        # The same line became two things.
        ("a\nB\nc\nd\n", "a\nX\nc\nd\n", None),
        # One changed what the other took away.
        ("a\nB\nc\nd\n", "a\nd\n", None),
        # Both put something in the same place.
        ("a\nb\nc\nd\ne\n", "a\nb\nc\nd\nf\n", None),
    ],
)
def test_changes_meet_where_they_touch_the_same_lines(one, other, both):
    assert merged(BASE, one, other) == both
    assert merged(BASE, other, one) == both
