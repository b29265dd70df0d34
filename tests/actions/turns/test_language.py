"""Which language a conversation is in."""

from dataclasses import replace

import pytest

from actions.turns.heard import Heard
from actions.turns.language import conversation_language
from actions.turns.memory import Memory

LANGUAGES = ("es", "en")
SPANISH = Memory(language="es", locale="es")
ENGLISH = Memory(language="en", locale="en")


def wrote(text, language="", confidence=0.0, locale="es"):
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
    ("memory", "heard", "spoken"),
    [
        (Memory(), wrote("hotel", locale="en"), "en"),  # the page's language comes first
        (Memory(), wrote("hotel", locale="fr"), "es"),  # one we do not have: the company's first
        (SPANISH, wrote("ok thanks", "en", 0.99), "es"),  # two words are no evidence
        (SPANISH, wrote("where is my order", "en", 0.99), "en"),
        (SPANISH, wrote("where is my order", "en", 0.6), "es"),  # not sure enough
        (SPANISH, wrote("wo ist mein Paket denn", "de", 0.99), "es"),  # not ours
    ],
)
def test_language_changes_only_on_strong_evidence(memory, heard, spoken):
    assert conversation_language(memory, heard, LANGUAGES) == spoken


@pytest.mark.parametrize("field", ["name", "contact", "order_number"])
def test_a_name_from_elsewhere_does_not_change_the_language(field):
    asked = replace(ENGLISH, requested_slot=field)
    heard = wrote("María del Carmen López", "es", 0.97, locale="en")
    assert conversation_language(asked, heard, LANGUAGES) == "en"


def test_the_language_chosen_on_the_page_counts_when_it_changes():
    assert conversation_language(ENGLISH, wrote("ok", locale="es"), LANGUAGES) == "es"


def test_a_language_once_written_stays_though_the_page_is_in_another():
    written = replace(ENGLISH, locale="es")
    assert conversation_language(written, wrote("ok", locale="es"), LANGUAGES) == "en"
