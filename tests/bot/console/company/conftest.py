"""A copy of the demo company, which forms may change."""

import shutil
from dataclasses import replace

import pytest

from actions.workspace import REPOSITORY, Workspace
from bot.workspace_files.owned import owned_files
from tests.bot.console.person import Person
from tests.bot.gateway.conftest import make_workspace


@pytest.fixture
def workspace(tmp_path, empty_database, rasa) -> Workspace:
    """The demo company's files in a folder of their own."""
    home = tmp_path / "home"
    home.mkdir()
    root = tmp_path / "aurora"
    for file in owned_files(REPOSITORY):
        target = root / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / file, target)
    return replace(make_workspace(home, empty_database, rasa), root=root)


@pytest.fixture
def lead(arrives) -> Person:
    """A lead who waits for the check of a whole company, also where much else runs."""
    person: Person = arrives("Ana", role="lead")
    person.http.timeout = 120
    return person
