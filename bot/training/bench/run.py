"""The bench: every system on every set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.training.bench.figures import Decisions
from bot.training.bench.kept import KeptFigures
from bot.training.bench.sets import BenchSet, drawn
from bot.training.bench.systems import BESIDE, OURS, STOCK, Figures, measured
from bot.training.workbench import Report, Workbench

# How many times examples are drawn where few are asked for, as MTEB does.
DRAWS = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """A system on a set; decisions only where it was measured now, and once."""

    bench_set: str
    system: str
    figures: Figures
    decisions: Decisions | None


@dataclass(frozen=True, slots=True)
class Bench:
    """What is needed to measure."""

    encoder: Path
    workbench: Workbench
    kept: KeptFigures
    report: Report

    def run(
        self, sets: Sequence[BenchSet], *, only: str | None, new_stock: bool = True
    ) -> Iterator[Measured]:
        """Ours first, so that the times of others can be told beside it.

        Without `new_stock`, Rasa's own stand where their figures are kept, and nowhere else.
        """
        for bench_set in sets:
            ours: Figures | None = None
            for system in (only,) if only else (OURS, *BESIDE, *STOCK):
                if system in STOCK and not (new_stock or self.kept.of(bench_set, system)):
                    continue
                found, decisions = self._of(bench_set, system, ours)
                ours = found if system == OURS else ours
                yield Measured(bench_set.name, system, found, decisions)

    def run_drawn(
        self, sets: Sequence[BenchSet], shots: int, *, only: str | None
    ) -> Iterator[Measured]:
        """Of few examples an intent: the means over draws."""
        for bench_set in sets:
            for system in (only,) if only else (OURS, *BESIDE):
                rows = [
                    self._measured(drawn(bench_set, shots, seed), system)[0]
                    for seed in range(DRAWS)
                ]
                name = f"{bench_set.name}/{shots}_drawn"
                yield Measured(name, system, _means(rows), None)

    def _of(
        self, bench_set: BenchSet, system: str, ours: Figures | None
    ) -> tuple[Figures, Decisions | None]:
        if system not in STOCK:
            return self._measured(bench_set, system)
        known = self.kept.of(bench_set, system)
        if known is None:
            known, _ = self._measured(bench_set, system)
            self.kept.keep(bench_set, system, known, ours=ours)
        return known, None

    def _measured(self, bench_set: BenchSet, system: str) -> tuple[Figures, Decisions]:
        return measured(
            system,
            bench_set,
            encoder=self.encoder,
            workbench=self.workbench,
            report=self.report,
        )


def _means(rows: Sequence[Figures]) -> Figures:
    names = [name for name, value in rows[0].items() if isinstance(value, float)]
    return {
        **{name: round(float(np.mean([row[name] for row in rows])), 4) for name in names},
        "draws": len(rows),
        "each_in_scope_accuracy": [row["in_scope_accuracy"] for row in rows],
    }
