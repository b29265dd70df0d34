"""The worker process: delivers tickets, and collects the questions that no article answers."""

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

from actions.database import engine
from actions.redaction import Redactor, learned_details
from actions.tickets.desk import Desk
from actions.tickets.outbox import Outbox
from actions.tickets.webhook import webhook_client
from actions.tickets.worker import Worker
from actions.unanswered.collector import Collector
from actions.workspace import Workspace


async def work(workspace: Workspace) -> None:
    """Does a workspace's work until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    desk = Desk.load(workspace.desk_file)
    database = engine(workspace.database_url)
    collector = Collector(database, redactor_of(workspace), clock=lambda: datetime.now(UTC))
    try:
        async with webhook_client() as client, asyncio.TaskGroup() as under_way:
            worker = Worker(Outbox(database), desk, workspace.secret, client)
            under_way.create_task(worker.run(stop))
            under_way.create_task(collector.run(stop))
    finally:
        database.dispose()


def redactor_of(workspace: Workspace) -> Callable[[], Redactor]:
    """Reads the model when there is something to redact, and then once."""
    return cache(lambda: Redactor(learned_details(workspace)))


def main() -> None:
    """`python -m actions.worker`."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(work(Workspace.load()))


if __name__ == "__main__":
    main()
