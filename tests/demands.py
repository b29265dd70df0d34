"""Demands: which test shows which of them, in what words, and with what result.

A test names its demands at the beginning of its docstring, `C5, C6: one ticket with three
messages.`, and a written conversation under `demands`; at most three, or they would mean little.
`make demands` runs those tests and writes the table.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.training.measured_on import commit, machine

FILE = Path(__file__).with_name("demands.yml")
REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = REPOSITORY / "docs" / "results" / "demands.json"
TABLE = REPOSITORY / "docs" / "demands.md"

MOST = 3
NAMED = re.compile(r"([A-E]\d{1,2}(?:, [A-E]\d{1,2})*): (\S.*)", re.DOTALL)
HEAD = """# What is demanded, and which test shows it

Written by `make demands` from what the tests name; the same with the commit and the machine is in
[results/demands.json](results/demands.json).

| Demand | Test | What it asserts | Result |
|---|---|---|---|
"""


class TooManyDemands(Exception):
    """A test names more demands than one test can show."""


@dataclass(frozen=True)
class Claim:
    """A test's word that it shows some demands."""

    test: str
    demands: tuple[str, ...]
    sentence: str


def known() -> Mapping[str, str]:
    """Id → demand."""
    return yaml.safe_load(FILE.read_text("utf-8"))


def claim_of(test: str, docstring: str | None, params: Mapping[str, Any]) -> Claim | None:
    """What a test claims, if anything; raises TooManyDemands."""
    dialogue = params.get("dialogue")
    written = NAMED.match(docstring or "")
    if dialogue is not None and getattr(dialogue, "demands", None):
        claim = Claim(test, tuple(dialogue.demands), dialogue.name)
    elif written:
        sentence = " ".join(written[2].split())
        claim = Claim(test, tuple(written[1].split(", ")), sentence)
    else:
        return None
    if len(claim.demands) > MOST:
        raise TooManyDemands(
            f"{test} names {len(claim.demands)} demands. Name at most {MOST}; write another test."
        )
    if unknown := set(claim.demands) - known().keys():
        raise TooManyDemands(f"{test} names {', '.join(sorted(unknown))}, not in {FILE.name}.")
    return claim


def rows(claims: Iterable[Claim], outcomes: Mapping[str, str]) -> list[dict[str, str]]:
    """A row for each demand and test, in the order of the demands; one without a test, too."""
    claims = list(claims)
    found = []
    for demand, text in known().items():
        showing = [claim for claim in claims if demand in claim.demands]
        for claim in showing or [Claim("", (demand,), "")]:
            result = outcomes.get(claim.test, "not run") if claim.test else "no test"
            row = {"demand": demand, "means": text, "test": claim.test}
            found.append(row | {"asserts": claim.sentence, "result": result})
    return found


def table(found: Iterable[Mapping[str, str]]) -> str:
    """The rows as the page has them."""
    lines = (
        f"| {row['demand']} {row['means']} | {_code(row['test'])} | {_cell(row['asserts'])} "
        f"| {row['result']} |"
        for row in found
    )
    return HEAD + "\n".join(lines) + "\n"


def write(claims: Iterable[Claim], outcomes: Mapping[str, str]) -> None:
    """Writes the page and the figures."""
    found = rows(claims, outcomes)
    content = {"commit": commit(), "machine": machine(), "demands": found}
    RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    TABLE.write_text(table(found), "utf-8")


class DemandsPlugin:
    """Runs the tests that name a demand, and no others; writes what came of them."""

    def __init__(self) -> None:
        self._claims: dict[str, Claim] = {}
        self._outcomes: dict[str, str] = {}

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Refuses a test that claims too much."""
        self._claims = claims_of(items)
        others = [item for item in items if item.nodeid not in self._claims]
        items[:] = [item for item in items if item.nodeid in self._claims]
        config.hook.pytest_deselected(items=others)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails anywhere has failed."""
        if report.when == "call" or not report.passed:
            self._outcomes.setdefault(report.nodeid, report.outcome)
            if report.failed:
                self._outcomes[report.nodeid] = "failed"

    def pytest_sessionfinish(self) -> None:
        """The whole table, however many tests failed."""
        write(self._claims.values(), self._outcomes)


def claims_of(items: Iterable[pytest.Item]) -> dict[str, Claim]:
    """Test → claim, for the tests that name a demand."""
    found: dict[str, Claim] = {}
    for item in items:
        function = getattr(item, "function", None)
        params = getattr(getattr(item, "callspec", None), "params", {})
        try:
            claim = claim_of(item.nodeid, getattr(function, "__doc__", None), params)
        except TooManyDemands as error:
            raise pytest.UsageError(str(error)) from None
        if claim is not None:
            found[item.nodeid] = claim
    return found


def _code(test: str) -> str:
    return f"`{test.replace('|', '/')}`" if test else "–"


def _cell(text: str) -> str:
    return text.replace("|", "/") or "–"
