"""Presence: whether somebody is there to talk, on every page that they have open."""

from actions.accounts import PresenceStatus
from bot.console.addresses import HOME, place_in_console
from bot.console.console import Console
from bot.console.form import FormModel, read
from bot.console.route import POST, Route
from bot.console.visit import Reply, Visit, goes_to

PRESENCE = f"{HOME}/presence"


class Wished(FormModel):
    """There, or not."""

    status: PresenceStatus
    here: str = HOME


def say_presence(console: Console, visit: Visit) -> Reply:
    """Say that one is there to talk, or not."""
    sent = read(Wished, visit)
    console.accounts.say_presence(visit.account.id, sent.status, now=visit.now)
    return goes_to(place_in_console(sent.here))


def go_on(console: Console, visit: Visit) -> Reply:
    """Be there for as long as a page is open; one who went away in another tab stays away."""
    presence = console.accounts.presence(visit.account.id)
    if presence is not None and presence.is_available(visit.now):
        console.accounts.say_presence(visit.account.id, "available", now=visit.now)
    return Reply(status=204)


ROUTES = (
    Route(POST, PRESENCE, say_presence, role="agent"),
    Route(POST, f"{PRESENCE}/again", go_on, role="agent", by_itself=True),
)
