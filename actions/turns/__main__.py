"""The action server: `python -m actions.turns`, on loopback, for Rasa alone."""

import gc
import os
import threading
import time
from http import HTTPStatus
from typing import Any

from rasa_sdk import endpoint
from rasa_sdk.executor import ActionExecutor
from sanic import HTTPResponse, Request

from actions import logs, metrics
from actions.logs import told
from actions.turns.metrics import REGISTRY
from actions.turns.services import services

log = logs.logger("actions")

LOOPBACK = "127.0.0.1"
# An article that was just published or withdrawn counts within this many seconds.
REFRESH_SECONDS = 1.0


class DomainlessExecutor(ActionExecutor):  # type: ignore[misc]  # rasa_sdk has no types
    """The SDK wants the domain with every call; our actions read `domain.yml` once, at start."""

    def update_and_return_domain(self, payload: Any, action_name: str) -> dict[str, Any]:
        """An empty one: no action looks at it."""
        return {}


def main() -> None:
    """Loads everything first, so that the first message is as quick as the next."""
    logs.configure("actions")
    metrics.serve(REGISTRY, services().workspace.settings.processes.metrics_port)
    threading.Thread(target=_refresh_knowledge, daemon=True).start()
    os.environ["SANIC_HOST"] = LOOPBACK
    executor = DomainlessExecutor()
    executor.register_package("actions.turns")
    app = endpoint.create_app(executor, cors_origins=None)
    app.register_middleware(_without_words, "response")
    gc.freeze()  # what is there by now stays; the collector need not look through it
    app.run(
        host=LOOPBACK,
        port=int(os.environ["PRIMERA_ACTIONS_PORT"]),
        single_process=True,
        motd=False,
        access_log=False,
    )


async def _without_words(_request: Request, response: HTTPResponse) -> None:
    # The SDK answers a failure with the whole tracker, which Rasa would write into its log.
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response.body = b'{"error": "the action failed; see the log of the action server"}'


def _refresh_knowledge() -> None:
    while True:
        time.sleep(REFRESH_SECONDS)
        try:
            services().knowledge.refresh()
        except Exception as error:  # the thread must live: an article may be withdrawn next
            log.warning("the index could not be refreshed", exception=told(error))


if __name__ == "__main__":
    main()
