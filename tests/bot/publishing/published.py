"""A workspace whose files serve, as its first start would have published them; no process runs."""

from datetime import UTC, datetime
from pathlib import Path

from actions.workspace import Workspace
from bot.publishing.candidate import keep_tests
from bot.publishing.making import make
from bot.publishing.release import Release, Releases
from bot.publishing.serving import Publication, Serving
from bot.training import Workbench


def silent(_line: str) -> None:
    pass


def publish_as_it_is(root: Path) -> Release:
    """Trains and indexes what is not there, and publishes it."""
    workspace = Workspace.load(root, {})
    releases, now = Releases(workspace), datetime.now(UTC)
    release = releases.take(now)
    with Workbench(log=workspace.home / "logs" / "training.log") as workbench:
        release = make(release, releases, workbench, silent)
    keep_tests(workspace, release)
    Serving(workspace).publish(Publication(release.id, now, by="test", how="first"))
    return release
