"""The gateway, put together."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sanic import Sanic

from actions.answers import ControlsStore, Watched, may_show
from actions.conversations import ConversationStore
from actions.database import engine
from actions.privacy import Erasures, Retention
from actions.tickets import Desk, TicketStore
from actions.workspace import Settings, Workspace
from bot.gateway.binding import bind
from bot.gateway.blocking import Blocking
from bot.gateway.caller import Proxies
from bot.gateway.deliveries import deliveries_of
from bot.gateway.feed import Feed
from bot.gateway.flow import Flow
from bot.gateway.gateway import Gateway
from bot.gateway.help_centre import HelpCentre
from bot.gateway.help_page import HelpPages
from bot.gateway.honest_line import HonestLines
from bot.gateway.limits import LIMITS, PATIENCE, Limits, Patience
from bot.gateway.openapi import describe
from bot.gateway.rasa_client import RasaClient
from bot.gateway.rates import Rates
from bot.gateway.router import ForgetfulRouter
from bot.gateway.routes import routes_of
from bot.gateway.secret_words import SecretWords
from bot.gateway.surprise import report
from bot.gateway.texts import Texts
from bot.gateway.tidying import Tidying
from bot.gateway.tokens import ConversationTokens
from bot.gateway.visitor_tokens import VisitorTokens
from kb_index import PublishedArticles

WIDGET = Path(__file__).parent.parent / "widget"
API_VERSION = "1"
REQUEST_SECONDS = 15  # for the request to arrive
FILE_THREADS = 2
GRACEFUL_SECONDS = 5.0  # for requests in progress when the gateway stops

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
) -> App:
    """The gateway of a workspace; its database must be migrated."""
    settings = workspace.settings
    database = engine(workspace.database_url)
    conversations = ConversationStore(database)
    desk = Desk.load(workspace.desk_file)
    texts = Texts.load(settings.languages, workspace.texts_file)
    blocking = Blocking()
    rasa = RasaClient(settings.processes.rasa_urls, seconds=patience.attempt)
    feed = Feed(lambda ids: blocking(conversations.last_seq, ids), comfortable=limits.streams)
    flow = Flow(
        conversations,
        rasa,
        feed=feed,
        lines=HonestLines(texts),
        blocking=blocking,
        patience=patience,
        backlog=limits.backlog,
        now=now,
    )
    help_centre = _help_centre(workspace, desk, now, Watched(ControlsStore(database)))
    key = workspace.secret("gateway_token")
    erasures = Erasures(database)
    days = settings.privacy.retention_days
    tidy = Tidying(erasures, Retention(database, days=days) if days else None, now=now)
    routes = routes_of(demo=settings.demo)
    gateway = Gateway(
        settings=settings,
        texts=texts,
        secret_words=SecretWords.load(workspace.secret_words_file),
        limits=limits,
        patience=patience,
        rates=Rates(settings.limits),
        proxies=Proxies.of(settings.gateway.proxies),
        now=now,
        tokens=ConversationTokens(key, lifetime_seconds=patience.token),
        visitor_tokens=VisitorTokens.load(workspace),
        conversations=conversations,
        erasures=erasures,
        deliveries=deliveries_of(TicketStore(database, desk), desk),
        help_centre=help_centre,
        help_pages=_help_pages(settings, help_centre, texts),
        widget=widget,
        openapi=json.dumps(describe(routes, title=settings.company, version=API_VERSION)),
        blocking=blocking,
        reading_files=Blocking(FILE_THREADS),
        feed=feed,
        flow=flow,
    )
    app = _sanic(limits)
    bind(app, gateway, routes)
    _live(app, gateway, tidy, close=[rasa.close, partial(blocking, database.dispose)])
    return app


def _help_centre(
    workspace: Workspace, desk: Desk, now: Callable[[], datetime], controls: Watched
) -> HelpCentre:
    return HelpCentre(
        PublishedArticles(workspace.index_root),
        desk=desk,
        languages=workspace.settings.languages,
        may_show=may_show(desk, controls, now),
    )


def _help_pages(settings: Settings, help_centre: HelpCentre, texts: Texts) -> HelpPages:
    return HelpPages(
        company=settings.company,
        index_twins=help_centre.index_twins(),
        base=settings.gateway.public_url or "",
        texts=texts,
    )


def _sanic(limits: Limits) -> App:
    app: App = Sanic("primera-gateway", router=ForgetfulRouter(), configure_logging=False)
    app.config.REQUEST_MAX_SIZE = limits.body_bytes
    app.config.REQUEST_MAX_HEADER_SIZE = limits.header_bytes
    app.config.REQUEST_TIMEOUT = REQUEST_SECONDS
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = GRACEFUL_SECONDS
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    return app


def _live(
    app: App, gateway: Gateway, tidying: Tidying, *, close: Sequence[Callable[[], Awaitable[None]]]
) -> None:
    """What happens when the server starts and stops."""
    polling: list[asyncio.Task[None]] = []

    async def start(_: App) -> None:
        await gateway.flow.resume()
        polling.append(asyncio.create_task(_poll(gateway)))
        polling.append(asyncio.create_task(tidying.run(every=gateway.patience.tidy)))

    async def say_goodbye(_: App) -> None:
        gateway.feed.close()

    async def stop(_: App) -> None:
        for task in polling:
            task.cancel()
        await gateway.flow.stop()
        tidying.close()
        for part in close:
            await part()
        gateway.blocking.close()
        gateway.reading_files.close()

    app.register_listener(start, "before_server_start")
    app.register_listener(say_goodbye, "before_server_stop")
    app.register_listener(stop, "after_server_stop")


async def _poll(gateway: Gateway) -> None:
    while True:
        await asyncio.sleep(gateway.patience.poll)
        try:
            await gateway.feed.poll()
        except Exception as error:
            report(error, "looking for other processes' lines")
