"""What a bridge needs to know: options, or PRIMERA_BRIDGE_… variables."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

WATCH_SECONDS = 5.0


class BridgeSettingsError(Exception):
    """The bridge cannot start with what it was told."""


@dataclass(frozen=True, slots=True)
class BridgeSettings:
    """Where the help desk is, how to sign in, which queue is whose, where Primera listens."""

    desk_url: str
    user: str
    password: str = field(repr=False)
    secret: str = field(repr=False)
    queues: Mapping[str, str]
    port: int
    state_file: Path
    callback_url: str | None = None
    mails_customer: bool = False
    watch_seconds: float = WATCH_SECONDS

    def auth(self) -> httpx.Auth | None:
        """HTTP's own way of signing in, if there is a user: a token goes another way."""
        return httpx.BasicAuth(self.user, self.password) if self.user else None


def read_settings(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    program: str = "actions.bridges.django_helpdesk",
    queue: Callable[[str], object] = str,
    signs_in: bool = True,
    needs_url: bool = True,
) -> BridgeSettings:
    """The settings; password and secret only from variables, where `ps` does not show them.

    `needs_url`: the help desk has one address. `signs_in`: by a user's name; otherwise the password
    is a token. `queue` raises ValueError for what cannot name one in this help desk.
    """
    given = vars(_parser(program, environment).parse_args(arguments))
    secrets = {
        name: environment.get(f"PRIMERA_BRIDGE_{name.upper()}") for name in ("password", "secret")
    }
    optional = {"callback_url", "mails_customer"} | (set() if signs_in else {"user"})
    optional |= set() if needs_url else {"desk_url"}
    for name, value in (given | secrets).items():
        if not value and name not in optional:
            raise BridgeSettingsError(f"{name} is not set. Set PRIMERA_BRIDGE_{name.upper()}.")
    return BridgeSettings(
        desk_url=(given["desk_url"] or "").rstrip("/"),
        user=given["user"] if signs_in else "",
        password=str(secrets["password"]),
        secret=str(secrets["secret"]),
        queues=_queues(given["queues"], queue),
        port=given["port"],
        state_file=Path(given["state_file"]),
        callback_url=given["callback_url"] or None,
        mails_customer=given["mails_customer"] == "helpdesk",
        watch_seconds=given["watch_seconds"],
    )


def _parser(program: str, environment: Mapping[str, str]) -> argparse.ArgumentParser:
    def default(name: str, otherwise: str | None = None) -> str | None:
        return environment.get(name, otherwise)

    parser = argparse.ArgumentParser(prog=f"python -m {program}")
    parser.add_argument(
        "--desk-url", default=default("PRIMERA_BRIDGE_DESK_URL"), help="e.g. https://desk.lan"
    )
    parser.add_argument(
        "--user", default=default("PRIMERA_BRIDGE_USER"), help="a staff user of the help desk"
    )
    parser.add_argument(
        "--queues",
        default=default("PRIMERA_BRIDGE_QUEUES"),
        help='team to queue, e.g. {"orders": 1}',
    )
    parser.add_argument("--port", type=int, default=default("PRIMERA_BRIDGE_PORT", "5335"))
    parser.add_argument("--state-file", default=default("PRIMERA_BRIDGE_STATE_FILE", "bridge.db"))
    parser.add_argument(
        "--callback-url",
        default=default("PRIMERA_BRIDGE_CALLBACK_URL"),
        help="where Primera listens: …/v1/helpdesks/NAME/events; without it, it looks each minute",
    )
    parser.add_argument(
        "--mails-customer",
        choices=("primera", "helpdesk"),
        default=default("PRIMERA_BRIDGE_MAILS_CUSTOMER", "primera"),
        help="as in actions/desk.yml; by helpdesk, it is told the customer's address as its own",
    )
    parser.add_argument(
        "--watch-seconds",
        type=float,
        default=default("PRIMERA_BRIDGE_WATCH_SECONDS", str(WATCH_SECONDS)),
        help="how often the help desk is asked what has changed",
    )
    return parser


def _queues(text: str, queue: Callable[[str], object]) -> dict[str, str]:
    try:
        named = {str(team): str(name) for team, name in json.loads(text).items()}
        for name in named.values():
            queue(name)
        return named
    except (ValueError, TypeError, AttributeError):
        raise BridgeSettingsError(
            f'queues is {text!r}, not JSON from team to queue id. Write e.g. {{"orders": 1}}.'
        ) from None
