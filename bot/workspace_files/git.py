"""Keeps a change as a commit of its own: of its files alone, and of nothing else in them.

People edit the same files by hand. What they have written and not committed, or staged, is theirs:
the commit is made beside their index, from the last commit and the change alone, and what they
have staged gets the change as well, so that their next commit does not take it back.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from actions.logs import logger
from bot.workspace_files.change import Author, Written
from bot.workspace_files.merging import merged

GIT_SECONDS = 30.0
# A person is in the middle of something that a commit would confuse.
IN_THE_MIDDLE = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
PLAIN_FILE = "100644"

log = logger("workspace")


class GitFailed(Exception):
    """Git did not do what it was asked for."""


def commit(
    root: Path, files: Sequence[Written], *, why: str, author: Author, now: datetime
) -> str | None:
    """The commit's hash; None where there is no checkout or git could not, which a log tells."""
    if not (root / ".git").exists() and not any((up / ".git").exists() for up in root.parents):
        return None
    try:
        return _Checkout.at(root).commit(files, why=why, author=author, now=now)
    except (GitFailed, OSError, subprocess.SubprocessError) as error:
        log.warning("A change of the workspace is saved but not committed.", reason=str(error))
        return None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as a tree or the index has it."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class _Checkout:
    root: Path
    prefix: str  # of the workspace within the checkout

    @classmethod
    def at(cls, root: Path) -> "_Checkout":
        told = _git(root, "rev-parse", "--show-prefix", "--absolute-git-dir").splitlines()
        prefix, folder = told[0], Path(told[1])
        if busy := [name for name in IN_THE_MIDDLE if (folder / name).exists()]:
            raise GitFailed(f"a merge or rebase is going on ({busy[0]})")
        return cls(root, prefix)

    def commit(
        self, files: Sequence[Written], *, why: str, author: Author, now: datetime
    ) -> str | None:
        files = [each for each in files if not self._ignored(each.file)]
        if not files:
            return None
        parent = _git(self.root, "rev-parse", "-q", "--verify", "HEAD", fails=True).strip()
        blobs = {each.file: self._committed(each, parent) for each in files}
        with TemporaryDirectory(prefix="primera-git-") as folder:
            beside = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            if parent:
                _git(self.root, "read-tree", parent, variables=beside)
            for file, entry in blobs.items():
                self._put(file, entry, variables=beside)
            tree = _git(self.root, "write-tree", variables=beside).strip()
        new = _git(
            self.root,
            *("commit-tree", tree, *(("-p", parent) if parent else ()), "-F", "-"),
            given=why,
            variables=_signed(author, now),
        ).strip()
        before = {each.file: self._in_tree(parent, each.file) for each in files}
        staged = {each.file: self._in_index(each.file) for each in files}
        _git(self.root, "update-ref", "-m", f"commit: {why}", "HEAD", new, parent or "0" * 40)
        for each in files:
            self._follow(each, before[each.file], staged[each.file], blobs[each.file])
        return new

    def _committed(self, file: Written, parent: str) -> _Entry | None:
        """The last commit's text with the change alone."""
        entry = self._in_tree(parent, file.file)
        last = self._text(entry)
        if last == file.before or last == file.after:
            return self._blob(file.file, file.after, entry)
        return self._blob(file.file, _changed(file, last), entry)

    def _follow(
        self, file: Written, before: _Entry | None, staged: _Entry | None, new: _Entry | None
    ) -> None:
        """The index gets the change: as it is, or into what somebody has staged."""
        if staged == before:
            self._put(file.file, new)
            return
        try:
            text = _changed(file, self._text(staged))
        except GitFailed:
            return  # theirs stays; git will show both
        self._put(file.file, self._blob(file.file, text, staged))

    def _put(
        self, file: str, entry: _Entry | None, *, variables: Mapping[str, str] | None = None
    ) -> None:
        path = self.prefix + file
        if entry is None:
            options = ("--force-remove", "--", path)
        else:
            options = ("--add", "--cacheinfo", f"{entry.mode},{entry.blob},{path}")
        _git(self._top, "update-index", *options, variables=variables)

    @property
    def _top(self) -> Path:
        return self.root / ("../" * self.prefix.count("/"))

    def _ignored(self, file: str) -> bool:
        return bool(_git(self.root, "check-ignore", "--", file, fails=True).strip())

    def _blob(self, file: str, text: str | None, before: _Entry | None) -> _Entry | None:
        if text is None:
            return None
        path = f"--path={self.prefix}{file}"
        blob = _git(self._top, "hash-object", "-w", path, "--stdin", given=text).strip()
        return _Entry(before.mode if before else PLAIN_FILE, blob)

    def _in_tree(self, commit: str, file: str) -> _Entry | None:
        if not commit:
            return None
        told = _git(self.root, "ls-tree", commit, "--", file)
        return _Entry(told.split()[0], told.split()[2]) if told.strip() else None

    def _in_index(self, file: str) -> _Entry | None:
        told = _git(self.root, "ls-files", "--stage", "--", file)
        return _Entry(told.split()[0], told.split()[1]) if told.strip() else None

    def _text(self, entry: _Entry | None) -> str | None:
        return _git(self.root, "cat-file", "blob", entry.blob) if entry else None


def _changed(file: Written, other: str | None) -> str | None:
    """Another version of a file with the same change made to it."""
    if file.before is None or file.after is None or other is None:
        raise GitFailed(f"{file.file} has come or gone, and is not committed as it was")
    text = merged(file.before, other, file.after)
    if text is None:
        raise GitFailed(f"{file.file} has changes by hand on the same lines, not committed yet")
    return text


def _signed(author: Author, now: datetime) -> dict[str, str]:
    at = f"{int(now.timestamp())} +0000"
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", author.name), ("EMAIL", author.email), ("DATE", at))
    }


def _git(
    root: Path,
    *arguments: str,
    given: str | None = None,
    variables: Mapping[str, str] | None = None,
    fails: bool = False,
) -> str:
    """What git says; `fails`: an answer of no is an answer."""
    ended = subprocess.run(
        ["git", "-C", str(root), *arguments],
        input=given.encode("utf-8") if given is not None else None,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        env={**dict(_environment()), **(variables or {})},
        timeout=GIT_SECONDS,
        check=False,
    )
    if ended.returncode and not fails:
        raise GitFailed(f"git {arguments[0]}: {ended.stderr.decode('utf-8', 'replace').strip()}")
    return ended.stdout.decode("utf-8")


def _environment() -> Iterator[tuple[str, str]]:
    """Not the index or folder of a git that called us."""
    for name, value in os.environ.items():
        if not name.startswith("GIT_"):
            yield name, value
