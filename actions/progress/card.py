"""The card: who has a ticket, where it stands and by when they act, in the contact's words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

from actions.conversations.message import TicketCard
from actions.tickets import Desk, Links, Ticket, next_due
from actions.tickets.links import RECEIPT_PATH


def due_words(due: datetime, *, time_zone: str, language: str) -> dict[str, str]:
    """`due_date`, `due_time` and `due_zone` for a text: "lunes, 23 de …", "10:30", "Madrid"."""
    local = due.astimezone(ZoneInfo(time_zone))
    return {
        "due_date": format_date(local, "full", locale=language),
        "due_time": format_time(local, "short", locale=language),
        "due_zone": _place(time_zone, language),
    }


def _place(time_zone: str, language: str) -> str:
    """The city whose time it is; a zone without one, such as UTC, by its name."""
    if "/" not in time_zone:
        return time_zone
    return get_timezone_location(ZoneInfo(time_zone), locale=language, return_city=True)


def card_of(ticket: Ticket, desk: Desk, language: str, links: Links | None = None) -> TicketCard:
    """What the contact sees of a ticket: where it stands, what comes next, how it may end."""
    receipt = links is not None and desk.gives_receipt(ticket.topic)
    return TicketCard(
        number=ticket.number,
        status=ticket.status,
        label=desk.label(ticket.status, language),
        team=desk.team_name(ticket.team, language),
        due_at=next_due(ticket),
        time_zone=desk.time_zone,
        time_zone_name=_place(desk.time_zone, language),
        stages=desk.stage_labels(language, closed=ticket.is_over),
        outcomes=desk.outcome_lines(ticket.topic, language),
        url=links.url(ticket) if links else None,
        receipt_url=links.url(ticket, RECEIPT_PATH) if links and receipt else None,
    )
