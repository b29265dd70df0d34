"""Builds a candidate in a process of its own, beside a gateway that goes on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from actions.workspace import REPOSITORY, Workspace

# What a process that serves is told of its release; a candidate is of what people edit.
OF_A_RELEASE = ("PRIMERA_RELEASE", "PRIMERA_INDEX", "PRIMERA_MODEL", "PRIMERA_ENCODER")
# Whoever writes to the bot meanwhile comes first.
NICE = ("nice", "-n", "10")

# The last one that was begun here, by the workspace's folder.
_started: dict[Path, subprocess.Popen[bytes]] = {}


def is_beginning(workspace: Workspace) -> bool:
    """Whether a build that was begun here still runs: `progress_of` hears of it some seconds late,
    on a busy machine many.
    """
    process = _started.get(workspace.root)
    return process is not None and process.poll() is None


def start_building(workspace: Workspace) -> None:
    """Begins it and returns; `progress_of` tells how far it is."""
    log = workspace.home / "logs" / "step-candidate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        _started[workspace.root] = subprocess.Popen(
            [*(NICE if shutil.which("nice") else ()), *_command(workspace.root)],
            cwd=REPOSITORY,
            env=_environment(workspace),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
        )


def _command(root: Path) -> list[str]:
    return [sys.executable, "-m", "bot.supervisor.app", "candidate", "--workspace", str(root)]


def _environment(workspace: Workspace) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_RELEASE}
    return {**kept, "PRIMERA_HOME": str(workspace.home)}
