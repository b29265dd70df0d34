"""A ticket as its contact sees it behind the private link; pure."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from actions.progress import card_of
from actions.progress.card import due_words
from actions.tickets import (
    CallTime,
    Desk,
    Field,
    Fields,
    Happening,
    Links,
    Rating,
    Ticket,
    closes_at,
    progress_of,
)
from bot.gateway.bodies import TicketDetail, TicketHappening, TicketPage
from bot.gateway.texts import Texts

# What is between the teams is not the contact's: who gave it back, who was warned of what.
INTERNAL = frozenset({"release", "warn", "task", "finish"})


def page_of(
    ticket: Ticket,
    timeline: Sequence[Happening],
    rating: Rating | None,
    *,
    desk: Desk,
    fields: Fields,
    links: Links,
    texts: Texts,
) -> TicketPage:
    """Everything that the page shows."""
    language = ticket.language
    return TicketPage(
        ticket=card_of(ticket, desk, language, links),
        opened_at=ticket.created_at,
        language=language,
        follows=ticket.follows,
        closes_at=closes_at(ticket, desk),
        may_reply=True,
        may_rate=ticket.is_over and rating is None,
        rating=rating.score if rating else None,
        details=[
            TicketDetail(
                title=fields.fields[name].titled(language),
                value=_shown(fields.fields[name], value, language, texts),
            )
            for name, value in ticket.details.items()
            if name in fields.fields
        ],
        progress=_progress(ticket, desk, texts),
        timeline=[_told(each, ticket, desk, texts) for each in timeline if _is_the_contacts(each)],
    )


def receipt(ticket: Ticket, *, company: str, desk: Desk, texts: Texts) -> str:
    """What the contact keeps: number, date, their words, and by when it is answered."""
    language = ticket.language
    return texts.say(
        "receipt",
        language,
        company=company,
        number=ticket.number,
        opened=moment(ticket.created_at, desk, texts, language),
        team=desk.team_name(ticket.team, language),
        due=moment(ticket.solution_due, desk, texts, language),
        words=ticket.summary,
    )


def moment(at: datetime, desk: Desk, texts: Texts, language: str) -> str:
    """A time in words, where the company is."""
    local = at.astimezone(ZoneInfo(desk.time_zone))
    zone = due_words(at, time_zone=desk.time_zone, language=language)["due_zone"]
    return texts.say(
        "ticket-moment",
        language,
        date=format_date(local, "full", locale=language),
        time=format_time(local, "short", locale=language),
        zone=zone,
    )


def _progress(ticket: Ticket, desk: Desk, texts: Texts) -> str | None:
    """One line on the parts that other teams do, of which nothing else is told."""
    done, of_all = progress_of(ticket.tasks)
    if not of_all:
        return None
    team = desk.team_name(ticket.team, ticket.language)
    return texts.say("ticket-tasks", ticket.language, team=team, done=done, all=of_all)


def _shown(field: Field, value: str, language: str, texts: Texts) -> str:
    """A value as a contact reads it: a day and a time to call in words."""
    if field.kind == "date" and not value.startswith("--"):
        return format_date(date.fromisoformat(value), "long", locale=language)
    call = CallTime.read(value) if field.kind == "call_time" else None
    if call is None:
        return value
    day = format_date(call.begins, "full", locale=language)
    hours = {"begins": f"{call.begins:%H:%M}", "ends": f"{call.ends:%H:%M}"}
    return texts.say("ticket-call-time", language, date=day, **hours)


def _is_the_contacts(each: Happening) -> bool:
    lead_only = each.act == "escalate" and each.actor == "agent"
    return each.act not in INTERNAL and not lead_only


def _told(each: Happening, ticket: Ticket, desk: Desk, texts: Texts) -> TicketHappening:
    who = each.author or desk.team_name(ticket.team, ticket.language)
    return TicketHappening(
        at=each.at,
        act=each.act,
        actor=each.actor,
        told=texts.say(f"ticket-did-{each.act}", ticket.language, who=who),
        text=each.text or None,
    )
