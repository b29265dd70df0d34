"""Uploads: the bytes of files that contacts sent, a folder for each conversation."""

import shutil
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path


class Uploads:
    """Files lie under ids that are ours and never under a contact's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place_for(self, conversation_id: str, attachment_id: str) -> Path:
        """Where a file is or will be; its folder is there."""
        folder = self._folder / conversation_id
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / attachment_id

    def place_of(self, conversation_id: str, attachment_id: str) -> Path:
        """Where a file is."""
        return self._folder / conversation_id / attachment_id

    def remove(self, conversation_ids: Iterable[str]) -> None:
        """Takes away all files of conversations; what is gone already is no mistake."""
        for conversation_id in conversation_ids:
            shutil.rmtree(self._folder / conversation_id, ignore_errors=True)

    def sweep(
        self, known: Callable[[Collection[str]], Collection[str]], *, before: datetime
    ) -> None:
        """Takes away what a crash left behind.

        Folders of conversations that are none of `known` (which of these are there), and files
        that nobody has written to since `before` and that never came to their end.
        """
        if not self._folder.is_dir():
            return
        folders = {folder.name: folder for folder in self._folder.iterdir() if folder.is_dir()}
        old = {name for name, folder in folders.items() if _is_older(folder, before)}
        self.remove(old - set(known(old)))
        for folder in folders.values():
            for file in folder.glob(f"*{UNFINISHED}"):
                if _is_older(file, before):
                    file.unlink(missing_ok=True)


# What is on its way; it gets its own name when it is whole.
UNFINISHED = ".part"


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False
