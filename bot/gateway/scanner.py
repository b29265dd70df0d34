"""The company's own program that looks into files before anybody else does."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bot.gateway.problems import AttachmentNotChecked, AttachmentRefused
from bot.gateway.surprise import log

CLEAN, REFUSED = 0, 1


def scan(file: Path, command: Sequence[str], *, seconds: float) -> None:
    """Runs the command with the file's path behind it, if there is one.

    Exit status 0 is clean. Raises AttachmentRefused for 1, and AttachmentNotChecked where the
    program says neither: a file that nobody could look into is not taken.
    """
    if not command:
        return
    try:
        done = subprocess.run(
            [*command, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath)},  # it is told no secret
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("attachments.scanner: %s ended with %s", command[0], type(error).__name__)
        raise AttachmentNotChecked from None
    if done.returncode == REFUSED:
        raise AttachmentRefused
    if done.returncode != CLEAN:
        log.error("attachments.scanner: %s ended with status %d", command[0], done.returncode)
        raise AttachmentNotChecked
