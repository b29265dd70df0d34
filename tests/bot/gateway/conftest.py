"""A gateway for each test: real server, real store on SQLite, a stand-in only for Rasa."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from sanic import Sanic
from sqlalchemy import Engine

from actions.allowances import Allowances
from actions.conversations import ConversationStore
from actions.database import engine, migrate
from actions.handoffs import HandoffStore
from actions.settings import Site
from actions.texts import Texts
from actions.tickets import Desk
from actions.workspace import Workspace
from bot.gateway.app import create_app, utc_now
from bot.gateway.limits import Patience
from tests.bot.gateway.running_gateway import Chat, RunningGateway
from tests.bot.gateway.stand_in_rasa import StandInRasa

SITE = "https://www.shop.example"

# The product's own proportions, some thirty times faster.
QUICK = Patience(
    attempt=0.25,
    honest_line=0.25,
    give_up=60.0,
    first_retry=0.02,
    longest_retry=0.1,
    ping=0.1,
    poll=0.02,
)


class Clock:
    """Real time, shifted as a test wants it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("database") / "primera.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def rasa() -> Iterator[StandInRasa]:
    yield from _running_rasa()


@pytest.fixture
def other_rasa() -> Iterator[StandInRasa]:
    yield from _running_rasa()


def _running_rasa() -> Iterator[StandInRasa]:
    rasa = StandInRasa()
    rasa.start()
    yield rasa
    rasa.stop()


@pytest.fixture
def workspace(tmp_path: Path, empty_database: Path, rasa: StandInRasa) -> Workspace:
    return make_workspace(tmp_path, empty_database, rasa)


def make_workspace(home: Path, database: Path, rasa: StandInRasa) -> Workspace:
    environment = {"PRIMERA_HOME": str(home), "PRIMERA_RASA_URLS": rasa.url}
    loaded = Workspace.load(environment=environment)
    (home / "primera.db").write_bytes(database.read_bytes())
    sites = {"demo": Site(name="Demo", origins=(SITE,))}
    return replace(loaded, settings=loaded.settings.model_copy(update={"sites": sites}))


@pytest.fixture(scope="session")
def texts() -> Texts:
    """The demo company's words."""
    return Texts.of(Workspace.load(environment={}))


@pytest.fixture
def unlimited(workspace: Workspace) -> Workspace:
    """The same, where one address may write as much as it likes."""
    allowed = workspace.settings.model_copy(update={"limits": Allowances(factor=1_000)})
    return replace(workspace, settings=allowed)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(workspace: Workspace) -> Iterator[Engine]:
    """The same database, as another process sees it."""
    opened = engine(workspace.database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def store(database: Engine) -> ConversationStore:
    return ConversationStore(database)


@pytest.fixture
def handoffs(database: Engine, workspace: Workspace, texts: Texts) -> HandoffStore:
    """The same database's handoffs."""
    return HandoffStore(database, Desk.load(workspace.desk_file), texts)


Serve = Callable[..., httpx.Client]


@pytest.fixture(autouse=True, scope="session")
def many_apps_in_one_process() -> Iterator[None]:
    Sanic.test_mode = True
    yield
    Sanic.test_mode = False


@pytest.fixture(scope="session")
def shared_http(
    tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[httpx.Client]:
    """One gateway for all tests that only talk to it."""
    rasa = StandInRasa()
    rasa.start()
    shared = make_workspace(tmp_path_factory.mktemp("shared"), empty_database, rasa)
    gateway = RunningGateway(create_app(shared, patience=QUICK))
    gateway.start()
    with httpx.Client(base_url=gateway.url, trust_env=False, timeout=10) as client:
        yield client
    gateway.stop()
    rasa.stop()


@pytest.fixture
def shared_chat(shared_http: httpx.Client) -> Chat:
    return open_chat(shared_http, locale="en")


@pytest.fixture
def serve(workspace: Workspace, clock: Clock) -> Iterator[Serve]:
    """Starts a gateway; what the test leaves running is stopped at its end."""
    running: list[RunningGateway] = []
    clients: list[httpx.Client] = []

    def start(
        patience: Patience = QUICK, workspace: Workspace = workspace, **parts: object
    ) -> httpx.Client:
        app = create_app(workspace, now=clock, patience=patience, **parts)  # type: ignore[arg-type]
        gateway = RunningGateway(app)
        gateway.start()
        running.append(gateway)
        client = httpx.Client(base_url=gateway.url, trust_env=False, timeout=10)
        client.stop_gateway = partial(_stop, running, gateway)  # type: ignore[attr-defined]
        clients.append(client)
        return client

    yield start
    for client in clients:
        client.close()
    for gateway in running:
        gateway.stop()


def _stop(running: list[RunningGateway], gateway: RunningGateway) -> None:
    running.remove(gateway)
    gateway.stop()


@pytest.fixture
def http(serve: Serve) -> httpx.Client:
    return serve()


def open_chat(http: httpx.Client, **opening: object) -> Chat:
    response = http.post("/v1/conversations", json=opening)
    assert response.status_code == 201, response.text
    opened = response.json()
    return Chat(http, opened["conversation_id"], opened["token"])


@pytest.fixture
def chat(http: httpx.Client) -> Chat:
    return open_chat(http, locale="en")
