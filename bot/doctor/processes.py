"""Whether the processes live, answer, and listen only where they should."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import psutil

from bot.doctor.finding import Finding
from bot.supervisor import health, logs

PUBLIC = "gateway"
# Of the files that a process may have open; beyond it, an evening's visitors may be refused.
FULL_SHARE = 0.8

State = Mapping[str, Any]


def processes(running: Mapping[str, Any]) -> Iterator[Finding]:
    """The supervisor's run, each of its children, their ports and open files."""
    since = running.get("started_at")
    yield Finding("Primera", True, f"{running.get('url')}, process {running['pid']}, since {since}")
    yield Finding("Metrics", True, str(running.get("metrics")))
    for name, state in running.get("children", {}).items():
        yield answers(name, state)
        if state["pid"]:
            yield from _resources(name, state["pid"])


def answers(name: str, state: State) -> Finding:
    """Whether a child is there and answers."""
    url = state["health"]
    told = f"process {state['pid']}, {state['restarts']} restarts, {url or 'no port'}"
    if not state["pid"]:
        last = logs.last_words(Path(state["log"]))
        return Finding(f"  {name}", False, f"ended: {last or 'without a word'}; see {state['log']}")
    if state["state"] == "ready" and (not url or asyncio.run(health.is_ready(url))):
        if url or not is_stopped(state["pid"]):
            return Finding(f"  {name}", True, told)
    way_out = f"see {state['log']}; kill {state['pid']} has it started again"
    return Finding(f"  {name}", False, f"does not answer ({told}); {way_out}")


def is_stopped(pid: int) -> bool:
    """Whether a process was halted by somebody (SIGSTOP)."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)
    except psutil.Error:
        return True


def _resources(name: str, pid: int) -> Iterator[Finding]:
    try:
        process = psutil.Process(pid)
        hosts = [
            each.laddr.ip
            for each in process.net_connections(kind="inet")
            if each.status == psutil.CONN_LISTEN
        ]
        opened = process.num_fds()
        limit = process.rlimit(psutil.RLIMIT_NOFILE)[0]
    except (psutil.Error, AttributeError):  # another account's, or a system that does not tell
        return
    yield from ports(name, hosts)
    yield from open_files(name, opened, limit)


def ports(name: str, hosts: Sequence[str]) -> Iterator[Finding]:
    """A finding for every port that should be on loopback and is not."""
    for host in hosts:
        if name != PUBLIC and not ip_address(host).is_loopback:
            yield Finding(
                f"  {name}",
                False,
                f"listens on {host}, where others can reach it without any login: close the "
                "machine to the network, and start it by `primera run`, which binds 127.0.0.1",
            )


def open_files(name: str, opened: int, limit: int) -> Iterator[Finding]:
    """A finding where a process is about to run out of open files."""
    if limit > 0 and opened > FULL_SHARE * limit:
        yield Finding(
            f"  {name}", False, f"has {opened} of {limit} files open: raise `ulimit -n`, start anew"
        )
