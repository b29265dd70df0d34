import json

import pytest

from bot.gateway.edge import clean_text, read_json
from bot.gateway.problems import UnreadableBody


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("héllo 👩‍👩‍👧 ñ", "héllo 👩‍👩‍👧 ñ"),
        ("e\u0301", "é"),  # one spelling of one letter
        ("a\r\nb\rc\n\td", "a\nb\nc\n\td"),
        ("a\x00b\x1b[31m\x7f\x85c", "ab[31mc"),
        ("\ud800x\udfff", "\ufffdx\ufffd"),
        ("AU-\u202e12\u202c34", "AU-1234"),  # shown as it is read
        (
            "שלום \u2067AU-1\u2069\u200f!",
            "שלום \u2067AU-1\u2069\u200f!",
        ),  # text from the right is text
    ],
)
def test_texts_are_cleaned_once(text, cleaned):
    assert clean_text(text) == cleaned == clean_text(cleaned)


def test_every_text_of_a_body_is_cleaned_keys_too():
    body = rb'{"a\u0000": ["\ud800", {"b": "c\u0007"}], "n": 1.5}'
    assert read_json(body, max_depth=32) == {"a": ["\ufffd", {"b": "c"}], "n": 1.5}


def test_a_pair_of_surrogates_is_one_character():
    assert read_json(rb'"\ud83d\ude00"', max_depth=1) == "😀"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b"1" * 5_000,  # more digits than Python turns into a number
        b'"\xff"',
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        b"[" * 33 + b"]" * 33,
        b"[" * 60_000,
        b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
        b'"' + b"\\" * 60_001,
    ],
)
def test_what_is_not_plain_json_is_refused(body):
    with pytest.raises(UnreadableBody):
        read_json(body, max_depth=32)


def test_brackets_in_texts_are_not_depth():
    text = '[[[["\\' * 1_000
    assert read_json(json.dumps([text]).encode(), max_depth=1) == [text]


def test_a_long_run_of_accents_costs_no_time():
    # Normalising it would take quadratic time; it is too long for every field anyway.
    assert len(clean_text("a" + "\u0301\u0316" * 30_000)) == 60_001
