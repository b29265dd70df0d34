"""`primera doctor`: what is needed, what is there, what runs."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actions.company_file import CompanyFileError
from actions.tickets import Desk
from actions.workspace import Workspace
from bot.supervisor import environments, health, interpreters, run_file
from bot.supervisor.app.data_check import NO_HELPDESK
from bot.supervisor.environments import Environment

MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]·[/]"}
MINUTES = "First start with warm package caches: up to 6 minutes with uv, 12 with pip; later 30 s."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing: is it well (None: not yet, and `make run` brings it), and what to say of it."""

    name: str
    well: bool | None
    sentence: str


def doctor(workspace: Workspace, console: Console) -> bool:
    """Prints everything; whether nothing is wrong."""
    findings = [*_machine(), *_made(workspace), _helpdesks(workspace), *_running(workspace)]
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row(MARKS[finding.well], finding.name, finding.sentence)
    console.print(table)
    console.print(MINUTES)
    return all(finding.well is not False for finding in findings)


def _machine() -> Iterator[Finding]:
    uv = shutil.which("uv")
    wanted = (environments.app_environment(), environments.rasa_environment())
    for environment in wanted:
        found = interpreters.find(environment.versions, os.environ)
        name = f"Python {environment.versions[0]}"
        if found:
            yield Finding(name, True, f"{found.version}, {found.path}")
        else:
            way_out = "uv will install it" if uv else "install it, or install uv"
            yield Finding(name, None if uv else False, f"not found: {way_out}")
    yield Finding("uv", True if uv else None, uv or "not found; venv and pip do it, more slowly")
    yield _disk(wanted)


def _disk(wanted: tuple[Environment, ...]) -> Finding:
    needed = sum(each.gigabytes for each in wanted if not each.stamp.exists())
    free = shutil.disk_usage(environments.CODE).free / 1e9
    return Finding("Disk", free >= needed, f"{free:.0f} GB free, {needed:.1f} GB still needed")


def _made(workspace: Workspace) -> Iterator[Finding]:
    for environment in (environments.app_environment(), environments.rasa_environment()):
        current = environments.is_current(environment)
        state = "as its pinned file says" if current else "to be made by `make run`"
        yield Finding(environment.folder.name, current or None, state)
    encoders = list((workspace.models / "encoder").glob("*/manifest.json"))
    yield _thing("Language model", [path.parent for path in encoders])
    generation = workspace.index_root / "current"
    yield _thing("Index", [generation] if generation.exists() else [])
    yield _thing("Trained model", sorted(workspace.models.glob("*.tar.gz"), key=_age)[-1:])


def _thing(name: str, there: list[Path]) -> Finding:
    if there:
        return Finding(name, True, str(there[0]))
    return Finding(name, None, "to be made by `make run`")


def _helpdesks(workspace: Workspace) -> Finding:
    try:
        named = Desk.load(workspace.desk_file).helpdesks
    except CompanyFileError as error:
        return Finding("Help desk", False, str(error))
    if not named:
        return Finding("Help desk", None, NO_HELPDESK)
    return Finding("Help desk", True, ", ".join(each.name for each in named))


def _running(workspace: Workspace) -> Iterator[Finding]:
    running = run_file.read(workspace.home)
    if running is None:
        yield Finding("Primera", None, "does not run here; `make run` starts it")
        return
    since = running.get("started_at")
    yield Finding("Primera", True, f"{running.get('url')}, process {running['pid']}, since {since}")
    for name, child in running.get("children", {}).items():
        url = child["health"]
        answers = asyncio.run(health.is_ready(url)) if url else child["state"] == "ready"
        sentence = f"process {child['pid']}, {child['restarts']} restarts, {url or 'no port'}"
        yield Finding(f"  {name}", answers, sentence)


def _age(path: Path) -> float:
    return path.stat().st_mtime
