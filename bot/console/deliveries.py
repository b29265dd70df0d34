"""Deliveries: what help desks were sent, what became of it, and sending it again."""

from datetime import UTC, datetime
from typing import get_args

from actions.tickets import UnknownDelivery
from actions.tickets.backlog import Backlog
from actions.tickets.retry import State
from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.errors import NotThere
from bot.console.form import FormModel, read
from bot.console.route import GET, POST, Route
from bot.console.said import said
from bot.console.visit import Reply, Visit, goes_to

DELIVERIES = f"{HOME}/deliveries"
A_PAGE = 50


class Given(FormModel):
    """Whose dead letters."""

    helpdesk: str


def deliveries_page(console: Console, visit: Visit) -> Reply:
    """See what help desks were sent, the newest first, or what was given up."""
    state = visit.query.get("state", "")
    state = state if state in get_args(State) else ""
    helpdesk = visit.query.get("helpdesk", "")
    shown = console.outbox.page(
        state=state or None,
        helpdesk=helpdesk or None,
        before=_moment(visit.query.get("before", "")),
        limit=A_PAGE + 1,
    )
    last = shown[A_PAGE - 1].occurred_at if len(shown) > A_PAGE else None
    return console.page(
        visit,
        "deliveries/list.html",
        title="deliveries-title",
        deliveries=shown[:A_PAGE],
        states=get_args(State),
        state=state,
        helpdesk=helpdesk,
        helpdesks=[each.name for each in console.desk.helpdesks],
        backlog=Backlog.of(console.database, visit.now),
        older=last.isoformat() if last else None,
    )


def replay_delivery(console: Console, visit: Visit) -> Reply:
    """Send it again at once, under the same webhook id."""
    delivery_id = visit.path["delivery"]
    try:
        console.outbox.replay(delivery_id)
    except UnknownDelivery:
        raise NotThere from None
    console.note(visit, "delivery.replayed", delivery_id)
    return goes_to(DELIVERIES, said("deliveries-replayed", count=1))


def replay_dead(console: Console, visit: Visit) -> Reply:
    """Send again all that was given up for a help desk."""
    helpdesk = read(Given, visit).helpdesk
    if helpdesk not in [each.name for each in console.desk.helpdesks]:
        raise NotThere
    count = console.outbox.replay_dead(helpdesk)
    console.note(visit, "delivery.replayed", helpdesk, count=count)
    return goes_to(DELIVERIES, said("deliveries-replayed", count=count))


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


ROUTES = (
    Route(GET, DELIVERIES, deliveries_page, role="lead", section="deliveries", in_menu=True),
    Route(POST, f"{DELIVERIES}/replay", replay_dead, role="lead", section="deliveries"),
    Route(
        POST,
        f"{DELIVERIES}/{{delivery}}/replay",
        replay_delivery,
        role="lead",
        section="deliveries",
    ),
)
