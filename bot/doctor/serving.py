"""Which model and which index serve, and how old they are."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from actions.workspace import Workspace
from bot.doctor.finding import Finding
from bot.publishing.candidate import waiting_edits
from bot.publishing.serving import Serving
from kb_index import generations
from kb_index.errors import DamagedGeneration, NoGeneration


def serving(workspace: Workspace, running: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """The model of the Rasa that runs, and the generation that is current."""
    models = {state.get("model") for state in running.get("children", {}).values()} - {None, ""}
    for model in sorted(models):
        yield model_served(Path(model), newest(workspace.models.glob("*.tar.gz")), now)
    if "release" in running:
        yield release_served(workspace, str(running["release"]))
        return
    edited = newest(workspace.articles.rglob("*.md"))
    yield index_served(workspace.index_root, edited, now)


def release_served(workspace: Workspace, id: str) -> Finding:
    """Which release serves, whether it is the one that is published, and what waits."""
    published = Serving(workspace).release()
    if published is None or published.id != id:
        named = published.id if published else "none"
        return Finding("Release served", None, f"{id}; models/serving.json names {named}")
    waiting = waiting_edits(workspace)
    told = f"{id}; {len(waiting)} edited files wait: primera candidate build" if waiting else id
    return Finding("Release served", True, told)


def model_served(model: Path, latest: Path | None, now: datetime) -> Finding:
    """Whether the file is still there, and the newest."""
    if not model.exists():
        return Finding(
            "Model served", False, f"{model} is gone; the next start needs it: primera train"
        )
    told = f"{model.name}, {age(model, now)}"
    if latest and latest != model and latest.stat().st_mtime > model.stat().st_mtime:
        return Finding(
            "Model served", None, f"{told}; {latest.name} is newer: a new start takes it"
        )
    return Finding("Model served", True, told)


def index_served(index_root: Path, edited: Path | None, now: datetime) -> Finding:
    """Whether there is an index, and no article is newer."""
    try:
        generation, *_ = generations.serving(index_root)
        generations.checked(generation)
    except (NoGeneration, DamagedGeneration) as error:
        return Finding("Index served", False, str(error))
    told = f"{generation.name}, {age(generation, now)}"
    if edited and edited.stat().st_mtime > generation.stat().st_mtime:
        return Finding("Index served", None, f"{told}; {edited.name} is newer: primera index")
    return Finding("Index served", True, told)


def newest(files: Iterator[Path]) -> Path | None:
    """The file that was changed last."""
    return max(files, key=lambda file: file.stat().st_mtime, default=None)


def age(path: Path, now: datetime) -> str:
    """How old, in the largest unit that says something."""
    old: timedelta = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
    hours = max(0.0, old.total_seconds()) / 3600
    return f"{hours / 24:.0f} days old" if hours >= 48 else f"{hours:.1f} hours old"
