"""The examples that every workspace starts with, and those of the demo company."""

import re
from collections import defaultdict

import pytest

from tests.bot.components.examples import NLU_DATA, entries, examples, lexicon, lines

LANGUAGES = ("es", "en")
ACTS = """ask open_ticket person status complain affirm deny cancel correct greet thank bye
smalltalk abuse out_of_scope""".split()
TOPICS = """orders changes delivery delivery_problems returns refunds guarantee repairs payment
payment_problems invoices offers account access products stock setup shops business privacy
recycling contact complaints""".split()
COMPANY = re.compile(r"aurora|\bAU-|\bRE-\d|sevilla.*tienda|tienda.*sevilla", re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_examples_that_fit_any_company(language, act):
    texts = [
        text
        for _, entry in entries(f"{language}")
        for text in lines(entry)
        if entry.get("intent") == act
    ]
    assert len(texts) >= 15
    assert not [text for text in texts if COMPANY.search(text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_examples_of_several_acts(language, topic):
    taught = [example for example in examples(language) if example.topic == topic]
    assert len(taught) >= 15  # beyond the phrasings of its articles
    assert len({example.act for example in taught}) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_named_after_its_act_or_topic(language):
    for file, entry in entries(language):
        if "intent" in entry:
            assert file.stem == entry["intent"].rpartition("/")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_taught_twice(language):
    meanings = defaultdict(list)
    for example in examples(language):
        meanings[example.text.casefold()].append((example.act, example.topic))
    assert not {text: told for text, told in meanings.items() if len(told) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_an_example_and_none_is_taken_for_markup(language):
    for file, entry in entries():
        for line in entry["examples"].splitlines():
            assert line.startswith("- "), (file, line)
        if "intent" in entry:
            assert not re.search(r"[\[\]{}]", entry["examples"]), file


def test_nothing_is_replaced_from_the_environment():
    for file in NLU_DATA.rglob("*.yml"):
        assert "${" not in file.read_text("utf-8"), file


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_are_twelve_in_every_language(language):
    (months,) = [lines(entry) for _, entry in entries(language) if entry.get("lookup") == "month"]
    assert len(months) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_patterns_of_a_language_need_no_other(language):
    assert lexicon(language).matches("address", "Calle Olmo 12")


def test_languages_write_the_postcodes_of_one_country_alike():
    forms = {
        language: [lines(entry) for _, entry in entries(language) if is_postcode_form(entry)]
        for language in LANGUAGES
    }
    assert forms["es"] == forms["en"] != []


def is_postcode_form(entry: dict[str, str]) -> bool:
    return entry.get("regex") == "postcode_form"
