"""The real gateway with a stand-in for Rasa, under load."""

import pytest

from actions.workspace import Workspace
from bot.gateway.limits import PATIENCE
from bot.load.primera import Primera
from tests.bot.gateway.conftest import (  # noqa: F401
    Serve,
    clock,
    empty_database,
    many_apps_in_one_process,
    rasa,
    serve,
    unlimited,
    workspace,
)


@pytest.fixture
def served(serve: Serve, unlimited: Workspace) -> Primera:  # noqa: F811
    """As `primera run` would tell of it."""
    served = serve(workspace=unlimited, patience=PATIENCE)
    return Primera(str(served.base_url), unlimited.home)
