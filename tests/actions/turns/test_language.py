"""Which language a conversation is in."""

import pytest

from actions.turns.heard import Heard
from actions.turns.language import conversation_language

LANGUAGES = ("es", "en")


def wrote(text, language="", confidence=0.0, locale=""):
    return Heard(
        conversation_id="cnv_1",
        message_id="msg_1",
        text=text,
        act="ask",
        language=language,
        language_confidence=confidence,
        locale=locale,
    )


@pytest.mark.parametrize(
    ("current", "heard", "spoken"),
    [
        (None, wrote("hotel", locale="en"), "en"),  # the page's language comes first
        (None, wrote("hotel", locale="fr"), "es"),  # a language we do not have: the company's first
        ("es", wrote("ok thanks", "en", 0.99), "es"),  # two words are no evidence
        ("es", wrote("where is my order", "en", 0.99), "en"),
        ("es", wrote("where is my order", "en", 0.6), "es"),  # not sure enough
        ("es", wrote("wo ist mein Paket denn", "de", 0.99), "es"),  # not ours
    ],
)
def test_language_changes_only_on_strong_evidence(current, heard, spoken):
    assert conversation_language(current, heard, LANGUAGES) == spoken
