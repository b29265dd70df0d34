import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, MetaData, Table, insert, select, text
from sqlalchemy.exc import StatementError

import actions.accounts.tables
import actions.alerts.tables
import actions.answers.tables
import actions.channels.tables
import actions.codes.tables
import actions.conversations.tables
import actions.erased
import actions.handoffs.tables
import actions.helpdesks.tables
import actions.mail.tables
import actions.tickets.tables
import actions.unanswered.tables  # noqa: F401
from actions.database import MIGRATIONS, UtcDateTime, engine, metadata, migrate, reading
from tests.actions.conftest import AURORA


def test_every_connection_has_the_pragmas(database):
    # Held at once, so that each is a connection of its own.
    held = [reading(database) for _ in range(5)]
    for connection in held:
        read_back = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in (
                "journal_mode",
                "synchronous",
                "busy_timeout",
                "foreign_keys",
                "secure_delete",
            )
        }
        assert read_back == {
            "journal_mode": "wal",
            "synchronous": 2,  # FULL
            "busy_timeout": 5000,
            "foreign_keys": 1,
            "secure_delete": 1,
        }
    for connection in held:
        connection.close()


# SQLite does not tell of an index on lower(…); PostgreSQL does.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrations_make_exactly_the_tables_of_the_code(any_database):
    with reading(any_database) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_twice_changes_nothing(database_url):
    migrate(database_url)


def test_migrate_works_from_any_folder_and_makes_the_databases_folder(tmp_path):
    path = tmp_path / "new" / "home" / "primera.db"
    code = f"from actions.database import migrate; migrate('sqlite:///{path}')"
    environment = {"PYTHONPATH": str(AURORA)}
    subprocess.run([sys.executable, "-c", code], cwd="/", env=environment, check=True)
    assert path.exists()


def test_migrations_started_at_once_do_not_collide(tmp_path):
    url = f"sqlite:///{tmp_path / 'primera.db'}"
    failures = []

    def attempt():
        code = f"from actions.database import migrate; migrate({url!r})"
        done = subprocess.run([sys.executable, "-c", code], cwd=AURORA, capture_output=True)
        failures.extend([done.stderr] if done.returncode else [])

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_migrations_are_one_line():
    folder = ScriptDirectory(str(MIGRATIONS))
    assert len(folder.get_heads()) == 1
    names = [path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")]
    assert len({name[:4] for name in names}) == len(names)


def test_a_reader_does_not_wait_for_a_writer(database):
    with database.begin() as writer:
        writer.execute(text("DELETE FROM conversations"))
        with reading(database) as reader:
            assert reader.execute(text("SELECT count(*) FROM conversations")).scalar_one() == 0


def test_times_come_back_aware_and_in_utc():
    moments = Table("moments", MetaData(), Column("at", UtcDateTime))
    written = datetime(2026, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=2)))
    memory = engine("sqlite://")
    with memory.begin() as connection:
        moments.create(connection)
        connection.execute(insert(moments).values(at=written))
        read = connection.execute(select(moments.c.at)).scalar_one()
    assert read == written
    assert read.tzinfo is UTC
    memory.dispose()


def test_a_time_without_zone_is_refused():
    moments = Table("moments", MetaData(), Column("at", UtcDateTime))
    memory = engine("sqlite://")
    with memory.begin() as connection:
        moments.create(connection)
        with pytest.raises(StatementError, match="has no time zone"):
            connection.execute(insert(moments).values(at=datetime(2026, 7, 1)))
    memory.dispose()
