"""Finds Python interpreters by running them: a pyenv shim may be on the PATH and still fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# An environment needs `venv` and `ensurepip`, which some Linux packages leave out.
PROBE = (
    "import sys, venv, ensurepip;"
    "print('%d.%d.%d' % sys.version_info[:3]);"
    "print(getattr(sys, '_base_executable', sys.executable))"
)
PROBE_SECONDS = 30


@dataclass(frozen=True)
class Interpreter:
    """A Python that was run and answered."""

    path: Path
    version: str  # e.g. 3.11.7

    @property
    def minor(self) -> str:
        """The version an environment is made for, e.g. 3.11."""
        return ".".join(self.version.split(".")[:2])


def find(versions: Sequence[str], environment: Mapping[str, str]) -> Interpreter | None:
    """The first working interpreter; `versions` are minor ones, the best first."""
    for version in versions:
        for candidate in candidates(version, environment):
            found = probe(candidate)
            if found and found.minor == version:
                return found
    return None


def candidates(version: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Where Python `version` may be: $PYTHON311, this one, the PATH, pyenv, uv."""
    named = environment.get("PYTHON" + version.replace(".", ""))
    if named:
        yield named
    if version == ".".join(map(str, sys.version_info[:2])):
        yield sys.executable
    on_path = shutil.which(f"python{version}", path=environment.get("PATH"))
    if on_path:
        yield on_path
    for folder in _folders_of_versions(environment):
        found = folder.glob(f"*{version}.*/bin/python{version}")
        yield from (str(python) for python in sorted(found, key=_patch, reverse=True))


def probe(candidate: str) -> Interpreter | None:
    """Runs a candidate; None unless it can make environments."""
    try:
        answer = subprocess.run(
            [candidate, "-c", PROBE], capture_output=True, text=True, timeout=PROBE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = answer.stdout.split("\n")
    if answer.returncode != 0 or len(lines) < 2:
        return None
    return Interpreter(Path(lines[1]), lines[0])


def _patch(python: Path) -> tuple[int, ...]:
    # 3.10.13 comes after 3.10.9; as text it would come before.
    return tuple(int(number) for number in re.findall(r"\d+", python.parent.parent.name)[:3])


def _folders_of_versions(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    yield Path(environment.get("PYENV_ROOT") or home / ".pyenv") / "versions"
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    yield Path(environment.get("UV_PYTHON_INSTALL_DIR") or data / "uv" / "python")
