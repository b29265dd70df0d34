"""The gateway, put together."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sanic import Sanic

from actions.accounts import Passwords
from actions.settings import Processes
from actions.workspace import Workspace
from bot.gateway.binding import bind
from bot.gateway.building import Ground, console_on, gateway_on, intakes_of, tidying_of
from bot.gateway.console import ConsoleDoor
from bot.gateway.gateway import Gateway
from bot.gateway.intake import Intakes
from bot.gateway.limits import LIMITS, PATIENCE, Limits, Patience
from bot.gateway.metrics import GatewayMetrics
from bot.gateway.openapi import describe
from bot.gateway.rasa_client import RasaClient
from bot.gateway.rasa_slots import SlotsFile
from bot.gateway.releases import Releases, staying
from bot.gateway.router import ForgetfulRouter
from bot.gateway.routes import routes_of
from bot.gateway.surprise import report
from bot.gateway.tidying import Tidying

WIDGET = Path(__file__).parent.parent / "widget"
API_VERSION = "1"
REQUEST_SECONDS = 15  # for the request to arrive
# Longer than a slow upload and its scanner take; all else is over much sooner by itself.
ANSWER_SECONDS = 180
# For requests in progress once the turns under way are over.
GRACEFUL_SECONDS = 1.0

App = Sanic[Any, Any]


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


def create_app(
    workspace: Workspace,
    *,
    now: Callable[[], datetime] = utc_now,
    limits: Limits = LIMITS,
    patience: Patience = PATIENCE,
    widget: Path = WIDGET,
    passwords: Passwords | None = None,
    metrics: GatewayMetrics | None = None,
) -> App:
    """The gateway of a workspace; its database must be migrated."""
    ground = Ground.of(
        workspace, now=now, limits=limits, patience=patience, metrics=metrics or GatewayMetrics()
    )
    slots = _slots(workspace.settings.processes)
    rasa = RasaClient(
        slots or (lambda: workspace.settings.processes.rasa_urls),
        seconds=patience.attempt,
        staying=(lambda id: staying(slots, gateway, id)) if slots else None,
    )
    routes = routes_of(demo=workspace.settings.demo)
    described = describe(routes, title=workspace.settings.company, version=API_VERSION)
    gateway = gateway_on(
        ground, rasa, widget=widget, openapi=json.dumps(described), passwords=passwords
    )
    app = _sanic(limits)
    door = ConsoleDoor(console_on(ground, gateway, passwords=passwords), gateway)
    door.bind(app)
    bind(app, gateway, routes, console=door)
    dispose = partial(gateway.blocking, ground.database.dispose)
    releases = Releases(slots, ground, gateway, door) if slots else None
    intakes, tidying = intakes_of(ground, gateway), tidying_of(ground, gateway)
    _live(app, gateway, tidying, intakes, releases, close=[door.close, rasa.close, dispose])
    return app


def _slots(processes: Processes) -> SlotsFile | None:
    return SlotsFile(processes.rasa_addresses) if processes.rasa_addresses else None


def _sanic(limits: Limits) -> App:
    app: App = Sanic("primera-gateway", router=ForgetfulRouter(), configure_logging=False)
    app.config.REQUEST_MAX_SIZE = limits.body_bytes
    app.config.REQUEST_MAX_HEADER_SIZE = limits.header_bytes
    app.config.REQUEST_TIMEOUT = REQUEST_SECONDS
    app.config.RESPONSE_TIMEOUT = ANSWER_SECONDS
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = GRACEFUL_SECONDS
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    return app


def _live(
    app: App,
    gateway: Gateway,
    tidying: Tidying,
    intakes: Intakes,
    releases: Releases | None,
    *,
    close: Sequence[Callable[[], Awaitable[None]]],
) -> None:
    """What happens when the server starts and stops."""
    polling: list[asyncio.Task[None]] = []

    async def start(_: App) -> None:
        await gateway.flow.resume()
        polling.append(asyncio.create_task(_poll(gateway)))
        polling.append(asyncio.create_task(tidying.run(every=gateway.patience.tidy)))
        intakes.start()
        if releases:
            polling.append(asyncio.create_task(releases.follow()))

    async def say_goodbye(_: App) -> None:
        gateway.door.close()
        await intakes.stop()
        await gateway.flow.drain(within=gateway.patience.attempt)
        # Streams hear the last replies before they are told to come back.
        gateway.feed.close()
        gateway.agents_feed.close()

    async def stop(_: App) -> None:
        for task in polling:
            task.cancel()
        await gateway.flow.stop()
        tidying.close()
        for part in close:
            await part()
        gateway.blocking.close()
        gateway.reading_files.close()
        gateway.moving_files.close()
        gateway.checking_passwords.close()

    app.register_listener(start, "before_server_start")
    app.register_listener(say_goodbye, "before_server_stop")
    app.register_listener(stop, "after_server_stop")


async def _poll(gateway: Gateway) -> None:
    while True:
        await asyncio.sleep(gateway.patience.poll)
        try:
            await gateway.feed.poll()
            await gateway.agents_feed.poll()
        except Exception as error:
            report(error, "looking for other processes' lines")
