"""What every test gets: a clean environment; and a whole Primera for those that ask for it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actions.logs import WordlessLines, as_json
from bot.supervisor import environments
from tests import running as whole
from tests.demands import DemandsPlugin
from tests.running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Page

# In CI a missing part is a mistake in .ci/run, not a reason to test less.
IN_CI = bool(os.environ.get("CI"))
# What `make test` runs of a long proof; `make prove` runs the whole.
SEEDED_SHARE = 0.1

# A folder, set by `make screenshots`; read here because no test sees PRIMERA_… variables.
SCREENSHOTS = os.environ.get("PRIMERA_SCREENSHOTS")


def pytest_configure(config: pytest.Config) -> None:
    """`make demands` runs the tests that name a demand."""
    if os.environ.get("PRIMERA_DEMANDS") == "write":
        config.pluginmanager.register(DemandsPlugin())


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No PRIMERA_… variable of the developer's shell reaches a test."""
    for name in [name for name in os.environ if name.startswith("PRIMERA_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def picture() -> Callable[["Page", str], None]:
    """Keeps what a page looks like, where `make screenshots` asks for it."""

    def keep(page: "Page", name: str) -> None:
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", animations="disabled")

    return keep


@pytest.fixture
def caplog(caplog):
    """Log lines as a process writes them, their fields included."""
    caplog.handler.setFormatter(WordlessLines("test", as_json))
    return caplog


@pytest.fixture(scope="session")
def running(tmp_path_factory) -> Iterator[Running]:
    """Primera with this repository as workspace, started by `primera run` on a free port."""
    need(
        environments.is_current(environments.rasa_environment()), "the Rasa environment: make setup"
    )
    primera = whole.start(tmp_path_factory.mktemp("primera"))
    yield primera
    whole.stop(primera.process)


@pytest.fixture(scope="session")
def proof_share() -> float:
    """How much of a long proof to run, from 0 to 1."""
    return 1.0 if os.environ.get("PRIMERA_PROVE") == "whole" else SEEDED_SHARE


def need(there: bool, missing: str) -> None:
    """Skips where something is missing, saying how to get it; in CI that is a failure."""
    if there:
        return
    if IN_CI:
        pytest.fail(f"missing: {missing}")
    pytest.skip(f"missing: {missing}")


@pytest.fixture
def workspace(tmp_path) -> Path:
    """A new company's folder, one language."""
    from bot.commands.new_workspace import make

    return make(tmp_path / "company", name="Tienda Nube", languages=("es",), source="empty")


@pytest.fixture(scope="session")
def built_company(tmp_path_factory) -> Path:
    from tests.small_company import make

    return make(tmp_path_factory.mktemp("small") / "company")


@pytest.fixture
def small_bot(built_company, tmp_path, monkeypatch):
    """The bot of a small company, in a folder that is the test's own."""
    from tests.small_company import bot

    shutil.copytree(built_company, tmp_path / "small", symlinks=True)
    with bot(tmp_path / "small", monkeypatch) as small:
        yield small
