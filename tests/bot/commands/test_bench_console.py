"""The bench of the workbench's pages, on a small desk."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from actions.conversations.tables import messages, turns
from actions.database import engine, metadata, migrate
from actions.tickets import Desk
from actions.tickets.tables import tickets
from actions.workspace import Workspace
from bot.commands.bench_console import _paths, _share
from bot.load.filled_desk import Size, fill

NOW = datetime(2026, 3, 25, 12, 0, tzinfo=UTC)
SMALL = Size(conversations=40, messages=10, tickets=30)


@pytest.fixture
def filled(tmp_path):
    def fill_one(name: str):
        url = f"sqlite:///{tmp_path / name}.db"
        migrate(url)
        database = engine(url)
        fill(database, Desk.load(Workspace.load(environment={}).desk_file), size=SMALL, now=NOW)
        return database

    return fill_one


def test_a_desk_is_filled_with_as_much_as_is_said_and_alike_each_time(filled):
    one, other = filled("one"), filled("other")
    counted = {}
    for database in (one, other):
        with database.connect() as connection:
            counted[database] = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }
            said = connection.execute(select(messages.c.text).order_by(messages.c.message_id))
            counted[database]["words"] = hash(tuple(said.scalars()))
            decided = connection.execute(select(turns.c.decision).order_by(turns.c.message_id))
            counted[database]["decided"] = hash(tuple(decided.scalars()))
        database.dispose()
    assert counted[one] == counted[other]
    assert (counted[one]["messages"], counted[one][tickets.name]) == (400, 30)


def test_every_page_that_needs_no_id_is_timed():
    paths = _paths("cnv_1")
    assert {"/console/today", "/console/inbox", "/console/people", "/console/audit"} <= set(paths)
    assert json.dumps(paths).count("{") == 0


def test_the_share_is_of_what_was_taken():
    assert _share([float(number) for number in range(1, 101)], 0.95) == pytest.approx(
        95.05, abs=0.1
    )
