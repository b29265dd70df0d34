"""What the whole line needs besides Primera itself: a real help desk, a real browser."""

from pathlib import Path

import pytest

from actions.bridges.django_helpdesk import demo_desk
from tests.bot.widget.conftest import axe, chromium  # noqa: F401
from tests.conftest import need


@pytest.fixture(scope="session")
def desk_python() -> Path:
    """The Python of the demo help desk's environment, installed if need be."""
    try:
        return demo_desk.install()
    except demo_desk.DemoDeskError as error:
        need(False, str(error))
        raise
