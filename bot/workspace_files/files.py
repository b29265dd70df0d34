"""WorkspaceFiles: the one way in which files of a workspace are read and changed by a program."""

import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from actions.workspace import Workspace
from bot.workspace_files import git
from bot.workspace_files.change import Author, Change, Edit, Opened, Written, revision_of
from bot.workspace_files.checking import Check, primera_check, refuse_mistakes
from bot.workspace_files.errors import Conflict, NotThere, NotUndone
from bot.workspace_files.history import History
from bot.workspace_files.merging import merged
from bot.workspace_files.owned import owned_files, owned_path


@dataclass(frozen=True, slots=True)
class WorkspaceFiles:
    """Every write is checked with the whole workspace, kept with its author, and can be undone."""

    root: Path
    home: Path
    check: Check = primera_check

    @classmethod
    def of(cls, workspace: Workspace) -> "WorkspaceFiles":
        """A company's."""
        return cls(workspace.root, workspace.home)

    @property
    def history(self) -> History:
        """What was changed here."""
        return History(self.home / "changes")

    def all(self) -> list[str]:
        """The paths of the company's files."""
        return list(owned_files(self.root))

    def open(self, file: str) -> Opened:
        """A file and its revision; raises NotThere."""
        text = self._text(file)
        if text is None:
            raise NotThere(f"{file} is not there.")
        return Opened(file, text, revision_of(text))

    def save(
        self,
        edits: Sequence[Edit],
        *,
        author: Author,
        why: str,
        now: datetime,
        undoes: str | None = None,
    ) -> Change:
        """Write all of it or nothing; raises Conflict or Refused, and then nothing was written."""
        with self._alone():
            files = [self._unchanged(edit) for edit in edits]
            files = [each for each in files if each.before != each.after]
            if not files:
                return Change(_id(now), why, author, now, ())
            refuse_mistakes(self.root, {each.file: each.after for each in files}, self.check)
            self._write(files)
            change = Change(_id(now), why, author, now, tuple(files), undoes=undoes)
            commit = git.commit(self.root, files, why=why, author=author, now=now)
            self.history.keep(replace(change, commit=commit))
            return replace(change, commit=commit)

    def undo(self, change_id: str, *, author: Author, now: datetime) -> Change:
        """Take a change back and keep what came after it; raises NotUndone."""
        change = self.history.change(change_id)
        edits = [self._taken_back(each) for each in change.files]
        why = f"Undo: {change.why}"
        return self.save(edits, author=author, why=why, now=now, undoes=change.id)

    def _taken_back(self, file: Written) -> Edit:
        now = self._text(file.file)
        text = file.before if now == file.after else _without(file, now)
        return Edit(file.file, text, None if now is None else revision_of(now))

    def _unchanged(self, edit: Edit) -> Written:
        """The edit, if the file is still what was read; raises Conflict."""
        now = self._text(edit.file)
        if (None if now is None else revision_of(now)) != edit.revision:
            raise Conflict(edit.file, ours=edit.text or "", theirs=now or "")
        return Written(edit.file, now, edit.text)

    def _write(self, files: Sequence[Written]) -> None:
        """Each whole or not at all; all have been looked at once more when the first is written."""
        for each in files:
            self._unchanged(Edit(each.file, each.after, each.before and revision_of(each.before)))
        for each in files:
            path = owned_path(self.root, each.file)
            if each.after is None:
                path.unlink()
                continue
            _replace(path, each.after)

    def _text(self, file: str) -> str | None:
        try:
            with owned_path(self.root, file).open(encoding="utf-8", newline="") as opened:
                return opened.read()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            raise NotThere(f"{file} is not UTF-8 text. Save it as UTF-8.") from None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes through a program meanwhile."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "files.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _without(file: Written, now: str | None) -> str:
    """A file that has been changed again, without an earlier change; raises NotUndone."""
    whole = file.before is not None and file.after is not None and now is not None
    text = merged(str(file.after), str(now), str(file.before)) if whole else None
    if text is None:
        raise NotUndone(
            f"{file.file} has been changed in the same place since, so this change was not "
            "undone. Change it by hand."
        )
    return text


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name that a watching supervisor leaves alone.
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _id(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S%f}-{secrets.token_hex(2)}"
