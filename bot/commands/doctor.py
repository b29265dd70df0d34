"""`primera doctor`: what is needed, what is there, and whether what runs is well."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.doctor import Finding, examine

MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]·[/]"}
MINUTES = "First start with warm package caches: up to 6 minutes with uv, 12 with pip; later 30 s."


def doctor(workspace: Workspace, console: Console, *, as_json: bool = False) -> bool:
    """Prints everything; whether nothing is wrong."""
    findings = list(examine(workspace))
    well = all(finding.well is not False for finding in findings)
    if as_json:
        console.print_json(json.dumps({"well": well, "findings": _plain(findings)}))
    else:
        _print(findings, console)
    return well


def _print(findings: Sequence[Finding], console: Console) -> None:
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row(MARKS[finding.well], finding.name, finding.sentence)
    console.print(table)
    console.print(MINUTES)


def _plain(findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [asdict(finding) | {"name": finding.name.strip()} for finding in findings]
