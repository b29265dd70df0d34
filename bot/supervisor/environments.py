"""The two environments, and how to tell that one is as its pinned files say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CODE = Path(__file__).resolve().parent.parent.parent
STAMP = "primera.json"
APP_VERSIONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Environment:
    """A folder with a Python and packages; `versions` are minor ones, the best first."""

    name: str
    folder: Path
    versions: tuple[str, ...]
    gigabytes: float  # measured; what the first installation needs on the disk
    pinned: tuple[Path, ...]  # files of `name==version` lines
    installs_primera: bool = False  # gives it the command `primera`

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """Says which pinned files the folder was made of."""
        return self.folder / STAMP


def app_environment(root: Path = CODE, *, development: bool = False) -> Environment:
    """Gateway, actions, knowledge base, command line; with what tests need for development."""
    names = ("app.txt", "dev.txt") if development else ("app.txt",)
    return Environment("app", root / ".venv", APP_VERSIONS, 1.9, _pinned(root, names), True)


def rasa_environment(root: Path = CODE) -> Environment:
    """Rasa 3.6, which ended with Python 3.10."""
    return Environment("rasa", root / ".venv-rasa", ("3.10",), 2.9, _pinned(root, ("rasa.txt",)))


def is_current(environment: Environment) -> bool:
    """Whether every pinned file is installed as it is now, for the interpreter that is there."""
    stamped = read_stamp(environment)
    return environment.python.exists() and all(
        stamped.get(path.name) == fingerprint(environment, path) for path in environment.pinned
    )


def fingerprint(environment: Environment, pinned: Path) -> str:
    """Changes with the pinned file, the interpreter and the folder (scripts name their Python)."""
    parts = (
        pinned.read_bytes(),
        version_of(environment).encode(),
        str(environment.folder).encode(),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def version_of(environment: Environment) -> str:
    """The version of its interpreter, as written at its making; empty where there is none."""
    try:
        lines = (environment.folder / "pyvenv.cfg").read_text("utf-8").splitlines()
    except OSError:
        return ""
    fields = dict(line.replace(" ", "").split("=", 1) for line in lines if "=" in line)
    return fields.get("version_info") or fields.get("version") or ""


def read_stamp(environment: Environment) -> dict[str, str]:
    """Fingerprints by name of the pinned file; empty for an unfinished environment."""
    try:
        stamped = json.loads(environment.stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamped if isinstance(stamped, dict) else {}


def write_stamp(environment: Environment) -> None:
    """Records a finished installation; other pinned files' fingerprints stay."""
    new = {path.name: fingerprint(environment, path) for path in environment.pinned}
    text = json.dumps({**read_stamp(environment), **new}, indent=1)
    environment.stamp.write_text(text + "\n", "utf-8")


def packages(pinned: Sequence[Path]) -> int:
    """How many distributions the pinned files name."""
    lines = {line for path in pinned for line in path.read_text("utf-8").splitlines()}
    return sum("==" in line for line in lines)


def _pinned(root: Path, names: Sequence[str]) -> tuple[Path, ...]:
    return tuple(root / "bot" / "environments" / name for name in names)
