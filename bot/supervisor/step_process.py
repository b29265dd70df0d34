"""Runs one step as a process that tells its progress in lines of JSON.

On standard output: `{"detail": …}` while it works, then `{"result": …, "unchanged": bool}` or
`{"error": sentence}`. All else it writes goes to its log.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from bot.supervisor import disk, logs, process_group
from bot.supervisor.errors import StepFailed
from bot.supervisor.keeper import Keeper


async def run(
    name: str,
    command: Sequence[str],
    *,
    variables: Mapping[str, str],
    log: Path,
    keeper: Keeper,
    report: Callable[[str], None],
) -> dict[str, Any]:
    """The step's last line; raises StepFailed, or DiskFull when its log says so."""
    with log.open("ab") as output:
        process = await process_group.start(
            command,
            variables=variables,
            output=asyncio.subprocess.PIPE,
            errors=output,
            keeper=keeper,
        )
        try:
            last = await _last_line(process, report, output)
            code = await process.wait()
        finally:
            await process_group.stop(process, keeper)
    if code != 0 or "result" not in last:
        raise _failure(name, code, last, log)
    return last


async def _last_line(
    process: asyncio.subprocess.Process, report: Callable[[str], None], log: IO[bytes]
) -> dict[str, Any]:
    last: dict[str, Any] = {}
    if process.stdout is None:
        return last
    async for line in process.stdout:
        try:
            said = json.loads(line)
        except ValueError:
            log.write(line)
            continue
        if "detail" in said:
            report(str(said["detail"]))
        else:
            last = said
    return last


def _failure(name: str, code: int, last: Mapping[str, Any], log: Path) -> StepFailed:
    if last.get("error"):
        return StepFailed(str(last["error"]))
    lines = logs.tail(log)
    for line in lines[-20:]:
        disk.refuse_if_full(line)
    said = f": {lines[-1]}" if lines else ""
    return StepFailed(f"The step {name!r} ended with code {code}{said}. See {log}.")
