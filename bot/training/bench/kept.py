"""Figures of systems that take hours: measured once a set, kept with the machine they ran on."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.training.bench.sets import BenchSet
from bot.training.bench.systems import Figures
from bot.training.measured_on import machine


class KeptFigures:
    """A file of figures by set and system; one of other texts counts as not measured."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}

    def of(self, bench_set: BenchSet, system: str) -> Figures | None:
        """What was measured, or None."""
        row: Mapping[str, Any] | None = self._kept.get(bench_set.name, {}).get(system)
        return dict(row["figures"]) if row and row["texts"] == bench_set.hash else None

    def keep(
        self, bench_set: BenchSet, system: str, found: Figures, *, ours: Figures | None
    ) -> None:
        """Writes at once; with the times of ours in the same run, for only those compare."""
        times = ("train_seconds", "learn_seconds", "p50_ms")
        self._kept.setdefault(bench_set.name, {})[system] = {
            "texts": bench_set.hash,
            "machine": _machine(),
            "figures": found,
            "ours_in_the_same_run": {name: ours[name] for name in times} if ours else None,
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self._kept, indent=1, ensure_ascii=False, sort_keys=True)
        self._file.write_text(text + "\n", encoding="utf-8")


def _machine() -> dict[str, str]:
    return {
        "machine": machine(),
        "versions": "rasa 3.6.21, tensorflow 2.12.0, Python 3.10, one seed (0)",
    }
