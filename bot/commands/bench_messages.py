"""`primera bench messages`: how long a whole message takes, beside stock Rasa."""

import asyncio
import json
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.load.messages import Amount, measured_anew
from bot.training.measured_on import commit, machine

FIGURES = (
    "p50_ms",
    "p95_ms",
    "first_20_p50_ms",
    "last_20_p50_ms",
    "messages_per_second",
    "unanswered",
)
SYSTEMS = ("primera", "stock_rasa")


def messages(
    workspace: Workspace, json_file: Path, console: Console, *, amount: Amount | None = None
) -> None:
    """Starts Primera with data of its own, measures through its gateway, and ends it."""
    with (
        tempfile.TemporaryDirectory() as home,
        console.status("bench …") as status,
    ):
        measuring = measured_anew(workspace, Path(home), status.update, amount=amount or Amount())
        found = {"commit": commit(), "machine": machine(), **asyncio.run(measuring)}
    write_figures(found, json_file)
    console.print(table_of(found))
    resident = found["primera"]["resident_mb"]
    parts = ", ".join(f"{name} {held}" for name, held in resident.items())
    console.print(f"In memory: {sum(resident.values())} MB ({parts})")


def table_of(found: dict[str, Any]) -> Table:
    """A row a system."""
    table = Table("", *FIGURES)
    for system in SYSTEMS:
        table.add_row(system, *(f"{found[system][figure]:g}" for figure in FIGURES))
    return table


def write_figures(found: dict[str, Any], file: Path) -> None:
    """As JSON, for docs/results."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
