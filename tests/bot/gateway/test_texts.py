import string

import pytest

from actions.company_file import CompanyFileError
from actions.sentences import read_sentences
from bot.gateway.texts import CATALOGUE, Texts

ALL = read_sentences(CATALOGUE)


@pytest.mark.parametrize("name", ALL)
def test_every_sentence_is_there_in_both_languages_with_the_same_facts(name):
    facts = {
        language: {field for _, field, _, _ in string.Formatter().parse(text) if field}
        for language, text in ALL[name].items()
    }
    assert set(facts) == {"es", "en"}
    assert facts["es"] == facts["en"]


def test_a_language_without_a_sentence_speaks_the_first_of_the_companys_that_has_it():
    texts = Texts({"hello": {"es": "hola", "en": "hello {name}"}}, ["pt", "en"])
    assert texts.say("hello", "es") == "hola"
    assert texts.say("hello", "pt", name="Ana") == "hello Ana"


def test_a_workspace_whose_languages_are_not_there_yet_still_speaks():
    assert Texts({"hello": {"es": "hola"}}, ["pt"]).say("hello", "pt") == "hola"


def test_a_company_adds_a_language_and_rewrites_a_sentence(tmp_path):
    own = tmp_path / "texts.yml"
    own.write_text("format: 1\ntexts:\n  talk-to-a-person: {pt: Falar, es: Hablar}\n", "utf-8")
    texts = Texts.load(["pt", "es"], own)
    assert [texts.say("talk-to-a-person", language) for language in ("pt", "es")] == [
        "Falar",
        "Hablar",
    ]
    assert texts.missing("es") == []
    assert set(texts.missing("pt")) == set(ALL) - {"talk-to-a-person"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("talk: {pt: Falar}", "field texts.talk: the gateway says no such sentence; the names are"),
        (
            "help-center: {pt: 'Ajuda de {empresa}'}",
            "field texts.help-center.pt: {empresa} is never filled; {company} can be.",
        ),
        (
            "talk-to-a-person: {pt: 'Falar {}'}",
            "field texts.talk-to-a-person.pt: {} is never filled; nothing can be.",
        ),
    ],
)
def test_a_sentence_that_could_not_be_said_is_refused(tmp_path, line, told):
    own = tmp_path / "texts.yml"
    own.write_text(f"format: 1\ntexts:\n  {line}\n", "utf-8")
    with pytest.raises(CompanyFileError) as refused:
        Texts.load(["pt"], own)
    assert str(refused.value).startswith(f"{own}, {told}")


def test_facts_are_filled_in_and_never_read_as_templates():
    texts = Texts({"company": {"es": "Ayuda de {company}"}}, ["es"])
    assert texts.say("company", "es", company="{0.__class__}") == "Ayuda de {0.__class__}"
