"""The database and what waits in it: tables, writer, log, disk, outbox, collector, clock."""

import shutil
import sqlite3
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from actions.conversations.tables import messages
from actions.database import MIGRATIONS, engine, reading
from actions.tickets.backlog import Backlog
from actions.workspace import Workspace
from bot.doctor.finding import Finding

LEAST_FREE = 1_000_000_000  # bytes: a busy day, and room to think
LARGE_LOG = 64_000_000  # bytes: SQLite empties its log at 4 MB, unless a reader holds it
LATE_SECONDS = 3600.0
LAG_SECONDS = 120.0
AHEAD_SECONDS = 60.0
WRITER_SECONDS = 2.0
ASK_SECONDS = 5.0


def store(workspace: Workspace, running: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Everything about the database; only that it is away, if it is."""
    database = engine(workspace.database_url)
    try:
        yield schema(database)
        yield from outbox(Backlog.of(database, now))
        yield clock(_newest_message(database), now)
        if database.dialect.name == "sqlite":
            yield from _sqlite(Path(str(database.url.database)))
    except SQLAlchemyError as error:
        yield Finding("Database", False, _away(workspace, error))
    finally:
        database.dispose()
    yield collector(_lag(str(running.get("metrics"))))


def schema(database: Engine) -> Finding:
    """Whether the tables are the newest that the code knows."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with reading(database) as connection:
        there = MigrationContext.configure(connection).get_current_revision()
    if there != newest:
        sentence = f"has tables of version {there}, the code wants {newest}: primera migrate"
        return Finding("Database", False, sentence)
    return Finding("Database", True, f"tables of version {there}")


def outbox(backlog: Backlog) -> Iterator[Finding]:
    """What waits for help desks, and what was given up."""
    late = backlog.oldest_seconds > LATE_SECONDS
    told = f"{backlog.pending} deliveries wait"
    if late:
        told += f", the oldest for {backlog.oldest_seconds / 3600:.1f} h: `primera deliveries list`"
    yield Finding("Outbox", not late, told)
    if backlog.dead:
        yield Finding(
            "Dead letters",
            False,
            f"{backlog.dead} deliveries were given up: `primera deliveries list --state dead`, "
            "mend the help desk, then `primera deliveries replay ID`",
        )
    for name, since in backlog.disabled.items():
        yield Finding(
            "Help desk off",
            False,
            f"{name} answered 410 at {since:%Y-%m-%d %H:%M} UTC and gets nothing: "
            "`primera deliveries replay ID` switches it on again",
        )


def clock(newest: datetime | None, now: datetime) -> Finding:
    """Whether the clock has not gone back: nothing that was kept may lie in the future."""
    ahead = (newest - now).total_seconds() if newest else 0.0
    if ahead > AHEAD_SECONDS:
        return Finding(
            "Clock",
            False,
            f"the newest message is {ahead / 60:.0f} min in the future: the clock has gone back. "
            "Set it by NTP; promises and signatures go by it",
        )
    return Finding("Clock", True, f"{now:%Y-%m-%d %H:%M:%S} UTC")


def collector(lag: float | None) -> Finding:
    """Whether unanswered questions are being listed."""
    if lag is None:
        return Finding("Unanswered", False, "the worker does not say how far it is; see worker.log")
    if lag > LAG_SECONDS:
        sentence = f"not listed for {lag / 60:.0f} min; see worker.log, which says what is missing"
        return Finding("Unanswered", False, sentence)
    return Finding("Unanswered", True, f"listed up to {lag:.0f} s ago")


def free_disk(free: int, where: Path) -> Finding:
    """Whether there is room for what is to be kept."""
    well = free >= LEAST_FREE
    way_out = "" if well else ": free some, before messages cannot be kept"
    return Finding("Disk of the data", well, f"{free / 1e9:.1f} GB free in {where}{way_out}")


def write_ahead_log(size: int) -> Finding:
    """Whether SQLite gets round to emptying its log."""
    if size > LARGE_LOG:
        return Finding(
            "Database log",
            False,
            f"{size / 1e6:.0f} MB: somebody has been reading for long. End other programs that "
            "have the database open, a backup, say",
        )
    return Finding("Database log", True, f"{size / 1e6:.1f} MB")


def _sqlite(path: Path) -> Iterator[Finding]:
    yield free_disk(shutil.disk_usage(path.parent).free, path.parent)
    log = path.with_name(f"{path.name}-wal")
    yield write_ahead_log(log.stat().st_size if log.exists() else 0)
    yield _writer(path)


def _writer(path: Path) -> Finding:
    begun = time.monotonic()
    try:
        with closing(sqlite3.connect(path, timeout=WRITER_SECONDS, isolation_level=None)) as tried:
            tried.execute("BEGIN IMMEDIATE")
            tried.execute("ROLLBACK")
    except sqlite3.OperationalError:
        sentence = (
            f"nobody could write for {WRITER_SECONDS:.0f} s: another program holds the database. "
            f"`fuser {path}` names it"
        )
        return Finding("Database writer", False, sentence)
    return Finding("Database writer", True, f"free after {time.monotonic() - begun:.3f} s")


def _newest_message(database: Engine) -> datetime | None:
    with reading(database) as connection:
        newest: datetime | None = connection.execute(
            select(func.max(messages.c.created_at))
        ).scalar_one()
    return newest


def _lag(url: str) -> float | None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=ASK_SECONDS) as answer:
            families = list(text_string_to_metric_families(answer.read().decode("utf-8")))
    except (OSError, ValueError):
        return None
    samples = [sample for family in families for sample in family.samples]
    told = (each.value for each in samples if each.name == "primera_unanswered_lag_seconds")
    return next(told, None)


def _away(workspace: Workspace, error: SQLAlchemyError) -> str:
    # Neither a password in its address nor a row in an error is shown.
    url = make_url(workspace.database_url).render_as_string(hide_password=True)
    return f"{url} does not answer ({type(error).__name__}); `primera migrate` says why"
