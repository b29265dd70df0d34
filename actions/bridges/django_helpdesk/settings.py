"""What the bridge needs to know: options, or PRIMERA_BRIDGE_… variables."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


class BridgeSettingsError(Exception):
    """The bridge cannot start with what it was told."""


@dataclass(frozen=True, slots=True)
class BridgeSettings:
    """Where the help desk is, how to sign in, and which queue belongs to which team."""

    desk_url: str
    user: str
    password: str = field(repr=False)
    secret: str = field(repr=False)
    queues: Mapping[str, int]
    port: int
    state_file: Path


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> BridgeSettings:
    """The settings; password and secret only from variables, where `ps` does not show them."""
    given = vars(_parser(environment).parse_args(arguments))
    secrets = {
        name: environment.get(f"PRIMERA_BRIDGE_{name.upper()}") for name in ("password", "secret")
    }
    for name, value in (given | secrets).items():
        if not value:
            raise BridgeSettingsError(f"{name} is not set. Set PRIMERA_BRIDGE_{name.upper()}.")
    return BridgeSettings(
        desk_url=given["desk_url"].rstrip("/"),
        user=given["user"],
        password=str(secrets["password"]),
        secret=str(secrets["secret"]),
        queues=_queues(given["queues"]),
        port=given["port"],
        state_file=Path(given["state_file"]),
    )


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    def default(name: str, otherwise: str | None = None) -> str | None:
        return environment.get(f"PRIMERA_BRIDGE_{name}", otherwise)

    parser = argparse.ArgumentParser(prog="python -m actions.bridges.django_helpdesk")
    parser.add_argument("--desk-url", default=default("DESK_URL"), help="e.g. https://desk.lan")
    parser.add_argument("--user", default=default("USER"), help="a staff user of the help desk")
    parser.add_argument(
        "--queues", default=default("QUEUES"), help='team to queue id, e.g. {"orders": 1}'
    )
    parser.add_argument("--port", type=int, default=default("PORT", "5335"))
    parser.add_argument("--state-file", default=default("STATE_FILE", "bridge.db"))
    return parser


def _queues(text: str) -> dict[str, int]:
    try:
        return {str(team): int(queue) for team, queue in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        raise BridgeSettingsError(
            f'queues is {text!r}, not JSON from team to queue id. Write e.g. {{"orders": 1}}.'
        ) from None
