"""A child process with a process group of its own, known to the keeper."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from typing import IO

from bot.supervisor.keeper import CODE, Keeper

# The gateway finishes the turns under way, seven seconds at most, and then its open requests.
GRACE_SECONDS = 10.0


async def start(
    command: Sequence[str],
    *,
    variables: Mapping[str, str],
    output: int | IO[bytes],
    errors: IO[bytes],
    keeper: Keeper,
    inherited: Sequence[int] = (),
) -> asyncio.subprocess.Process:
    """Starts a child in the code's folder; it does not hear the terminal's Ctrl-C."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=CODE,
        env=dict(variables),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        start_new_session=True,
        pass_fds=tuple(inherited),
    )
    keeper.add(process.pid)
    return process


async def stop(
    process: asyncio.subprocess.Process, keeper: Keeper, *, grace: float = GRACE_SECONDS
) -> None:
    """Asks the group to end, ends it when it does not, and its left-over members in any case."""
    if process.returncode is None:
        _signal(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), grace)
        except asyncio.TimeoutError:
            pass
    await bury(process, keeper)


async def bury(process: asyncio.subprocess.Process, keeper: Keeper) -> None:
    """Ends what is left of a group whose leader is to be gone."""
    _signal(process.pid, signal.SIGKILL)
    await process.wait()
    keeper.remove(process.pid)


def _signal(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS: not permitted on a group of zombies
        pass
