"""One Rasa slot: loads a model, warms it, and answers the gateway on a loopback port.

`rasa run` would do, but it binds every address unless told otherwise, starts slowly because its
command line imports training code, and hides a failing tracker store behind one in memory.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from typing import Any

os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

# What libraries warn of while they are imported is no line of a log.
logging.captureWarnings(capture=True)

import rasa.core.agent
import rasa.core.run
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.components import kept_sessions, quiet_logs, speed, whole_turns

LOOPBACK = "127.0.0.1"
# Longer than the gateway waits: a turn is never cut off by Rasa itself.
RESPONSE_TIMEOUT_SECONDS = 30


def without_fallback(tracker_store: TrackerStore) -> TrackerStore:
    """Stands in for Rasa's `FailSafeTrackerStore`.

    That one answers a failed read with "no such conversation" and writes to memory: a locked
    database would make a form start again. Here the turn fails and the gateway repeats it.
    """
    return tracker_store


def serve(model: str, endpoints: str, credentials: str, port: int) -> None:
    """Serves `model` until stopped. Only the REST channel, only on loopback, without Rasa's API."""
    rasa.core.agent.FailSafeTrackerStore = without_fallback  # type: ignore[assignment,misc]
    speed.apply()
    whole_turns.apply()
    quiet_logs.configure()
    app = rasa.core.run.configure_app(
        rasa.core.run.create_http_input_channels("rest", credentials),
        enable_api=False,
        response_timeout=RESPONSE_TIMEOUT_SECONDS,
        port=port,
        endpoints=AvailableEndpoints.read_endpoints(endpoints),
    )
    app.register_listener(_loader(model, endpoints), "before_server_start")
    app.register_listener(_let_go, "after_server_stop")
    app.run(host=LOOPBACK, port=port, workers=1, access_log=False)


def _loader(model: str, endpoints: str) -> Any:
    async def load(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        agent = await rasa.core.agent.load_agent(
            model_path=model, endpoints=AvailableEndpoints.read_endpoints(endpoints), loop=loop
        )
        if not agent.is_ready():
            raise SystemExit(f"Rasa could not load the model {model}. Train again: primera train.")
        await agent.parse_message("hola")
        app.ctx.agent = agent
        _keep_for_good()

    return load


def _keep_for_good() -> None:
    """What is there now stays: the collector need not look through it among the messages."""
    gc.collect()
    gc.freeze()


async def _let_go(_app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
    await kept_sessions.SESSIONS.close()


def main() -> None:
    """Entry point; the supervisor passes everything by environment."""
    serve(
        model=os.environ["PRIMERA_MODEL"],
        endpoints=os.environ.get("PRIMERA_ENDPOINTS", "bot/endpoints.yml"),
        credentials=os.environ.get("PRIMERA_CREDENTIALS", "bot/credentials.yml"),
        port=int(os.environ["PRIMERA_RASA_PORT"]),
    )


if __name__ == "__main__":
    main()
