"""A PostgreSQL server of the tests' own, on loopback, gone when they end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "postgres"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path("/usr/bin")]


def is_installed() -> bool:
    return (BINARIES[-1] / "initdb").exists()


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database; nothing of it outlives the block.

    In a folder beside pytest's own: those are closed to other users whenever a pytest starts.
    """
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="primera-postgres-") as name:
        folder = Path(name)
        data, log = folder / "data", folder / "log"
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, USER)
        run("initdb", "--pgdata", data, "--auth", "trust", "--username", USER, "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        run("pg_ctl", "--pgdata", data, "--options", options, "--wait", "start", "--log", log)
        try:
            yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "--pgdata", data, "--mode", "immediate", "--wait", "stop")


def run(program: str, *arguments: object) -> None:
    asked = {"user": pwd.getpwnam(USER).pw_uid, "extra_groups": []} if os.getuid() == 0 else {}
    command = [str(BINARIES[-1] / program), *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **asked)  # type: ignore[arg-type]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
