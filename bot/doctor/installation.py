"""What is needed to run, and what was made."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from actions.workspace import Workspace
from bot.doctor.finding import Finding
from bot.supervisor import environments, interpreters
from bot.supervisor.environments import Environment


def installation(workspace: Workspace) -> Iterator[Finding]:
    """Interpreters, environments, disk, model and index."""
    wanted = (environments.app_environment(), environments.rasa_environment())
    uv = shutil.which("uv")
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
    for environment in wanted:
        current = environments.is_current(environment)
        state = "as its pinned file says" if current else "to be made by `make run`"
        yield Finding(environment.folder.name, current or None, state)
    encoders = list((workspace.models / "encoder").glob("*/manifest.json"))
    yield _thing("Language model", [path.parent for path in encoders])
    generation = workspace.index_root / "current"
    yield _thing("Index", [generation] if generation.exists() else [])
    yield _thing("Trained model", sorted(workspace.models.glob("*.tar.gz"), key=_age)[-1:])


def _disk(wanted: tuple[Environment, ...]) -> Finding:
    needed = sum(each.gigabytes for each in wanted if not each.stamp.exists())
    free = shutil.disk_usage(environments.CODE).free / 1e9
    return Finding("Disk", free >= needed, f"{free:.0f} GB free, {needed:.1f} GB still needed")


def _thing(name: str, there: list[Path]) -> Finding:
    if there:
        return Finding(name, True, str(there[0]))
    return Finding(name, None, "to be made by `make run`")


def _age(path: Path) -> float:
    return path.stat().st_mtime
