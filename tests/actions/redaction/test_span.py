from actions.redaction.span import Span, covered


def test_spans_are_replaced_by_their_marks():
    assert covered("ab cd ef", [Span(6, 8, "[y]"), Span(0, 2, "[x]")]) == "[x] cd [y]"


def test_of_overlapping_spans_nothing_is_left():
    assert covered("abcdef", [Span(0, 3, "[x]"), Span(1, 5, "[y]")]) == "[x]f"
    assert covered("abcdef", [Span(0, 6, "[x]"), Span(2, 3, "[y]")]) == "[x]"
