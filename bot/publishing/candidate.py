"""The candidate: what people edit, made ready to serve beside what does, and judged."""

import fcntl
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from actions.database import engine
from actions.workspace import Workspace
from bot.publishing.errors import NothingToPublish, PublishingError
from bot.publishing.gate import report as gate_report
from bot.publishing.gate.cases import Case
from bot.publishing.gate.examples import Encode
from bot.publishing.gate.judging import CONVERSATIONS, Judge, Tests, quick_cases
from bot.publishing.gate.report import Report
from bot.publishing.gate.sides import Readings, Side
from bot.publishing.making import Say, make
from bot.publishing.release import Release, Releases, edited, id_of
from bot.publishing.serving import Serving
from bot.training import Workbench
from bot.training.dialogues import Dialogue, read_dialogues
from kb_index import KnowledgeBase
from kb_index.remembering_encoder import RememberingEncoder

FORMAT = 1
NAME = "candidate.json"
FOLDER = "publishing"
FAILED = "failed"
# In a release: the conversation tests that it was judged by.
TESTS = "tests"


class BeingBuilt(PublishingError):
    """Another candidate is being built."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release that was judged, and whether it is still what people edit."""

    release: Release
    report: Report
    current: bool


def build_candidate(
    workspace: Workspace, check: Callable[[], Sequence[str]], *, now: datetime, say: Say
) -> Candidate:
    """Makes and judges the files as they are; `check` gives the mistakes in them, as sentences.

    What serves goes on all the while. Raises NothingToPublish, BeingBuilt.
    """
    serving = Serving(workspace)
    live = serving.release()
    if live is None or not live.is_made:
        raise NothingToPublish(
            "Nothing is published yet: the first `primera run` publishes the files as they are."
        )
    if id_of(workspace) == live.id:
        raise NothingToPublish("What people edit is what serves: there is nothing to publish.")
    with _alone(workspace), _progress(workspace, say) as tell:
        release = serving.releases.take(now)
        _note(workspace, release.id)
        tell("settings and data")
        if firm := _firm(live, release, serving.releases, check, now):
            report = _refused(live, release, serving.releases, firm, now)
        else:
            log = workspace.home / "logs" / "candidate.log"
            with Workbench(log=log) as workbench:
                release = make(release, serving.releases, workbench, tell)
                report = _judged(workspace, live, release, workbench, now, tell)
        gate_report.write(release.folder, report)
        serving.releases.forget(serving.kept() | {release.id})
        return Candidate(release, report, current=True)


def candidate_of(workspace: Workspace) -> Candidate | None:
    """The candidate that was built last; None if there is none, or it serves by now."""
    try:
        id = json.loads(_file(workspace).read_text("utf-8"))["release"]
        release = Releases(workspace).get(id)
    except (OSError, ValueError, KeyError, PublishingError):
        return None
    history = Serving(workspace).history()
    report = gate_report.read(release.folder)
    if report is None or (history and history[-1].release == id):
        return None
    return Candidate(release, report, current=id_of(workspace) == id)


def progress_of(workspace: Workspace) -> str:
    """What a build under way is at; "" where none is."""
    lock = workspace.home / FOLDER / "lock"
    try:
        with lock.open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return ""
    except OSError:
        with suppress(FileNotFoundError):  # it has just ended, or not begun to tell
            return (workspace.home / FOLDER / "progress").read_text("utf-8") or "beginning"
        return "beginning"
    return ""


def failure_of(workspace: Workspace) -> str:
    """Why the last build ended without a candidate; "" where it did not."""
    try:
        return (workspace.home / FOLDER / FAILED).read_text("utf-8")
    except FileNotFoundError:
        return ""


def waiting_edits(workspace: Workspace) -> list[str]:
    """The files that differ from what serves; none where nothing is published."""
    live = Serving(workspace).release()
    return edited(workspace.of_release(live.folder), workspace) if live else []


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    folder = workspace.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BeingBuilt(
                "A candidate is being built; wait for it: `primera candidate show`."
            ) from None
        yield


