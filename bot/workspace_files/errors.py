"""What can go wrong with a change to the workspace's files.

WorkspaceFileError
├── NotEditable     the file is written in a way that only a person can change
├── NotThere        no such file belongs to the company
├── Conflict        the file has changed since it was read; both versions are there
├── Refused         the workspace would not pass its checks
└── NotUndone       what a change wrote has been changed since
"""

from collections.abc import Sequence
from dataclasses import dataclass


class WorkspaceFileError(Exception):
    """A change to a file of the workspace cannot be made."""


class NotEditable(WorkspaceFileError):
    """The file is written in a way that only a person can change."""


class NotThere(WorkspaceFileError):
    """No such file belongs to the company."""


class NotUndone(WorkspaceFileError):
    """What a change wrote has been changed since."""


class Conflict(WorkspaceFileError):
    """A file has changed since it was read: `theirs` is there, `ours` was to be written."""

    def __init__(self, file: str, *, ours: str, theirs: str) -> None:
        super().__init__(
            f"{file} has been changed by somebody else since you opened it. Nothing was "
            "overwritten: compare both versions, and save again what you want to keep."
        )
        self.file = file
        self.ours = ours
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: in which file (a path in the workspace), on which line."""

    file: str
    line: int
    sentence: str
    field: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.file}, line {self.line}: {self.sentence}"
            if self.line
            else f"{self.file}: {self.sentence}"
        )


class Refused(WorkspaceFileError):
    """The workspace would not pass its checks with the change; it was not written."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)
