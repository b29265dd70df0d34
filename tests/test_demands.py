"""Which test shows which demand is read from the tests themselves."""

import ast
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.conversations.dialogue import dialogues
from tests.demands import REPOSITORY, Claim, TooManyDemands, claim_of, known, rows, table


def test_a_docstring_that_begins_with_demands_is_a_claim():
    claim = claim_of("test_x", "C5, C6: one ticket with\n    three messages.", {})
    assert claim == Claim("test_x", ("C5", "C6"), "one ticket with three messages.")


@pytest.mark.parametrize("docstring", [None, "", "A sentence.", "See C5: it is not at its place"])
def test_any_other_docstring_is_none(docstring):
    assert claim_of("test_x", docstring, {}) is None


def test_a_conversation_claims_with_its_name():
    dialogue = SimpleNamespace(name="A person, please", demands=["C1", "E7"])
    claim = claim_of("test_conversation[a]", None, {"dialogue": dialogue})
    assert claim == Claim("test_conversation[a]", ("C1", "E7"), "A person, please")


@pytest.mark.parametrize("named", ["A1, A2, A3, A4", "A99"])
def test_a_test_that_claims_too_much_or_what_nobody_demands_is_refused(named):
    with pytest.raises(TooManyDemands):
        claim_of("test_x", f"{named}: everything.", {})


def test_every_written_conversation_may_claim_what_it_claims():
    claims = [claim_of(each.name, None, {"dialogue": each}) for each in dialogues()]
    assert len([claim for claim in claims if claim]) > 20


def test_a_demand_without_a_test_has_a_row_that_says_so():
    claims = [Claim("test_x", ("C5", "C6"), "one | ticket")]
    found = rows(claims, {"test_x": "passed"})
    assert {row["demand"] for row in found} == set(known())
    results = {row["demand"]: row["result"] for row in found}
    assert (results["C5"], results["C6"], results["A1"]) == ("passed", "passed", "no test")
    assert (
        "| C5 one ticket per request, with its details, tied to a contact | `test_x` "
        "| one / ticket | passed |" in table(found)
    )


def test_what_was_not_run_is_no_pass():
    (row, *_) = rows([Claim("test_x", ("A1",), "…")], {})
    assert row["result"] == "not run"


TESTS = """
def test_claims():
    "C5: one ticket."
def test_fails():
    "C6: never."
    assert False
def test_is_silent():
    assert False
"""
PROGRAM = """
import sys
from pathlib import Path
import pytest
from tests import demands
folder = Path(sys.argv[1])
demands.RESULTS, demands.TABLE = folder / "demands.json", folder / "demands.md"
arguments = ["--rootdir", sys.argv[1], "-p", "no:cacheprovider", str(folder / "test_it.py")]
sys.exit(pytest.main(arguments, plugins=[demands.DemandsPlugin()]))
"""


def test_only_what_claims_is_run_and_its_results_are_written(tmp_path):
    (tmp_path / "test_it.py").write_text(TESTS, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    assert "1 failed, 1 passed, 1 deselected" in done.stdout
    written = (tmp_path / "demands.md").read_text("utf-8")
    assert "| one ticket. | passed |" in written
    assert "| never. | failed |" in written


def test_every_test_may_claim_what_it_claims():
    functions = [
        (f"{file.relative_to(REPOSITORY)}::{node.name}", ast.get_docstring(node))
        for file in (REPOSITORY / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    claims = [claim_of(name, docstring, {}) for name, docstring in functions]
    assert len([claim for claim in claims if claim]) > 5
