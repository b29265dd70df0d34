import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.publishing import gate
from bot.publishing.gate.cases import FIRM, WORDS, Case

SOURCES = [
    *Path(gate.__file__).parent.glob("*.py"),
    Path(gate.__file__).parents[1] / "candidate.py",
]
CASES = YAML(typ="safe").load(WORDS.read_text("utf-8"))
MADE = re.compile(r'Case\("(\w+)", "(\w+)"|\("(\w+)", "(data_mistake|routing_gap)"\)')


def made() -> set[tuple[str, str]]:
    found = [each for file in SOURCES for each in MADE.findall(file.read_text("utf-8"))]
    return {(check or other, kind or second) for check, kind, other, second in found}


def test_every_case_that_is_made_has_its_words_and_none_has_them_for_nothing():
    assert {kind for _, kind in made()} == set(CASES)


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("what", ["wrong", "way_out"])
def test_a_case_says_the_same_in_both_languages(kind, what):
    names = {
        language: sorted(set(re.findall(r"\{(\w+)", text)))
        for language, text in CASES[kind][what].items()
    }
    assert set(names) == {"es", "en"}
    if what == "wrong":
        assert names["es"] == names["en"]


def test_only_what_would_harm_without_remedy_is_firm():
    firm = {kind for check, kind in made() if check in FIRM}
    assert firm == {
        *("data_mistake", "routing_gap", "topic_gone", "rule_gone"),
        *("not_as_approved", "somebodys_data"),
    }


def test_the_same_case_of_another_candidate_has_the_same_id():
    values = {"act": "ask", "action": "action_answer"}
    first, again = (Case("routing", "rule_gone", dict(values)) for _ in range(2))
    assert first.id == again.id
    assert first.id != Case("routing", "rule_gone", {**values, "act": "deny"}).id
    assert first.sentence("es") == (
        "Ninguna regla dice ya a qué lleva el acto ask; llevaba a action_answer."
    )
    assert first.way_out("pt") == first.way_out("en")
