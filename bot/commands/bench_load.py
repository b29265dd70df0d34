"""`primera bench load`: a fixed rate of messages, some open tickets; and a thousand streams."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console

from actions.workspace import Workspace
from bot.commands.bench_messages import write_figures
from bot.load.idle import STREAMS, idle_cost
from bot.load.open_model import Load, Say, under_load
from bot.load.primera import running
from bot.training.measured_on import commit, machine


def load(
    workspace: Workspace,
    json_file: Path,
    console: Console,
    *,
    load: Load,
    streams: int = STREAMS,
) -> bool:
    """Whether nothing was lost or doubled; starts a Primera with data of its own, and ends it."""
    with tempfile.TemporaryDirectory() as home, console.status("bench …") as status:
        found = asyncio.run(
            _measured(workspace, Path(home), load, streams=streams, say=status.update)
        )
    write_figures({"commit": commit(), "machine": machine(), **found}, json_file)
    for part in ("load", "idle_streams"):
        console.print(part, found[part])
    return not any(
        found["load"][figure] for figure in ("lost", "doubled", "tickets_lost", "tickets_doubled")
    )


async def _measured(
    workspace: Workspace, home: Path, load: Load, *, streams: int, say: Say
) -> dict[str, Any]:
    busy = round(os.getloadavg()[0], 1)
    async with running(workspace, home) as primera:
        say("idle streams")
        idle = await idle_cost(primera, streams=streams)
        loaded = await under_load(primera, load, say)
        resident = primera.resident_mb()
    return {
        "load_before": busy,
        "load": loaded,
        "idle_streams": idle,
        "resident_mb_after": resident,
    }
