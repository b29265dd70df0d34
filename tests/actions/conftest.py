import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from actions.conversations import ConversationStore
from actions.database import engine, migrate
from actions.tickets import Desk, TicketStore
from tests import postgres
from tests.conftest import need

AURORA = Path(__file__).resolve().parents[2]


@pytest.fixture
def company(tmp_path):
    """A workspace that holds settings alone."""
    (tmp_path / "bot").mkdir()
    shutil.copy(AURORA / "bot" / "settings.yml", tmp_path / "bot" / "settings.yml")
    return tmp_path


@pytest.fixture
def now():
    return datetime(2026, 3, 24, 9, 30, tzinfo=UTC)  # a Tuesday, 10:30 in Madrid


@pytest.fixture(scope="session")
def processes():
    """Three other processes; to start them is what takes long, so they are shared."""
    with ProcessPoolExecutor(3, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("database") / "primera.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path / "primera.db")
    return f"sqlite:///{tmp_path / 'primera.db'}"


@pytest.fixture
def database(database_url):
    opened = engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def postgres_url():
    need(postgres.is_installed(), "PostgreSQL: apt-get install postgresql")
    with postgres.server() as url:
        migrate(url)
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request):
    """The same claims hold on both."""
    name = "database_url" if request.param == "sqlite" else "postgres_url"
    opened = engine(request.getfixturevalue(name))
    yield opened
    opened.dispose()


@pytest.fixture
def conversations(database):
    return ConversationStore(database)


@pytest.fixture(scope="session")
def desk():
    return Desk.load(AURORA / "actions" / "desk.yml")


@pytest.fixture
def tickets(database, desk):
    return TicketStore(database, desk)
