"""Handoffs: conversations that people of the company have, and the way there and back."""

from actions.handoffs.case import Case, is_seen
from actions.handoffs.errors import (
    HandoffError,
    HandoffOver,
    NotYours,
    TakenBySomebody,
    UnknownHandoff,
)
from actions.handoffs.handoff import NOBODY, OPEN, STATES, Agent, Handoff, People, State
from actions.handoffs.lifecycle import team_with_people
from actions.handoffs.notes import Note
from actions.handoffs.store import HandoffStore
from actions.handoffs.telling import minutes

__all__ = [
    "NOBODY",
    "OPEN",
    "STATES",
    "Agent",
    "Case",
    "Handoff",
    "HandoffError",
    "HandoffOver",
    "HandoffStore",
    "NotYours",
    "Note",
    "People",
    "State",
    "TakenBySomebody",
    "UnknownHandoff",
    "is_seen",
    "minutes",
    "team_with_people",
]
