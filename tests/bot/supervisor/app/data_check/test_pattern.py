from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.supervisor.app.data_check.pattern import broken_patterns, unknown_names

FILE = Path("/company/nlu_data/nlu/patterns.yml")
STREETS = "nlu:\n  - lookup: street\n    examples: |\n      - calle\n"


def data(pattern: str) -> dict:
    entry = f"  - regex: address\n    examples: |\n      - {pattern}\n"
    return {FILE: YAML().load(STREETS + entry)}


@pytest.mark.parametrize("pattern", [r"(?P<value>{street}\s+\d{1,3})", r"\b\d{5}\b"])
def test_a_good_pattern_is_no_mistake(pattern):
    found = data(pattern)
    assert [*broken_patterns(found), *unknown_names(found)] == []


def test_what_is_no_regular_expression_is_told_with_its_place():
    [problem] = broken_patterns(data(r"(?P<value>{street}\s+\d"))
    assert str(problem) == (
        f"{FILE}, line 7: is no regular expression: missing ), unterminated subpattern at "
        "position 0; correct it, or take it away."
    )


def test_a_name_that_no_file_explains_is_told_with_those_that_are_there():
    [problem] = unknown_names(data(r"{stret}\s+\d"))
    assert str(problem) == (
        f"{FILE}, line 7: {{stret}} is no lookup or regex; there are address, street."
    )
