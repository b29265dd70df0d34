"""How much memory a process holds, with the standard library alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

KB = 1024
MB = 1024 * KB


def resident_mb(pid: int) -> int:
    """What of the process is in memory; 0 when it is gone."""
    return (_from_proc(pid) if Path("/proc/self/statm").exists() else _from_ps(pid)) // MB


def _from_proc(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _from_ps(pid: int) -> int:
    command = ["ps", "-o", "rss=", "-p", str(pid)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return int(said) * KB if said else 0
