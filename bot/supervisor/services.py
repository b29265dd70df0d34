"""The four processes of Primera: what is started, with which variables, and when it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.supervisor import environments
from bot.supervisor.address import HOST, Address
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
    rasa_port: int
    database_url: str = ""
    encoder: str = ""
    model: str = ""

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
        PRIMERA_RASA_PORT=str(places.rasa_port),
        PRIMERA_RASA_URLS=f"http://{HOST}:{places.rasa_port}",
        PRIMERA_ACTIONS_PORT=str(places.actions_port),
        PRIMERA_ACTIONS_URL=f"http://{HOST}:{places.actions_port}/webhook",
    )


def actions(places: Places, variables: Mapping[str, str]) -> Service:
    """The action server."""
    health = f"http://{HOST}:{places.actions_port}/health"
    command = [_app_python(), "-m", "actions.turns"]
    return Service("actions", command, variables_of(places, variables), health)


def worker(places: Places, variables: Mapping[str, str]) -> Service:
    """The worker that delivers tickets; it listens nowhere."""
    command = [_app_python(), "-m", "actions.worker"]
    told = variables_of(places, variables)
    return Service("worker", command, told, settling=WORKER_SETTLES_SECONDS)


def rasa(places: Places, variables: Mapping[str, str]) -> Service:
    """One Rasa slot."""
    command = [str(environments.rasa_environment().python), "-m", "bot.components.server"]
    health = f"http://{HOST}:{places.rasa_port}/"
    # Rasa replaces ${NAME} in YAML from its environment: it must not know a secret.
    told = {
        name: value
        for name, value in variables_of(places, variables).items()
        if not name.startswith("PRIMERA_SECRET_")
    }
    # For the sums of one message, waking a second thread takes longer than it saves; two kinds of
    # threads (these and onnxruntime's) that wait for work by spinning double the time.
    told.setdefault("OPENBLAS_NUM_THREADS", "1")
    return Service("rasa", command, told, health, ready_within=RASA_READY_SECONDS)


def gateway(places: Places, variables: Mapping[str, str]) -> Service:
    """The gateway: the only process that may listen beyond loopback."""
    told = variables_of(places, variables)
    told["PRIMERA_GATEWAY_HOST"] = places.gateway.host
    command = [_app_python(), "-m", "bot.gateway"]
    health = f"{places.gateway.url}/health"
    return Service("gateway", command, told, health)


def _app_python() -> str:
    return str(environments.app_environment().python)
