import pytest

from bot.components.language import identified, prior_of, words_of

BOTH = ("es", "en")
GLUE = {"es": {"de", "mi", "no"}, "en": {"is", "my", "no", "where"}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hola, ¿qué tal?", ["hola", "qué", "tal"]),
        ("AU-48213", ["AU"]),
        ("ana@ejemplo.com 612 345 678", []),
        ("https://example.com/en/help", []),
    ],
)
def test_addresses_and_numbers_are_no_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("es", {"es": 0.75, "en": 0.25}),
        ("es-MX", {"es": 0.75, "en": 0.25}),
        ("en_GB", {"es": 0.25, "en": 0.75}),
        ("de", {"es": 0.5, "en": 0.5}),
        (None, {"es": 0.5, "en": 0.5}),
    ],
)
def test_the_locale_is_an_expectation(locale, expected):
    assert prior_of(locale, BOTH) == expected


def test_one_word_keeps_the_language_of_the_page():
    found = identified("ok", {"es": 0.1, "en": 0.9}, prior_of("es", BOTH), GLUE)
    assert (found.name, found.confidence) == ("es", 0.75)


def test_a_clear_sentence_overrules_the_page():
    found = identified(
        "where is my parcel now", {"es": 0.05, "en": 0.95}, prior_of("es", BOTH), GLUE
    )
    assert found.name == "en"


def test_small_words_help_where_letters_are_unsure():
    found = identified("where is my parcel", {"es": 0.3, "en": 0.7}, prior_of("es", BOTH), GLUE)
    assert found.name == "en"


def test_an_unclear_sentence_does_not():
    found = identified("bluetooth tv", {"es": 0.45, "en": 0.55}, prior_of("es", BOTH), GLUE)
    assert found.name == "es"


def test_one_word_without_locale_goes_by_its_letters():
    assert (
        identified("devolución", {"es": 0.99, "en": 0.01}, prior_of(None, BOTH), GLUE).name == "es"
    )


def test_a_company_with_one_language_is_certain():
    found = identified("hola a todos", {}, prior_of("en", ("es",)), GLUE)
    assert (found.name, found.confidence) == ("es", 1.0)


def test_without_any_sign_the_first_language_holds():
    assert identified("", {}, prior_of(None, BOTH), GLUE).name == "es"
