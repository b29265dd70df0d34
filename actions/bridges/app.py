"""The bridge's web server: POST /webhook, POST /changed, GET /health."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, json

from actions.bridges.bridge import Bridge
from actions.bridges.helpdesk import HelpDesk, HelpdeskError
from actions.bridges.hints import Hints
from actions.bridges.memory import Memory
from actions.bridges.settings import BridgeSettings
from actions.bridges.webhook import verified

App = Sanic[Any, Any]
MakeHelpDesk = Callable[[httpx.AsyncClient, BridgeSettings], HelpDesk]

log = logging.getLogger("primera.bridge")

BODY_BYTES = 1_000_000
# Answered before the sender gives up (15 s); the attempt itself goes on.
ANSWER_SECONDS = 12.0


def create_app(settings: BridgeSettings, make_helpdesk: MakeHelpDesk) -> App:
    """The app; its connections live as long as the server."""
    app = Sanic("primera-bridge", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_BYTES

    @app.before_server_start
    async def connect(app: App) -> None:
        app.ctx.client = httpx.AsyncClient(
            base_url=settings.desk_url, auth=settings.auth(), trust_env=False
        )
        app.ctx.telling = httpx.AsyncClient(trust_env=False)
        app.ctx.memory = Memory(settings.state_file)
        helpdesk = make_helpdesk(app.ctx.client, settings)
        app.ctx.helpdesk = helpdesk
        app.ctx.bridge = Bridge(helpdesk, app.ctx.memory, settings.queues, clock=time.time)
        app.ctx.hints = Hints(
            app.ctx.telling, app.ctx.memory, url=settings.callback_url, secret=settings.secret
        )
        every = settings.watch_seconds
        app.add_task(app.ctx.hints.watch(helpdesk, every=lambda: every), name="watch")

    @app.before_server_stop
    async def stop_watching(app: App) -> None:
        await app.cancel_task("watch", raise_exception=False)

    @app.after_server_stop
    async def disconnect(app: App) -> None:
        await app.ctx.client.aclose()
        await app.ctx.telling.aclose()
        app.ctx.memory.close()

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        event = verified(request.body, dict(request.headers.items()), settings.secret)
        if event is None:
            return json({"error": "not a webhook signed with this secret"}, status=401)
        return await _answered(app, request.headers["webhook-id"], event)

    @app.post("/changed")
    async def changed(request: Request) -> HTTPResponse:
        """The help desk's own webhook, which nobody signs: only the ticket's id is read."""
        try:
            helpdesk_id = str(request.json["ticket"]["id"])
        except Exception:  # whatever it is, it is no call of the help desk
            return empty(400)
        app.add_task(app.ctx.hints.send(helpdesk_id))
        return empty()

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    return app


async def _answered(app: App, webhook_id: str, event: Mapping[str, Any]) -> HTTPResponse:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _act(app, webhook_id, event)
    except TimeoutError:
        return json({"error": "the help desk takes long; send again"}, status=503)
    except HelpdeskError as error:
        log.warning("%s: %s", webhook_id, error)
        return json({"error": str(error)}, status=503)
    except (KeyError, TypeError, AttributeError) as error:
        log.error("%s is no event of Primera: %s is missing.", webhook_id, error)
        return json({"error": f"not a {event.get('type')} event"}, status=422)


async def _act(app: App, webhook_id: str, event: Mapping[str, Any]) -> HTTPResponse:
    bridge: Bridge = app.ctx.bridge
    done: Awaitable[None]
    match event.get("type"):
        case "ticket.read":
            found = await bridge.read(event["data"]["ticket"])
            return json({"error": "no such ticket"}, status=404) if found is None else json(found)
        case "helpdesk.check":
            helpdesk: HelpDesk = app.ctx.helpdesk
            return json(await helpdesk.check())
        case "ticket.created":
            done = bridge.open(webhook_id, event)
        case "contact.erased":
            done = bridge.erase(event["data"]["ticket"])
        case str(type) if type.startswith("ticket."):
            done = bridge.follow(webhook_id, event)
        case _:
            return empty()  # other events are welcome, and not for this help desk
    await done
    return empty()
