"""What each step does; other packages are imported when their step runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from actions.workspace import Workspace

Report = Callable[[str], None]


NOBODY_SIGNS_IN = (
    "Nobody can sign in yet to talk to customers: "
    ".venv/bin/primera users add EMAIL --name NAME --role owner"
)


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
    return Outcome({**facts_of(workspace), "remarks": remarks(files)})


def facts_of(workspace: Workspace) -> dict[str, Any]:
    """What the supervisor has to know of the settings."""
    return {
        "host": workspace.settings.gateway.host,
        "port": workspace.settings.gateway.port,
        "database_url": workspace.database_url,
        "rasa_slots": workspace.settings.rasa.slots,
        "rasa_memory_mb": workspace.settings.rasa.memory_mb,
    }


def release(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The release that serves; on a first start one of the files as they are, if they are right."""
    from bot.publishing.first import to_serve

    workspace = Workspace.load(root)
    remarks: list[str] = []

    def checked() -> None:
        remarks.extend(check(root, encoder, report).result["remarks"])

    found = to_serve(workspace, checked)
    told = {"release": str(found.release.folder), "remarks": [*found.remarks, *remarks]}
    return Outcome({**facts_of(workspace), **told})


def serve(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """What was made of the release is kept; if nothing serves yet, it does from now on."""
    from bot.publishing.first import serve_first

    serve_first(Workspace.load(root))
    return Outcome(None)


def refused(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The release that could not be taken up is no longer the one that serves."""
    from bot.publishing.serving import Serving

    workspace = Workspace.load(root)
    serving = Serving(workspace)
    history = serving.history()
    if workspace.release and history and history[-1].release == workspace.release.name:
        serving.take_back()
    return Outcome(None)


def candidate(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """What people edit, built and judged; the console starts this in the background."""
    from bot.publishing.candidate import build_candidate
    from bot.supervisor.app.data_check import CompanyFiles, problems

    workspace = Workspace.load(root)

    def mistakes() -> list[str]:
        return [str(each) for each in problems(CompanyFiles.read(workspace))]

    built = build_candidate(workspace, mistakes, now=datetime.now(UTC), say=report)
    return Outcome({"release": built.release.id, "cases": len(built.report.cases)})


def database(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The database has the newest tables."""
    from actions.accounts import somebody_signs_in
    from actions.database import engine, migrate

    url = Workspace.load(root).database_url
    before = _revision(url)
    migrate(url)
    remarks = [] if somebody_signs_in(engine(url)) else [NOBODY_SIGNS_IN]
    unchanged = before is not None and before == _revision(url)
    return Outcome({"remarks": remarks}, unchanged)


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
    from bot.publishing.making import build_index
    from bot.publishing.release import Releases

    workspace = Workspace.load(root)
    before = set(workspace.index_root.glob("*"))
    generation = build_index(
        workspace,
        _given(encoder),
        current=workspace.release is None,
        besides=[made.index for made in Releases(workspace).made()],
        report=report,
    )
    unchanged = generation in before
    remarks = [] if unchanged else self_test(workspace, generation, date.today())
    return Outcome({"generation": str(generation), "remarks": remarks}, unchanged)


def model(root: Path, encoder: Path | None, report: Report) -> Outcome:
    """The trained Rasa model."""
    from bot.publishing.release import Releases
    from bot.training import Workbench, train

    workspace = Workspace.load(root)
    before = set(workspace.models.glob("*.tar.gz"))
    with Workbench(log=workspace.home / "logs" / "training.log") as workbench:
        archive = train(
            workspace,
            encoder=_given(encoder),
            workbench=workbench,
            besides=[made.model for made in Releases(workspace).made()],
            report=report,
        )
    return Outcome(str(archive), unchanged=archive in before)


STEPS: dict[str, Callable[[Path, Path | None, Report], Outcome]] = {
    "check": check,
    "release": release,
    "serve": serve,
    "refused": refused,
    "candidate": candidate,
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
