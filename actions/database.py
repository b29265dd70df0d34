"""The one database: how to open it and how to bring it up to date."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator

Waited = Callable[[float], None]

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

# A committed message must survive power loss, not only a crash: hence synchronous FULL.
# The time-out comes first: two processes may be turning a new file to WAL at once.
SQLITE_PRAGMAS = {
    "busy_timeout": 5000,
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # what is erased is overwritten, not only let go
}

# Named by rule, so that a migration can drop a constraint on every database.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC (SQLite itself knows no time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time: it would be read back as another moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone. Pass an aware datetime.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def engine(url: str, *, waited: Waited | None = None) -> Engine:
    """An engine whose transactions are writers (`begin()`) or readers (`reading()`).

    `waited` hears how long (s) each writer waited for its turn; on SQLite, which has one at a time.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if path := make_url(url).database:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    opened = create_engine(url, hide_parameters=True)  # errors are logged, words are not
    event.listen(opened, "connect", _prepare_sqlite)
    event.listen(opened, "begin", partial(_begin_sqlite, waited))
    return opened


def reading(engine: Engine) -> Connection:
    """A connection that only reads, and so never waits for a writer."""
    return engine.connect().execution_options(reads_only=True)


def scrub(engine: Engine) -> bool:
    """Takes what was erased out of SQLite's write-ahead log, too.

    False if others read the database for too long; PostgreSQL looks after its own log.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        # Moves the log's newest pages into the file and empties the log.
        busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy


def migrate(url: str) -> None:
    """Brings the database to the newest schema, all of it or nothing."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    opened = engine(url)
    try:
        with opened.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        opened.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver would begin transactions on its own, and too late: _begin_sqlite does it.
    connection.isolation_level = None
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def _begin_sqlite(waited: Waited | None, connection: Connection) -> None:
    # A reader that turns writer midway fails at once with "database is locked", so writers say
    # so from the start and wait their turn.
    reads_only = connection.get_execution_options().get("reads_only", False)
    if reads_only:
        connection.exec_driver_sql("BEGIN")
        return
    begun = time.monotonic()
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        if waited is not None:
            waited(time.monotonic() - begun)
