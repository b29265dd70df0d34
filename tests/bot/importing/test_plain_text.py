import pytest

from bot.importing.plain_text import asks, one_line, shortened, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\x0bd\u2028e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x1b[0m\x7f", "ab[0m"),
        ("\u202eevil\u2066", "evil"),
        ("\ufeffa\u00adb\u200bc\u00a0d", "abc d"),
        ("cafe\u0301", "café"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("\ud800x", "x"),
    ],
)
def test_a_tidy_text_has_nothing_that_nobody_sees(text, expected):
    assert tidy(text) == expected


def test_one_line_is_one_line():
    assert one_line(" a\n\tb\x00 ") == "a b"


def test_a_long_text_is_cut_between_words():
    assert shortened("one two three", 9) == "one two…"
    assert shortened("x" * 20, 5) == "xxxx…"
    assert shortened("short", 5) == "short"


def test_questions_are_known_by_their_marks():
    assert asks("How?") and asks("1. ¿Cómo") and asks("どう？")
    assert not asks("How to return")