@contextmanager
def _progress(workspace: Workspace, say: Say) -> Iterator[Say]:
    file, failure = (workspace.home / FOLDER / name for name in ("progress", FAILED))
    failure.unlink(missing_ok=True)

    def tell(doing: str) -> None:
        file.write_text(doing, "utf-8")
        say(doing)

    tell("beginning")
    try:
        yield tell
    except Exception as error:
        failure.write_text(str(error) or type(error).__name__, "utf-8")
        raise
    finally:
        file.unlink(missing_ok=True)


def _judged(
    workspace: Workspace,
    live: Release,
    release: Release,
    workbench: Workbench,
    now: datetime,
    tell: Say,
) -> Report:
    releases = Releases(workspace)
    sides = Side.of(live, releases), Side.of(release, releases)
    readings = Readings(workspace.home / FOLDER / "readings", workbench, tell)
    database = _database(workspace)
    try:
        judge = Judge(
            tests=Tests.of(workspace),
            tests_before=_tests_of(live),
            readings=readings,
            database=database,
            encode=lambda side: encoder_of(side, workspace.home / FOLDER / "vectors.npz"),
            report=tell,
        )
        report = judge.report_of(*sides, now=now)
    finally:
        if database:
            database.dispose()
    readings.forget([each.model for each in releases.made()])
    keep_tests(workspace, release)
    return report


def _firm(
    live: Release,
    release: Release,
    releases: Releases,
    check: Callable[[], Sequence[str]],
    now: datetime,
) -> list[Case]:
    """What no reason excuses and the files alone tell: then there is no need to train."""
    if mistakes := check():
        return [_mistake(each.replace(f"{release.folder}/", "")) for each in mistakes]
    sides = releases.workspace(live), releases.workspace(release)
    return [case for case in quick_cases(*sides, now=now) if case.is_firm]


def _refused(
    live: Release, release: Release, releases: Releases, found: Sequence[Case], now: datetime
) -> Report:
    """The report on files of which nothing was built."""
    before, after = (releases.workspace(each) for each in (live, release))
    return Report(live.id, now, True, tuple(edited(before, after)), tuple(found))


def _mistake(sentence: str) -> Case:
    # Where a ticket goes is told by the check too, at its line of the desk file.
    routing = "nobody gets it" in sentence or "would both get it" in sentence
    check, kind = ("routing", "routing_gap") if routing else ("data", "data_mistake")
    return Case(check, kind, {"sentence": sentence})


def encoder_of(side: Side, vectors: Path) -> Encode:
    """Encodes as the side's index reads: a language that the encoder lacks is glossed."""
    encoder = RememberingEncoder.load(side.encoder)
    encoder.remember(vectors)
    base = KnowledgeBase.of_generation(
        side.workspace.index_root, side.generation.name, side.encoder
    )

    def encode(language: str, texts: Sequence[str]) -> Any:
        if not texts:
            return np.zeros((0, encoder.dimensions))
        found = base.vectors(texts, language or base.languages[0], encoder)
        encoder.save(vectors)
        return found

    return encode


def keep_tests(workspace: Workspace, release: Release) -> None:
    """The conversation tests of now go beside the release's files, to be compared with later."""
    folder = release.folder / TESTS
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.yml"):
        old.unlink()
    for file in (workspace.root / CONVERSATIONS).glob("*.yml"):
        (folder / file.name).write_bytes(file.read_bytes())


def _tests_of(release: Release) -> list[Dialogue]:
    return [each.dialogue for each in read_dialogues(release.folder / TESTS)]


def _database(workspace: Workspace) -> Engine | None:
    """Of real conversations, where there are any."""
    url = make_url(workspace.database_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        return None
    return engine(workspace.database_url)


def _file(workspace: Workspace) -> Path:
    return workspace.home / FOLDER / NAME


def _note(workspace: Workspace, id: str) -> None:
    _file(workspace).write_text(json.dumps({"format": FORMAT, "release": id}) + "\n", "utf-8")
