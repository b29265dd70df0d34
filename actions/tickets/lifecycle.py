"""Lifecycle: what may be done to a ticket, by whom, and where it then stands; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from actions.tickets.errors import NotAllowed
from actions.tickets.events import EventType
from actions.tickets.ticket import STATUSES, Status

Actor = Literal["contact", "agent", "bot", "clock"]
"""Who acts; an agent's help desk acts in the agent's name."""

Act = Literal[
    "take",
    "release",
    "transfer",
    "reply",
    "wait",
    "add",
    "resolve",
    "agree",
    "disagree",
    "close",
    "reopen",
    "warn",
    "escalate",
    "task",
    "finish",
]
ACTORS: tuple[Actor, ...] = get_args(Actor)
ACTS: tuple[Act, ...] = get_args(Act)

Moves = Mapping[Status, Status]


@dataclass(frozen=True, slots=True)
class Rule:
    """One act: who may do it, from which state it leads where, what help desks hear of it."""

    actors: frozenset[Actor]
    moves: Moves
    event: EventType


def _stays(*statuses: Status) -> Moves:
    return {status: status for status in statuses}


def _leads_to(end: Status, *statuses: Status) -> Moves:
    return dict.fromkeys(statuses, end)


AGENT: frozenset[Actor] = frozenset({"agent"})
CONTACT: frozenset[Actor] = frozenset({"contact"})
CLOCK: frozenset[Actor] = frozenset({"clock"})

RULES: Mapping[Act, Rule] = {
    "take": Rule(
        AGENT,
        {**_leads_to("in_progress", "open", "in_progress"), **_stays("waiting_for_contact")},
        "ticket.updated",
    ),
    "release": Rule(
        AGENT, {"in_progress": "open", **_stays("waiting_for_contact")}, "ticket.updated"
    ),
    "transfer": Rule(
        AGENT,
        {**_leads_to("open", "open", "in_progress"), **_stays("waiting_for_contact")},
        "ticket.updated",
    ),
    "reply": Rule(
        AGENT,
        {
            **_leads_to("in_progress", "open", "in_progress"),
            **_stays("waiting_for_contact", "resolved"),
        },
        "ticket.message_added",
    ),
    "wait": Rule(
        AGENT,
        _leads_to("waiting_for_contact", "open", "in_progress", "waiting_for_contact"),
        "ticket.updated",
    ),
    # What the contact adds to a resolved ticket says that it is not; to a closed one, nothing can
    # be added: a new ticket follows it.
    "add": Rule(
        frozenset({"contact", "bot"}),
        {
            **_stays("open"),
            **_leads_to("in_progress", "in_progress", "waiting_for_contact", "resolved"),
        },
        "ticket.message_added",
    ),
    "resolve": Rule(
        AGENT,
        _leads_to("resolved", "open", "in_progress", "waiting_for_contact"),
        "ticket.resolved",
    ),
    "agree": Rule(CONTACT, {"resolved": "closed"}, "ticket.closed"),
    "disagree": Rule(CONTACT, {"resolved": "in_progress"}, "ticket.updated"),
    "close": Rule(
        AGENT | CLOCK,
        _leads_to("closed", "open", "in_progress", "waiting_for_contact", "resolved"),
        "ticket.closed",
    ),
    "reopen": Rule(AGENT, _leads_to("in_progress", "resolved", "closed"), "ticket.updated"),
    # What other teams do for it; the ticket stays where it is.
    "task": Rule(AGENT, _stays("open", "in_progress", "waiting_for_contact"), "ticket.updated"),
    "finish": Rule(
        AGENT, _stays("open", "in_progress", "waiting_for_contact", "resolved"), "ticket.updated"
    ),
    "warn": Rule(CLOCK, _stays("open", "in_progress"), "ticket.updated"),
    "escalate": Rule(
        AGENT | CLOCK, _stays("open", "in_progress", "waiting_for_contact"), "ticket.escalated"
    ),
}
# Silence closes what is solved; nothing else is closed by time alone.
BY_THE_CLOCK: Mapping[Act, frozenset[Status]] = {
    "close": frozenset({"resolved"}),
    "escalate": frozenset({"open", "in_progress"}),
}


def after(status: Status, act: Act, actor: Actor) -> Status:
    """Where a ticket stands after an act; raises NotAllowed."""
    rule = RULES[act]
    if actor not in rule.actors:
        raise NotAllowed(
            f"{act!r} is not for the {actor}; it is for: {', '.join(sorted(rule.actors))}."
        )
    if status not in allowed_from(act, actor):
        possible = ", ".join(acts_of(actor, status)) or "nothing"
        raise NotAllowed(
            f"A ticket that is {status} cannot be changed by {act!r}. The {actor} can: {possible}."
        )
    return rule.moves[status]


def allowed_from(act: Act, actor: Actor) -> frozenset[Status]:
    """The states in which somebody may do this."""
    rule = RULES[act]
    if actor not in rule.actors:
        return frozenset()
    states = frozenset(rule.moves)
    return states & BY_THE_CLOCK.get(act, states) if actor == "clock" else states


def acts_of(actor: Actor, status: Status) -> tuple[Act, ...]:
    """What somebody may do to a ticket in a state."""
    assert status in STATUSES
    return tuple(act for act in ACTS if status in allowed_from(act, actor))
