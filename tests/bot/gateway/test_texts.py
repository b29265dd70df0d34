import string

import pytest

from actions.company_file import read_company_file
from bot.gateway.texts import CATALOGUE, Texts, _Catalogue

ALL = read_company_file(CATALOGUE, _Catalogue).texts


@pytest.mark.parametrize("name", ALL)
def test_every_sentence_is_there_in_both_languages_with_the_same_facts(name):
    facts = {
        language: {field for _, field, _, _ in string.Formatter().parse(text) if field}
        for language, text in ALL[name].items()
    }
    assert set(facts) == {"es", "en"}
    assert facts["es"] == facts["en"]


def test_a_language_without_a_sentence_speaks_the_workspaces_first():
    texts = Texts({"hello": {"es": "hola", "pt": "olá {name}"}}, "pt")
    assert texts.say("hello", "es") == "hola"
    assert texts.say("hello", "fr", name="Ana") == "olá Ana"


def test_a_workspace_whose_language_is_not_there_yet_still_speaks():
    assert Texts({"hello": {"es": "hola"}}, "pt").say("hello", "pt") == "hola"


def test_facts_are_filled_in_and_never_read_as_templates():
    texts = Texts({"company": {"es": "Ayuda de {company}"}}, "es")
    assert texts.say("company", "es", company="{0.__class__}") == "Ayuda de {0.__class__}"
