"""`models/serving.json`: which release serves, and which served before, by whom and why."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from actions.workspace import Workspace
from bot.publishing.errors import NoRelease
from bot.publishing.release import Release, Releases

FORMAT = 1
NAME = "serving.json"
# So many releases stay that can be gone back to, beside the one that serves.
KEPT = 5

How = Literal["first", "promoted", "rolled back"]


@dataclass(frozen=True, slots=True)
class Publication:
    """One release that began to serve; `overridden`: failing cases it was published in spite of."""

    release: str
    at: datetime
    by: str
    how: How
    reason: str = ""
    overridden: tuple[str, ...] = ()


class Serving:
    """The file, written as a whole, so that nobody reads half of it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.file: Path = workspace.models / NAME
        self.releases = Releases(workspace)

    def history(self) -> list[Publication]:
        """All publications, the newest last; none before the first."""
        try:
            rows = json.loads(self.file.read_text("utf-8"))["history"]
        except FileNotFoundError:
            return []
        return [_publication(row) for row in rows]

    def release(self) -> Release | None:
        """The release that serves; None where nothing does, or its files are not here."""
        history = self.history()
        try:
            return self.releases.get(history[-1].release) if history else None
        except NoRelease:
            return None

    def workspace(self) -> Workspace:
        """The company as it serves; as it is edited where nothing is published."""
        release = self.release()
        return self.releases.workspace(release) if release else self._workspace

    def before(self) -> Release | None:
        """The release to go back to: what served before the one that does, if that is kept."""
        history = self.history()
        now = history[-1].release if history else ""
        for row in _way_back(history):
            if row.release != now:
                try:
                    return self.releases.get(row.release)
                except NoRelease:
                    continue
        return None

    def publish(self, publication: Publication) -> None:
        """From now on that release serves; a running Primera goes over to it within a second."""
        history = [*self.history(), publication]
        content = {
            "format": FORMAT,
            "release": publication.release,
            "history": [_row(each) for each in history],
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.file.with_suffix(".json.new")
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        unfinished.write_text(text, "utf-8")
        unfinished.replace(self.file)

    def take_back(self) -> None:
        """The last publication has not happened: it could not be taken up."""
        history = self.history()
        if len(history) < 2:
            self.file.unlink(missing_ok=True)
            return
        *before, last, _ = history
        content = json.loads(self.file.read_text("utf-8"))
        content |= {"release": last.release, "history": [_row(each) for each in (*before, last)]}
        unfinished = self.file.with_suffix(".json.new")
        unfinished.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
        unfinished.replace(self.file)

    def kept(self) -> frozenset[str]:
        """The releases that stay: what serves, and what can be gone back to."""
        recent = dict.fromkeys(each.release for each in reversed(self.history()))
        return frozenset([*recent][: KEPT + 1])


def _way_back(history: Sequence[Publication]) -> list[Publication]:
    """The newest first; what was rolled back from is not gone back to."""
    way: list[Publication] = []
    for row in history:
        if row.how == "rolled back":
            known = [n for n, each in enumerate(way) if each.release == row.release]
            way = way[: known[-1]] if known else way
        way.append(row)
    return way[::-1]


def _row(publication: Publication) -> dict[str, Any]:
    return {**asdict(publication), "at": publication.at.isoformat()}


def _publication(row: dict[str, Any]) -> Publication:
    read = Publication(**{**row, "at": datetime.fromisoformat(row["at"])})
    return replace(read, overridden=tuple(read.overridden))
