"""What a start serves: the release that serves, or, the first time, the files as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from actions.workspace import Workspace
from bot.publishing.candidate import keep_tests
from bot.publishing.release import Made, Release, Releases, edited
from bot.publishing.serving import Publication, Serving

BY_ITSELF = "primera run"
# So many edited files are named.
NAMED = 5


@dataclass(frozen=True, slots=True)
class ToServe:
    """A release, and what should be known of it."""

    release: Release
    remarks: tuple[str, ...] = ()


def to_serve(workspace: Workspace, check: Callable[[], None]) -> ToServe:
    """The release to start with; `check` raises if the files as they are have a mistake."""
    serving = Serving(workspace)
    release = serving.release()
    if release is not None:
        waiting = edited(workspace.of_release(release.folder), workspace)
        return ToServe(release, (_told(waiting),) if waiting else ())
    history = serving.history()
    check()
    taken = serving.releases.take(datetime.now(UTC))
    if not history:
        return ToServe(taken)
    gone = f"The release {history[-1].release} is not here; the files as they are serve instead."
    return ToServe(taken, (gone,))


def serve_first(workspace: Workspace) -> None:
    """Keeps what was made of the release of this run, and publishes it where nothing serves."""
    processes, releases, serving = workspace.settings.processes, Releases(workspace), None
    if workspace.release is None or processes.model is None or processes.encoder is None:
        raise ValueError("PRIMERA_RELEASE, PRIMERA_MODEL and PRIMERA_ENCODER say what serves.")
    made = Made(
        encoder=Path(processes.encoder).name,
        index=processes.index,
        model=Path(processes.model).name,
    )
    release = releases.note(releases.get(workspace.release.name), made)
    serving = Serving(workspace)
    if serving.release() is None:
        now = datetime.now(UTC)
        keep_tests(workspace, release)
        serving.publish(Publication(release.id, now, by=BY_ITSELF, how="first"))


def _told(files: list[str]) -> str:
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return (
        f"Edits wait to be published: {', '.join(files[:NAMED])}{more}. "
        "`primera candidate build` judges them, `primera promote` publishes them; "
        "`primera run --watch` applies edits at once."
    )
