"""The demo help desk: django-helpdesk and the bridge to it, on this machine.

Standard library only, because it makes the environment that everything else needs.
"""

import argparse
import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
PROJECT = Path(__file__).resolve().parent / "demo_project"
REQUIREMENTS = REPOSITORY / "bot" / "environments" / "desk.txt"
ENVIRONMENT = REPOSITORY / ".venv-desk"

READY_SECONDS = 60
STOP_SECONDS = 10


class DemoDeskError(Exception):
    """The demo help desk cannot run; the sentence says why and what to do."""


@dataclass(frozen=True)
class DemoDesk:
    """Where the demo help desk keeps its data and listens."""

    home: Path
    queues: Mapping[str, str]  # team → title
    secret: str
    desk_port: int = 5334
    bridge_port: int = 5335
    new_ticket_webhook_urls: Sequence[str] = ()
    callback_url: str = ""  # where Primera listens to what happens in the help desk
    api_url: str = ""  # what the bridge asks in place of the help desk itself, e.g. a proxy

    @property
    def url(self) -> str:
        """Where people open it."""
        return f"http://127.0.0.1:{self.desk_port}/helpdesk/"

    @property
    def password_file(self) -> Path:
        """Where the password of user `admin` is."""
        return self.home / "password"


def install() -> Path:
    """The environment's Python; made from the pinned file unless it is there already."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "installed"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    for command in _install_commands(python):
        result = subprocess.run(command, env=_installer_environment(), check=False)
        if result.returncode:
            raise DemoDeskError(
                f"`{' '.join(command)}` failed. Check the network or PIP_FIND_LINKS, "
                f"remove {ENVIRONMENT.name} and try again."
            )
    stamp.write_text(wanted)
    return python


def _install_commands(python: Path) -> list[list[str]]:
    if uv := shutil.which("uv"):
        make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(ENVIRONMENT)]
        fill = [uv, "pip", "install", "--quiet", "--python", str(python), "-r", str(REQUIREMENTS)]
        return [make, fill]
    make = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    fill = [str(python), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)]
    return [make, fill]


def _installer_environment() -> dict[str, str]:
    environment = dict(os.environ)
    if "PIP_FIND_LINKS" in environment:  # uv has a variable of its own
        environment.setdefault("UV_FIND_LINKS", environment["PIP_FIND_LINKS"])
    return environment


def start(desk: DemoDesk, python: Path) -> list[subprocess.Popen[bytes]]:
    """Starts help desk and bridge and waits until both answer."""
    for port in (desk.desk_port, desk.bridge_port):
        _require_free(port)
    environment = _desk_environment(desk)
    queues = _prepare(python, environment)
    desk_log, bridge_log = desk.home / "desk.log", desk.home / "bridge.log"
    address = f"127.0.0.1:{desk.desk_port}"
    serve = [str(python), "-m", "django", "runserver", address, "--noreload", "--insecure"]
    processes = [_spawn(serve, environment, desk_log)]
    try:
        _wait_until_answers(desk.url, processes[0], desk_log)
        bridge = [_bridge_python(), "-m", "actions.bridges.django_helpdesk"]
        processes.append(_spawn(bridge, _bridge_environment(desk, queues), bridge_log))
        health = f"http://127.0.0.1:{desk.bridge_port}/health"
        _wait_until_answers(health, processes[1], bridge_log)
    except BaseException:
        stop(processes)
        raise
    return processes


def stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    """Stops what `start` started."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _desk_environment(desk: DemoDesk) -> dict[str, str]:
    desk.home.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "DJANGO_SETTINGS_MODULE": "settings",
        "DEMO_DESK_HOME": str(desk.home),
        "DEMO_DESK_SECRET_KEY": _kept_random(desk.home / "secret_key"),
        "DEMO_DESK_PASSWORD": _kept_random(desk.password_file),
        "DEMO_DESK_QUEUES": json.dumps(dict(desk.queues)),
        "DEMO_DESK_NEW_TICKET_WEBHOOK_URLS": json.dumps(list(desk.new_ticket_webhook_urls)),
        "DEMO_DESK_FOLLOWUP_WEBHOOK_URLS": json.dumps(
            [f"http://127.0.0.1:{desk.bridge_port}/changed"]
        ),
    }


def _bridge_environment(desk: DemoDesk, queues: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "PRIMERA_BRIDGE_DESK_URL": desk.api_url or f"http://127.0.0.1:{desk.desk_port}",
        "PRIMERA_BRIDGE_CALLBACK_URL": desk.callback_url,
        "PRIMERA_BRIDGE_USER": "admin",
        "PRIMERA_BRIDGE_PASSWORD": desk.password_file.read_text(),
        "PRIMERA_BRIDGE_SECRET": desk.secret,
        "PRIMERA_BRIDGE_QUEUES": queues,
        "PRIMERA_BRIDGE_PORT": str(desk.bridge_port),
        "PRIMERA_BRIDGE_STATE_FILE": str(desk.home / "bridge.db"),
    }


def _prepare(python: Path, environment: Mapping[str, str]) -> str:
    command = [str(python), str(PROJECT / "prepare.py")]
    result = subprocess.run(
        command, env=dict(environment), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise DemoDeskError(
            f"The demo help desk could not be prepared: {result.stderr.strip().splitlines()[-1]}. "
            f"Remove {environment['DEMO_DESK_HOME']} to begin anew."
        )
    return result.stdout


def _bridge_python() -> str:
    app = REPOSITORY / ".venv" / "bin" / "python"
    return str(app) if app.exists() else sys.executable


def _kept_random(path: Path) -> str:
    if not path.is_file():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    return path.read_text()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DemoDeskError(
                f"Port {port} is in use. Stop what listens there; it may be another demo help desk."
            ) from None


def _spawn(
    command: Sequence[str], environment: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:
        return subprocess.Popen(
            command, env=dict(environment), cwd=REPOSITORY, stdout=output, stderr=output
        )


def _wait_until_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # it answers; a refusal too is an answer
        except OSError:
            time.sleep(0.1)
    raise DemoDeskError(f"{url} does not answer. Its log is {log}.")


def run(desk: DemoDesk) -> int:
    """Runs until Ctrl-C or SIGTERM; the exit code."""
    processes = start(desk, install())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        sys.stdout.write(
            f"Help desk: {desk.url} (user admin, password in {desk.password_file}); Ctrl-C stops\n"
        )
        sys.stdout.flush()
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
        raise DemoDeskError(f"Help desk or bridge ended. Their logs are in {desk.home}.")
    except KeyboardInterrupt:
        return 0
    finally:
        stop(processes)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m …demo_desk --queues JSON`; the secret comes in PRIMERA_BRIDGE_SECRET."""
    parser = argparse.ArgumentParser(prog="demo_desk", description=__doc__)
    parser.add_argument("--root", type=Path, default=REPOSITORY, help="the workspace")
    parser.add_argument("--queues", required=True, help='JSON, team to title: {"orders": "Orders"}')
    parser.add_argument("--desk-port", type=int, default=5334)
    parser.add_argument("--bridge-port", type=int, default=5335)
    given = parser.parse_args(arguments)
    secret = os.environ.get("PRIMERA_BRIDGE_SECRET")
    home = Path(os.environ.get("PRIMERA_HOME") or given.root / ".primera").absolute()
    try:
        if not secret:
            raise DemoDeskError("PRIMERA_BRIDGE_SECRET is not set. `make demo-desk` sets it.")
        queues = json.loads(given.queues)
        return run(DemoDesk(home / "demo-desk", queues, secret, given.desk_port, given.bridge_port))
    except DemoDeskError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
