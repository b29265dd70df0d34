"""The processes of Primera: what is started, with which variables, and when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from bot.supervisor import environments, slots_file
from bot.supervisor.address import HOST, Address, free_port
from bot.supervisor.child import Service, child_variables

# Importing Rasa and TensorFlow from a cold disk takes minutes.
RASA_READY_SECONDS = 300.0
# By then it has read its files, or has ended over one of them.
WORKER_SETTLES_SECONDS = 3.0


@dataclass(frozen=True)
class Places:
    """Where everything is and listens in this run."""

    workspace: Path
    home: Path
    gateway: Address
    actions_port: int
    rasa_ports: tuple[int, ...]  # one for each slot
    database_url: str = ""
    encoder: str = ""
    model: str = ""
    release: str = ""  # a folder; "" where what people edit is served
    index: str = ""  # "" where the newest one is served

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        """Where the slots answer the gateway."""
        return tuple(slot_url(port) for port in self.rasa_ports)

    def having(self, **known: Any) -> Places:
        """The same, with what has become known."""
        return replace(self, **known)


ServiceOf = Callable[[Places, Mapping[str, str]], Service]


def variables_of(places: Places, variables: Mapping[str, str]) -> dict[str, str]:
    """What every child is told; only the gateway learns of an address that is not loopback."""
    return child_variables(
        {name: value for name, value in variables.items() if name != "PRIMERA_GATEWAY_HOST"},
        PRIMERA_WORKSPACE=str(places.workspace),
        PRIMERA_HOME=str(places.home),
        PRIMERA_GATEWAY_PORT=str(places.gateway.port),
        PRIMERA_DATABASE_URL=places.database_url,
        PRIMERA_ENCODER=places.encoder,
        PRIMERA_MODEL=places.model,
        PRIMERA_RELEASE=places.release,
        PRIMERA_INDEX=places.index,
        PRIMERA_RASA_ADDRESSES=str(places.home / slots_file.NAME),
        PRIMERA_ACTIONS_PORT=str(places.actions_port),
        PRIMERA_ACTIONS_URL=f"http://{HOST}:{places.actions_port}/webhook",
    )


def actions(places: Places, variables: Mapping[str, str]) -> Service:
    """The action server."""
    health = f"http://{HOST}:{places.actions_port}/health"
    command = [_app_python(), "-m", "actions.turns"]
    return _counting(Service("actions", command, variables_of(places, variables), health))


def worker(places: Places, variables: Mapping[str, str]) -> Service:
    """The worker that delivers tickets; it listens nowhere."""
    command = [_app_python(), "-m", "actions.worker"]
    told = variables_of(places, variables)
    return _counting(Service("worker", command, told, settling=WORKER_SETTLES_SECONDS))


def slot_name(slot: int) -> str:
    """The first is `rasa`, then `rasa-2` and so on."""
    return "rasa" if slot == 0 else f"rasa-{slot + 1}"


def slot_url(port: int) -> str:
    """Where a slot answers the gateway."""
    return f"http://{HOST}:{port}"


def rasa(places: Places, variables: Mapping[str, str], *, slot: int = 0) -> Service:
    """One Rasa slot."""
    command = [str(environments.rasa_environment().python), "-m", "bot.components.server"]
    # Rasa replaces ${NAME} in YAML from its environment: it must not know a secret.
    told = {
        name: value
        for name, value in variables_of(places, variables).items()
        if not name.startswith("PRIMERA_SECRET_")
    }
    # For the sums of one message, waking a second thread takes longer than it saves; two kinds of
    # threads (these and onnxruntime's) that wait for work by spinning double the time.
    told.setdefault("OPENBLAS_NUM_THREADS", "1")
    service = Service(slot_name(slot), command, told, ready_within=RASA_READY_SECONDS)
    return at_port(service, places.rasa_ports[slot])


def at_port(service: Service, port: int) -> Service:
    """The same slot, listening there."""
    told = {**service.variables, "PRIMERA_RASA_PORT": str(port)}
    return replace(service, variables=told, health=f"{slot_url(port)}/")


def rasa_slots(places: Places) -> list[ServiceOf]:
    """All slots."""
    return [partial(rasa, slot=slot) for slot in range(len(places.rasa_ports))]


def gateway(places: Places, variables: Mapping[str, str]) -> Service:
    """The gateway: the only process that may listen beyond loopback."""
    told = variables_of(places, variables)
    told["PRIMERA_GATEWAY_HOST"] = places.gateway.host
    command = [_app_python(), "-m", "bot.gateway"]
    health = f"{places.gateway.url}/health"
    return _counting(Service("gateway", command, told, health))


def _counting(service: Service) -> Service:
    """The same, with a port of its own on which the supervisor asks what it counts."""
    port = free_port()
    variables = {**service.variables, "PRIMERA_PROCESS_METRICS_PORT": str(port)}
    return replace(service, variables=variables, metrics=f"http://{HOST}:{port}/metrics")


def _app_python() -> str:
    return str(environments.app_environment().python)
