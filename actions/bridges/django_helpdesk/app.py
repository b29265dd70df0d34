"""The bridge's web server: POST /webhook, GET /health."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import httpx
from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, json

from actions.bridges.django_helpdesk.bridge import Bridge
from actions.bridges.django_helpdesk.helpdesk import DjangoHelpdesk, HelpdeskError
from actions.bridges.django_helpdesk.memory import Memory
from actions.bridges.django_helpdesk.settings import BridgeSettings
from actions.bridges.django_helpdesk.webhook import verified

App = Sanic[Any, Any]
Act = Callable[[Mapping[str, Any]], Awaitable[None]]

log = logging.getLogger("primera.bridge")

BODY_BYTES = 1_000_000
# Answered before the sender gives up (15 s); the attempt itself goes on.
ANSWER_SECONDS = 12.0


def create_app(settings: BridgeSettings) -> App:
    """The app; its connections live as long as the server."""
    app = Sanic("primera-django-helpdesk-bridge", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_BYTES

    @app.before_server_start
    async def connect(app: App) -> None:
        app.ctx.client = httpx.AsyncClient(
            base_url=settings.desk_url,
            auth=(settings.user, settings.password),
            trust_env=False,
        )
        app.ctx.memory = Memory(settings.state_file)
        helpdesk = DjangoHelpdesk(app.ctx.client)
        app.ctx.bridge = Bridge(helpdesk, app.ctx.memory, settings.queues, clock=time.time)

    @app.after_server_stop
    async def disconnect(app: App) -> None:
        await app.ctx.client.aclose()
        app.ctx.memory.close()

    @app.post("/webhook")
    async def webhook(request: Request) -> HTTPResponse:
        event = verified(request.body, dict(request.headers.items()), settings.secret)
        if event is None:
            return json({"error": "not a webhook signed with this secret"}, status=401)
        bridge: Bridge = app.ctx.bridge
        act: Act
        match event.get("type"):
            case "ticket.created":
                act = partial(bridge.open, request.headers["webhook-id"])
            case "contact.erased":
                act = bridge.erase
            case _:
                return empty()  # other events are welcome, and not for this help desk
        return await _answered(act, request.headers["webhook-id"], event)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    return app


async def _answered(act: Act, webhook_id: str, event: dict[str, object]) -> HTTPResponse:
    try:
        ticket = event["data"]["ticket"]  # type: ignore[index]
        async with asyncio.timeout(ANSWER_SECONDS):
            await act(ticket)
    except TimeoutError:
        return json({"error": "the help desk takes long; send again"}, status=503)
    except HelpdeskError as error:
        log.warning("%s: %s", webhook_id, error)
        return json({"error": str(error)}, status=503)
    except (KeyError, TypeError, AttributeError) as error:
        log.error("%s is no ticket of Primera: %s is missing.", webhook_id, error)
        return json({"error": f"not a {event['type']} event"}, status=422)
    return empty()
