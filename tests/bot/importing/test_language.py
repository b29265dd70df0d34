import pytest

from bot.importing.found import Failure, FoundArticle
from bot.importing.language import language_of

LONG_ES = "Tienes treinta días desde la entrega para devolver el pedido en cualquier tienda. " * 4
COMPANY = ("es", "en")


def article(text="", *, language=None, key="/a.html", title="T"):
    return FoundArticle(key, "a.html", title, text, language=language)


@pytest.mark.parametrize(
    ("found", "language"),
    [
        (article(language="es-MX"), "es"),
        (article(language="Español"), "es"),
        (article(language="Spanish"), "es"),
        (article(language="inglés"), "en"),
        (article(key="/en/help/a.html"), "en"),
        (article(key="/es-mx/a.html"), "es"),
        (article("Tienes treinta días para devolverlo."), "es"),
        (article("You have thirty days to return it."), "en"),
    ],
)
def test_the_source_says_its_language_or_its_words_do(found, language):
    assert language_of(found, COMPANY, chosen=None) == (language, "")


def test_a_chosen_language_is_that_of_all():
    assert language_of(article(LONG_ES), COMPANY, chosen="en") == ("en", "")


def test_a_company_with_one_language_has_no_question():
    assert language_of(article("PayPal"), ("es",), chosen=None) == ("es", "")


def test_a_long_text_knows_better_than_the_default_of_a_theme():
    found = language_of(article(LONG_ES, language="en"), COMPANY, chosen=None)
    assert found == ("es", "it says it is in en, and reads as es")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (article("PayPal, Visa"), "Its language cannot be told. Say --language, one of es, en."),
        (article(language="fr-FR"), "Its language is fr; the company has es, en. Say --language."),
    ],
)
def test_where_it_cannot_be_told_the_lead_is_asked(found, told):
    failure = language_of(found, COMPANY, chosen=None)
    assert isinstance(failure, Failure)
    assert failure.message == told


def test_a_language_that_the_model_does_not_know_is_asked_for():
    found = language_of(article(LONG_ES), ("es", "gsw"), chosen=None)
    assert isinstance(found, Failure)
