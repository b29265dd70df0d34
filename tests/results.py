"""What a long proof found, kept in docs/results with the commit and the machine it ran on.

Each row is written as soon as it is found: a proof that was stopped goes on where it was, as long
as the commit and the machine are the same.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.training.measured_on import commit, machine

REPOSITORY = Path(__file__).resolve().parent.parent
FOLDER = REPOSITORY / "docs" / "results"


class Results:
    """The rows of one proof, by a key that names the case."""

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self._path = folder / f"{name}.json"
        self._where = {"commit": commit(), "machine": machine()}
        self._rows: dict[str, Any] = self._earlier()

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def __getitem__(self, key: str) -> Any:
        return self._rows[key]

    def add(self, key: str, row: Mapping[str, Any]) -> None:
        """Keeps a row at once."""
        self._rows[key] = dict(row)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        found = {**self._where, "results": self._rows}
        text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
        self._path.write_text(text, encoding="utf-8")

    def _earlier(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        found = json.loads(self._path.read_text(encoding="utf-8"))
        same = all(found.get(name) == value for name, value in self._where.items())
        return dict(found["results"]) if same else {}


def write_results(name: str, rows: Any) -> None:
    """Writes docs/results/<name>.json at the end of a proof that cannot be stopped half-way."""
    results = Results(name)
    for number, row in enumerate(rows):
        results.add(str(number), row)
