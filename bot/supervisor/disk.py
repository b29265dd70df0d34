"""Room on the disk: asked for before the work, recognised when it runs out."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from bot.supervisor.errors import DiskFull

GIGABYTE = 1e9
SIGNS = ("No space left on device", "os error 28", "Errno 28", "Disk quota exceeded")
FULL = (errno.ENOSPC, errno.EDQUOT)
FULL_SENTENCE = "The disk is full. Free about 5 GB and run the command again."


def require(where: Path, gigabytes: float, purpose: Path) -> None:
    """Raises DiskFull when less is free."""
    free = shutil.disk_usage(where).free / GIGABYTE
    if free < gigabytes:
        raise DiskFull(
            f"{purpose.name} needs {gigabytes:.1f} GB and the disk of {where} has {free:.1f} GB "
            "left. Free some space and run the command again."
        )


def refuse_if_full(line: str) -> None:
    """Raises DiskFull when a program's output says that the disk is full."""
    if any(sign in line for sign in SIGNS):
        raise DiskFull(FULL_SENTENCE)


def is_full(error: BaseException) -> bool:
    """Whether an error of the operating system means a full disk."""
    return isinstance(error, OSError) and error.errno in FULL
