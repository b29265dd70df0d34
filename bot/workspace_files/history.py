"""The changes that were made here, each with the files before and after, so that it can be undone.

Kept beside the workspace (`.primera/changes`): not every workspace is a git checkout.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bot.workspace_files.change import Author, Change, Written
from bot.workspace_files.errors import NotThere

# The newest; of an article or a desk file each takes some kilobytes.
KEPT = 500


@dataclass(frozen=True, slots=True)
class History:
    """A file per change, named after its moment."""

    folder: Path

    def keep(self, change: Change) -> None:
        """One more; the oldest beyond KEPT go."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self.folder / f".{change.id}.new"
        content = {**asdict(change), "at": change.at.isoformat()}
        beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, self.folder / f"{change.id}.json")
        for old in self._files()[KEPT:]:
            old.unlink(missing_ok=True)

    def newest(self, *, file: str | None = None, limit: int = 50) -> list[Change]:
        """The last changes, of one file or of all."""
        found: list[Change] = []
        for change in self._changes():
            if file is None or any(each.file == file for each in change.files):
                found.append(change)
            if len(found) == limit:
                break
        return found

    def change(self, change_id: str) -> Change:
        """One of them; raises NotThere."""
        for path in self._files():
            if path.stem == change_id:
                return _read(path)
        raise NotThere(f"There is no change {change_id!r}; the last {KEPT} are kept.")

    def _changes(self) -> Iterator[Change]:
        return (_read(path) for path in self._files())

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[!.]*.json"), reverse=True)


def _read(path: Path) -> Change:
    content = json.loads(path.read_text(encoding="utf-8"))
    return Change(
        id=content["id"],
        why=content["why"],
        author=Author(**content["author"]),
        at=datetime.fromisoformat(content["at"]),
        files=tuple(Written(**each) for each in content["files"]),
        commit=content["commit"],
        undoes=content["undoes"],
    )
