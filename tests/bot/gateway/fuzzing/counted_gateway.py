"""The real gateway in a process of its own, which counts what reaches it and its handlers.

`python -m tests.bot.gateway.fuzzing.counted_gateway PORT FILE`: writes the figures when it stops.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

from sanic import Request

from actions.conversations import ConversationStore
from actions.database import engine
from actions.tickets import Change, Desk, Links, TicketStore
from actions.workspace import Workspace
from bot.gateway import app as gateway
from bot.gateway.exchange import Route
from tests.actions.tickets.requests import request_for

# Their private links; each is taken for some calls, see hooks.py.
TICKETS = 120
TOKENS = "ticket_tokens.txt"


def main() -> None:
    port, file = int(sys.argv[1]), Path(sys.argv[2])
    counted: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    slowest = {"seconds": 0.0}
    table = gateway.routes_of

    def counting(route: Route) -> Route:
        @wraps(route.handler)
        async def handler(*arguments: Any) -> Any:
            counted["handled"] += 1
            return await route.handler(*arguments)

        return replace(route, handler=handler)

    gateway.routes_of = lambda **which: tuple(counting(route) for route in table(**which))
    workspace = Workspace.load()
    file.with_name(TOKENS).write_text("\n".join(ticket_tokens(workspace)), encoding="utf-8")
    app = gateway.create_app(workspace)

    async def begin(request: Request) -> None:
        request.ctx.began = time.perf_counter()

    async def end(request: Request, response: Any) -> None:
        statuses[response.status] += 1
        began = getattr(request.ctx, "began", None)
        if began is not None:
            slowest["seconds"] = max(slowest["seconds"], time.perf_counter() - began)

    async def tell(_: Any) -> None:
        told = {
            "requests": statuses.total(),
            "handled": counted["handled"],
            "statuses": {str(status): many for status, many in sorted(statuses.items())},
            "slowest": round(slowest["seconds"], 3),
        }
        file.write_text(json.dumps(told), encoding="utf-8")

    app.register_middleware(begin, "request")
    app.register_middleware(end, "response")
    app.register_listener(tell, "after_server_stop")
    app.run(host="127.0.0.1", port=port, single_process=True, motd=False)


def ticket_tokens(workspace: Workspace) -> Iterator[str]:
    """Of tickets in conversations of their own, some of them resolved or closed."""
    database, links = engine(workspace.database_url), Links.of(workspace)
    store = TicketStore(database, Desk.load(workspace.desk_file), links)
    conversations, now = ConversationStore(database), gateway.utc_now()
    for number in range(TICKETS):
        talk = conversations.create(locale="en", site="demo", now=now)
        topic = ("complaints", "delivery")[number % 2]
        ticket = store.open(request_for(talk.id, conversation_id=talk.id, topic=topic), now=now)
        if act := (None, "resolve", "close")[number % 3]:
            store.change(ticket.number, Change(act, "agent", text="Done."), now=now)
        yield links.token(ticket) or ""
    database.dispose()


if __name__ == "__main__":
    main()
