"""`primera bench understanding`: figures on public sets, in a table, as JSON and in pictures."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.training.bench import pictures
from bot.training.bench.figures import Decisions
from bot.training.bench.kept import KeptFigures
from bot.training.bench.run import Bench, Measured
from bot.training.bench.sets import counted, sets_in
from bot.training.bench.systems import OURS, BenchFailed
from bot.training.workbench import REPOSITORY, Workbench

KEPT = REPOSITORY / "docs" / "results" / "understanding_stock.json"
PUBLISHED = REPOSITORY / "bot" / "training" / "bench" / "published.json"
SHOWN = ("in_scope_accuracy", "auroc", "aurc", "coverage_at_90", "oos_recall", "ece", "p50_ms")

Result = dict[str, dict[str, dict[str, Any]]]  # set → system → figures


def understanding(
    workspace: Workspace,
    data: Path,
    json_file: Path,
    console: Console,
    *,
    only: str | None = None,
    shots: int | None = None,
    new_stock: bool = True,
) -> None:
    """Measures, and writes after every set."""
    sets = sets_in(data)
    console.print(counted(sets))
    result: Result = {}
    decided: dict[str, dict[str, Decisions]] = {}
    encoder = exported_encoder(workspace)
    log = workspace.home / "logs" / "bench.log"
    with console.status("bench …") as status, Workbench(log=log) as workbench:
        bench = Bench(encoder, workbench, KeptFigures(KEPT), status.update)
        found = (
            bench.run_drawn(sets, shots, only=only)
            if shots
            else bench.run(sets, only=only, new_stock=new_stock)
        )
        for each in found:
            _take(each, result, decided)
            _write(result, json_file, published=only is None)
            console.print(
                f"{each.bench_set}, {each.system}: {_told(each.figures)}", highlight=False
            )
    console.print(table_of(result))
    for path in _drawn(result, decided, json_file):
        console.print(f"{path}", soft_wrap=True)


def standing(workspace: Workspace, data: Path, console: Console) -> None:
    """Writes the file that is learned from public data."""
    encoder = exported_encoder(workspace)
    log = workspace.home / "logs" / "bench.log"
    with console.status("standing …") as status, Workbench(log=log) as workbench:
        request = {"do": "standing", "data": str(data.resolve()), "encoder": str(encoder)}
        answer = workbench.ask(request, report=status.update)
    if "error" in answer:
        raise BenchFailed(f"{answer['error']} See {log}.")
    console.print(answer["file"], soft_wrap=True)


def table_of(result: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Table:
    """A row a set and system."""
    table = Table("Set", "System", *SHOWN)
    for name, systems in result.items():
        for system, figures in systems.items():
            table.add_row(name, system, *(_shown(figures.get(figure)) for figure in SHOWN))
    return table


def _take(each: Measured, result: Result, decided: dict[str, dict[str, Decisions]]) -> None:
    result.setdefault(each.bench_set, {})[each.system] = each.figures
    if each.decisions is not None:
        decided.setdefault(each.bench_set, {})[each.system] = each.decisions


def _write(result: Result, file: Path, *, published: bool) -> None:
    known = json.loads(PUBLISHED.read_text("utf-8")) if published else {}
    whole = {name: {**systems, **known.get(name, {})} for name, systems in result.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _drawn(
    result: Result, decided: Mapping[str, Mapping[str, Decisions]], file: Path
) -> Iterable[Path]:
    """A picture of risk per set with texts out of scope, and one of reliability for all."""
    ours = {name: each[OURS] for name, each in decided.items() if OURS in each}
    drawings = {
        name: pictures.risk_coverage(f"Understanding {name}", systems)
        for name, systems in decided.items()
        if any(not each.inside.all() for each in systems.values())
    }
    if ours:
        drawings["reliability"] = pictures.reliability("How often a chance is right", ours)
    growing = _by_examples(result)
    if growing:
        drawings["examples"] = pictures.accuracy_by_examples("What examples bring", growing)
    for name, drawing in drawings.items():
        path = file.with_suffix(f".{name.replace('/', '_')}.svg")
        path.write_text(drawing, encoding="utf-8")
        yield path


def _by_examples(result: Result) -> dict[str, dict[int, float]]:
    """Set and system → examples → accuracy, where a set was learned from different many."""
    found: dict[str, dict[int, float]] = {}
    for name, systems in result.items():
        whole = name.partition("/train_")[0]
        for system, figures in systems.items():
            if "examples" in figures:
                accuracy = found.setdefault(f"{whole}: {system}", {})
                accuracy[figures["examples"]] = figures["in_scope_accuracy"]
    return {name: each for name, each in found.items() if len(each) > 1}


def _told(figures: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_shown(figures.get(name))}" for name in SHOWN if name in figures)


def _shown(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}"
