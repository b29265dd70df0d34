"""How else to reach the company: what is open now and when the rest opens, in its words."""

from collections.abc import Iterator
from datetime import datetime

from actions.progress.card import due_words
from actions.texts import Texts
from actions.tickets import Desk
from actions.tickets.contact_way import ContactWay, shift_at
from actions.tickets.wording import in_language


def ways_told(desk: Desk, texts: Texts, language: str, *, now: datetime) -> str:
    """A line for each way, in the order of the desk file."""
    return "\n".join(_lines(desk, texts, language, now))


def _lines(desk: Desk, texts: Texts, language: str, now: datetime) -> Iterator[str]:
    for way in desk.contact_ways.values():
        values = {"way": in_language(way.name, language), "address": way.address_in(language)}
        response, moment = _state(way, desk, now)
        words = due_words(moment, time_zone=desk.time_zone, language=language) if moment else {}
        moments = {name.replace("due", "way"): text for name, text in words.items()}
        yield texts.say(response, language, values | moments)


def _state(way: ContactWay, desk: Desk, now: datetime) -> tuple[str, datetime | None]:
    """The line for a way, and until or from when that holds."""
    if way.hours is None:
        return "utter_way_always", None
    shift = shift_at(desk.opening_at(way.hours), now)
    return (
        ("utter_way_open", shift.closes)
        if shift.opens <= now
        else ("utter_way_closed", shift.opens)
    )
