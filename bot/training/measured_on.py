"""Where figures come from: the commit and the machine."""

import os
import platform
import subprocess

from actions.workspace import REPOSITORY


def commit() -> str:
    """The short hash of what is checked out; empty outside git."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def machine() -> str:
    """What runs it, without its name."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
