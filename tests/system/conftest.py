"""What the whole line needs besides Primera itself: a real help desk, a real browser."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from actions.bridges.django_helpdesk import demo_desk
from tests.bot.widget.conftest import axe, chromium  # noqa: F401
from tests.conftest import need

# A folder, set by `make screenshots`; read here because no test sees PRIMERA_… variables.
SCREENSHOTS = os.environ.get("PRIMERA_SCREENSHOTS")

Picture = Callable[[Page, str], None]


@pytest.fixture
def picture() -> Picture:
    """Keeps what the page looks like, where `make screenshots` asks for it."""

    def keep(page: Page, name: str) -> None:
        if SCREENSHOTS:
            page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", animations="disabled")

    return keep


@pytest.fixture(scope="session")
def desk_python() -> Path:
    """The Python of the demo help desk's environment, installed if need be."""
    try:
        return demo_desk.install()
    except demo_desk.DemoDeskError as error:
        need(False, str(error))
        raise
