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

_started: list[subprocess.Popen[bytes]] = []


def start_building(workspace: Workspace) -> None:
    """Begins it and returns; `progress_of` tells how far it is."""
    _started[:] = [process for process in _started if process.poll() is None]
    log = workspace.home / "logs" / "step-candidate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        _started.append(
            subprocess.Popen(
                [*(NICE if shutil.which("nice") else ()), *_command(workspace.root)],
                cwd=REPOSITORY,
                env=_environment(workspace),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=output,
            )
        )


def _command(root: Path) -> list[str]:
    return [sys.executable, "-m", "bot.supervisor.app", "candidate", "--workspace", str(root)]


def _environment(workspace: Workspace) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_RELEASE}
    return {**kept, "PRIMERA_HOME": str(workspace.home)}
