"""`primera bench review`: what the order of the review is worth."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.reviewing.bench import (
    DRAWS,
    OURS_AT,
    RANDOM_AT,
    Curve,
    Stream,
    Teacher,
    as_they_come,
    in_our_order,
    stream_of,
    told,
)
from bot.training.measured_on import commit, machine
from bot.training.workbench import Workbench


def review(workspace: Workspace, data: Path, json_file: Path, console: Console) -> None:
    """Measures, and writes at the end; the texts go no further than the workbench process."""
    stream = stream_of(data)
    log = workspace.home / "logs" / "bench.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    encoder = exported_encoder(workspace)
    with console.status("bench …") as status, Workbench(log=log) as workbench:
        teacher = Teacher(encoder, workbench, status.update)
        ours, draws = _measured(stream, teacher, console)
    found = {"commit": commit(), "machine": machine(), **told(ours, draws)}
    found |= {"known": len(stream.start), "comes": len(stream.comes), "asked": len(stream.asked)}
    json_file.parent.mkdir(parents=True, exist_ok=True)
    json_file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    console.print(_table(found))


def _measured(stream: Stream, teacher: Teacher, console: Console) -> tuple[Curve, list[Curve]]:
    ours: Curve = {}
    for at, error in in_our_order(stream, teacher.judged, at=OURS_AT):
        ours[at] = error
        console.print(f"ours, {at} reviewed: error {error:.4f}", highlight=False)
    draws: list[Curve] = []
    for seed in range(DRAWS):
        draws.append({})
        for at, error in as_they_come(stream, teacher.judged, at=RANDOM_AT, seed=seed):
            draws[-1][at] = error
            console.print(f"random {seed}, {at} reviewed: error {error:.4f}", highlight=False)
    return ours, draws


def _table(found: dict[str, dict[str, float]]) -> Table:
    table = Table("As they come", "Error", "Fewer in our order")
    for at, error in found["random"].items():
        share = found["saved"].get(at)
        table.add_row(at, f"{error:.4f}", "" if share is None else f"{share:.0%}")
    return table
