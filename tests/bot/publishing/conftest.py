"""A new company's workspace with releases that could serve."""

from datetime import UTC, datetime

import pytest

from actions.workspace import Workspace
from bot.publishing.release import Made, Release, Releases
from bot.publishing.serving import Publication, Serving

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MADE = Made(encoder="e", index="i", model="m.tar.gz")


@pytest.fixture
def company(workspace) -> Workspace:
    return Workspace.load(workspace, {})


@pytest.fixture
def published(company) -> Release:
    """The files as they are serve."""
    releases = Releases(company)
    release = releases.note(releases.take(NOON), MADE)
    Serving(company).publish(Publication(release.id, NOON, by="Ada", how="first"))
    return release


def edit(company: Workspace, name: str = "domain.yml", text: str = "\n# edited\n") -> None:
    file = company.root / name
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def released(company: Workspace) -> Release:
    """The files as they are now, as if they had been built."""
    releases = Releases(company)
    return releases.note(releases.take(NOON), MADE)
