"""The promise: who has the ticket and by when they reply, in the contact's words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_location

from actions.conversations.message import TicketCard
from actions.tickets import Desk, Ticket


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


def card_of(ticket: Ticket, desk: Desk, language: str) -> TicketCard:
    """What the contact sees of a ticket: where it stands, what comes next, how it may end."""
    return TicketCard(
        number=ticket.number,
        status=ticket.status,
        label=desk.label(ticket.status, language),
        team=desk.team_name(ticket.team, language),
        due_at=ticket.first_answer_due,
        stages=desk.stage_labels(language),
        outcomes=desk.outcome_lines(ticket.topic, language),
    )
