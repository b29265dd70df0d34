"""The bot's fixed words."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from actions.texts import Text, TextError, Texts, placeholders_of
from actions.turns import form

DOMAIN = Path(__file__).parents[2] / "domain.yml"
TWO_LANGUAGES = """
responses:
  utter_form_done:
    - condition: [{type: slot, name: language, value: es}]
      text: "Hecho, {name}."
      buttons: [{title: Más, payload: /ask}]
    - condition: [{type: slot, name: language, value: en}]
      text: "Done, {name}."
"""


def texts_of(tmp_path, yaml, languages=("es", "en")):
    path = tmp_path / "domain.yml"
    path.write_text(yaml, encoding="utf-8")
    return Texts.load(path, company="Nube", languages=languages)


def test_a_text_is_said_in_the_language_of_the_conversation(tmp_path):
    texts = texts_of(tmp_path, TWO_LANGUAGES)
    assert texts.say("utter_form_done", "es", {"name": "Ana"}) == "Hecho, Ana."
    assert texts.say("utter_form_done", "en", {"name": "Ana"}) == "Done, Ana."


def test_buttons_keep_their_payload(tmp_path):
    texts = texts_of(tmp_path, TWO_LANGUAGES)
    assert [button.payload for button in texts.buttons("utter_form_done", "es")] == ["/ask"]
    assert texts.buttons("utter_form_done", "en") == []


def test_what_a_contact_wrote_is_never_filled_as_a_template(tmp_path):
    texts = texts_of(tmp_path, TWO_LANGUAGES)
    assert (
        texts.say("utter_form_done", "en", {"name": "{company} ${HOME}"})
        == "Done, {company} ${HOME}."
    )


def test_a_missing_language_is_named_with_its_response(tmp_path):
    with pytest.raises(TextError, match=r"utter_form_done.*'pt'"):
        texts_of(tmp_path, TWO_LANGUAGES, languages=("es", "pt"))


def test_a_placeholder_that_nothing_fills_is_named_with_those_that_are(tmp_path):
    misspelt = TWO_LANGUAGES.replace("Hecho, {name}", "Hecho, {nombre}")
    with pytest.raises(TextError) as raised:
        texts_of(tmp_path, misspelt)
    sentence = str(raised.value)
    assert sentence.startswith(f"{tmp_path / 'domain.yml'}, line 3, responses.utter_form_done: ")
    assert "{nombre} in language 'es' is never filled; {company}, {contact}, " in sentence


def test_a_placeholder_of_another_response_is_none_of_this_one(tmp_path):
    with pytest.raises(TextError, match=r"\{name\} in language 'es'.*; \{company\} can be"):
        texts_of(tmp_path, TWO_LANGUAGES.replace("utter_form_done", "utter_greet"))


def test_all_mistakes_are_told_at_once(tmp_path):
    other = TWO_LANGUAGES.replace("responses:", "").replace("utter_form_done", "utter_greet")
    with pytest.raises(TextError) as raised:
        texts_of(tmp_path, TWO_LANGUAGES + other, languages=("es", "pt"))
    assert [line.split("responses.")[1] for line in str(raised.value).splitlines()] == [
        "utter_form_done: no text for language 'pt'. "
        "Add one with the condition `name: language, value: pt`.",
        "utter_greet: no text for language 'pt'. "
        "Add one with the condition `name: language, value: pt`.",
        "utter_greet: {name} in language 'es' is never filled; {company} can be.",
        "utter_greet: {name} in language 'en' is never filled; {company} can be.",
    ]


def test_a_response_that_is_no_list_of_texts_is_named(tmp_path):
    with pytest.raises(TextError, match=r"responses.utter_done: write a list of texts"):
        texts_of(tmp_path, "responses:\n  utter_done:\n    - buttons: []\n      condition: [1]\n")


def test_what_the_form_says_may_hold_what_the_form_fills():
    modules = Path(form.__file__).parent.glob("form*.py")
    code = "".join(module.read_text(encoding="utf-8") for module in modules)
    said = re.findall(r'Line\(f?"(utter_\w+)', code)
    assert len(said) > 5
    assert all({"team", "summary", "contact"} <= placeholders_of(response) for response in said)


def test_an_unknown_response_is_named(tmp_path):
    with pytest.raises(TextError, match="utter_gone"):
        texts_of(tmp_path, TWO_LANGUAGES).say("utter_gone", "es")


def test_every_text_of_this_workspace_exists_in_spanish_and_english():
    texts = Texts.load(DOMAIN, company="Nube", languages=("es", "en"))
    assert len(texts.responses) > 30


def test_no_text_of_this_workspace_names_the_demo_company():
    assert "Aurora" not in DOMAIN.read_text(encoding="utf-8")


def test_what_is_filled_in_doubles_no_full_stop():
    texts = Texts(
        {"utter_end": {"es": Text("Soy de {company}. Sí, {company}… de {company}")}}, "Sol S. L."
    )
    assert texts.say("utter_end", "es") == "Soy de Sol S. L. Sí, Sol S. L.… de Sol S. L."


PROMISE = {
    "es": "como muy tarde el {due_date} a las {due_time}",
    "en": "by {due_date} at {due_time}",
}


def test_a_promise_is_said_in_one_form():
    responses = YAML(typ="safe").load(DOMAIN.read_text("utf-8"))["responses"]
    promises = [
        (name, variant["condition"][0]["value"], variant["text"])
        for name, variants in responses.items()
        for variant in variants
        if "{due_date}" in variant.get("text", "")
    ]
    assert promises
    assert [name for name, language, text in promises if PROMISE[language] not in text] == []
