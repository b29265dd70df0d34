"""The bot's fixed words."""

from pathlib import Path

import pytest

from actions.turns.texts import TextError, Texts

DOMAIN = Path(__file__).parents[3] / "domain.yml"
TWO_LANGUAGES = """
responses:
  utter_done:
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
    assert texts.say("utter_done", "es", {"name": "Ana"}) == "Hecho, Ana."
    assert texts.say("utter_done", "en", {"name": "Ana"}) == "Done, Ana."


def test_buttons_keep_their_payload(tmp_path):
    texts = texts_of(tmp_path, TWO_LANGUAGES)
    assert [button.payload for button in texts.buttons("utter_done", "es")] == ["/ask"]
    assert texts.buttons("utter_done", "en") == []


def test_what_a_contact_wrote_is_never_filled_as_a_template(tmp_path):
    texts = texts_of(tmp_path, TWO_LANGUAGES)
    assert (
        texts.say("utter_done", "en", {"name": "{company} ${HOME}"}) == "Done, {company} ${HOME}."
    )


def test_a_missing_language_is_named_with_its_response(tmp_path):
    with pytest.raises(TextError, match=r"utter_done.*'pt'"):
        texts_of(tmp_path, TWO_LANGUAGES, languages=("es", "pt"))


def test_an_unknown_response_is_named(tmp_path):
    with pytest.raises(TextError, match="utter_gone"):
        texts_of(tmp_path, TWO_LANGUAGES).say("utter_gone", "es")


def test_every_text_of_this_workspace_exists_in_spanish_and_english():
    texts = Texts.load(DOMAIN, company="Nube", languages=("es", "en"))
    assert len(texts.responses) > 30


def test_no_text_of_this_workspace_names_the_demo_company():
    assert "Aurora" not in DOMAIN.read_text(encoding="utf-8")
