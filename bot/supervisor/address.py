"""Where the gateway listens, known before any YAML library is installed; and its socket."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.supervisor.errors import PortInUse, SupervisorError

Socket = socket.socket
HOST = "127.0.0.1"
PORT = 8080
LAST_PORT = 65535
WAITING_CONNECTIONS = 128
BLOCK = r"^{name}:[ \t]*(\{{[^}}]*\}}|(?:[^\n]*\n(?:[ \t]+[^\n]*\n?|[ \t]*#[^\n]*\n|\n)*))"
FIELD = re.compile(r"\b(host|port):[ \t]*[\"']?([^\s,}\"'#]+)")


@dataclass(frozen=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """For a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{host}:{self.port}"


def of_workspace(root: Path, variables: Mapping[str, str], *, port: int | None = None) -> Address:
    """The option before the variables before bot/settings.yml before 127.0.0.1:8080."""
    written = _written(root / "bot" / "settings.yml", "gateway")
    chosen = str(port) if port is not None else variables.get("PRIMERA_GATEWAY_PORT")
    number = chosen or written.get("port") or str(PORT)
    if not number.isdecimal() or not 0 < int(number) <= LAST_PORT:
        raise SupervisorError(
            f"The gateway's port {number!r} is not a number from 1 to 65535. "
            "Correct PRIMERA_GATEWAY_PORT or `gateway` in bot/settings.yml."
        )
    host = variables.get("PRIMERA_GATEWAY_HOST") or written.get("host") or HOST
    return Address(host, int(number))


def of_metrics(root: Path, variables: Mapping[str, str]) -> Address:
    """Where Prometheus asks: the variable before bot/settings.yml before any free port."""
    written = _written(root / "bot" / "settings.yml", "metrics")
    number = variables.get("PRIMERA_METRICS_PORT") or written.get("port") or "0"
    if not number.isdecimal() or int(number) > LAST_PORT:
        raise SupervisorError(
            f"The port of the metrics {number!r} is not a number from 0 to 65535. "
            "Correct PRIMERA_METRICS_PORT or `metrics` in bot/settings.yml."
        )
    return Address(HOST, int(number) or free_port())


def _written(settings: Path, name: str) -> dict[str, str]:
    # Two fields of a file that is read and checked in full once the app environment is there.
    try:
        text = settings.read_text("utf-8", errors="replace")
    except OSError:
        return {}
    block = re.search(BLOCK.format(name=name), text, re.M)
    return dict(FIELD.findall(block.group(1))) if block else {}


def listen(address: Address, variable: str = "PRIMERA_GATEWAY_PORT") -> socket.socket:
    """A socket there; `variable` chooses another port. Raises PortInUse.

    Of the progress page, later of the gateway, and of the metrics.
    """
    try:
        family, *_, where = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise SupervisorError(
            f"{address.host!r} is no address of this machine ({error.strerror}). "
            "Correct PRIMERA_GATEWAY_HOST or `gateway` in bot/settings.yml."
        ) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(where)
        listener.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listener.close()
        raise _refusal(address, variable, error) from error
    return listener


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _refusal(address: Address, variable: str, error: OSError) -> SupervisorError:
    if error.errno == errno.EADDRINUSE:
        return PortInUse(
            f"Port {address.port} on {address.host} is in use by another program. Stop it, or "
            f"choose another port: {variable}={address.port + 1} make run."
        )
    if error.errno == errno.EACCES:
        return SupervisorError(
            f"This account may not listen on port {address.port}. Choose one from 1024 up: "
            f"{variable}=8080 make run."
        )
    return SupervisorError(
        f"Nothing can listen on {address.host}:{address.port} ({error.strerror}). Correct "
        "PRIMERA_GATEWAY_HOST or `gateway` in bot/settings.yml."
    )
