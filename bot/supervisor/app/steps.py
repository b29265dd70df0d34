"""What each step does; other packages are imported when their step runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from actions.workspace import Workspace

Report = Callable[[str], None]


class DataError(Exception):
    """Files of the workspace cannot be used; the message names each with its line."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step made, and whether it was there already."""

    result: Any
    unchanged: bool = False


def check(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """Settings, desk, articles, domain and training data can be read."""
    from bot.supervisor.app.data_check import CompanyFiles, problems, remarks

    workspace = Workspace.load(root)
    files = CompanyFiles.read(workspace)
    found = problems(files)
    if found:
        raise DataError("\n".join(str(problem) for problem in found))
    facts = {
        "host": workspace.settings.gateway.host,
        "port": workspace.settings.gateway.port,
        "database_url": workspace.database_url,
        "remarks": remarks(files),
    }
    return Outcome(facts)


def database(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The database has the newest tables."""
    from actions.database import migrate

    url = Workspace.load(root).database_url
    before = _revision(url)
    migrate(url)
    return Outcome(None, unchanged=before is not None and before == _revision(url))


def export(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The encoder as ONNX."""
    from kb_index import export_encoder

    workspace = Workspace.load(root)
    before = set((workspace.models / "encoder").glob("*/manifest.json"))
    settings = workspace.settings
    folder = export_encoder(
        settings.encoder, workspace.models, precision=settings.encoder_precision
    )
    return Outcome(str(folder), unchanged=folder / "manifest.json" in before)


def index(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The index over the articles."""
    from bot.commands.answers_report import self_test
    from kb_index import build

    workspace = Workspace.load(root)
    before = set(workspace.index_root.glob("*"))
    settings = workspace.settings
    generation = build(
        workspace.articles,
        workspace.index_root,
        _given(encoder),
        languages=settings.languages,
        target_precision=settings.answers.target_precision,
        glossaries=workspace.glossaries,
        synonyms=workspace.synonyms,
        report=report,
    )
    unchanged = generation in before
    remarks = [] if unchanged else self_test(workspace, date.today())
    return Outcome({"generation": str(generation), "remarks": remarks}, unchanged)


def model(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The trained Rasa model."""
    from bot.training import Workbench, train

    workspace = Workspace.load(root)
    before = set(workspace.models.glob("*.tar.gz"))
    with Workbench(log=workspace.home / "logs" / "training.log") as workbench:
        archive = train(workspace, encoder=_given(encoder), workbench=workbench, report=report)
    return Outcome(str(archive), unchanged=archive in before)


STEPS: dict[str, Callable[[Path, Path | None, Report], Outcome]] = {
    "check": check,
    "database": database,
    "encoder": export,
    "index": index,
    "model": model,
}


def _given(encoder: Path | None) -> Path:
    if encoder is None:
        raise ValueError("This step needs --encoder, the folder that the step `encoder` made.")
    return encoder


def _revision(url: str) -> str | None:
    from alembic.runtime.migration import MigrationContext

    from actions.database import engine, reading

    database = engine(url)
    try:
        with reading(database) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        database.dispose()
