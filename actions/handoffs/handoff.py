"""A handoff: the bot gives a conversation to people, from the wish for it until its return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from actions.handoff_reason import HandoffReason
from actions.tickets import Priority

State = Literal["waiting", "accepted", "active", "released", "resolved", "left", "ticketed"]
STATES: tuple[State, ...] = get_args(State)
# The bot is silent in these.
OPEN: tuple[State, ...] = ("waiting", "accepted", "active")


@dataclass(frozen=True, slots=True)
class Agent:
    """Who of the company acts: an account, and the name that the contact reads."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """A handoff as it stands.

    `waiting`: nobody has it; `accepted`: somebody has, and has said nothing yet; `active`: they
    talk. It ends `released` to the bot, `resolved`, `left` by the contact before anybody came, or
    `ticketed`: nobody came, and a team has it as a ticket.
    """

    id: int  # 0 until it is written
    conversation_id: str
    state: State
    reason: HandoffReason
    team: str  # in whose queue it waits, or whose agent has it
    topic: str
    language: str
    asked_at: datetime
    queued_at: datetime  # since when it waits in this queue
    tried: tuple[str, ...] = ()  # the teams in whose queue nobody took it
    missed_by: tuple[str, ...] = ()  # ids of the agents who had it and did not answer
    agent: Agent | None = None
    wanted: Agent | None = None  # whom it was transferred to, until somebody takes it
    accepted_at: datetime | None = None
    answered_seq: int = 0  # the last message of an agent: what the contact wrote since waits
    first_answered_at: datetime | None = None
    ended_at: datetime | None = None
    ticket: str | None = None  # its number
    protocol: str | None = None  # of a grave case: its kind, and who gets the ticket how soon
    ticket_team: str | None = None
    priority: Priority | None = None

    @property
    def is_open(self) -> bool:
        """Whether people have the conversation, and the bot is silent."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class People:
    """Who is there to talk: team → how many conversations wait for it already.

    A team where nobody is there is not in it. `employed`: whether anybody ever signs in to talk;
    where nobody does, the company's people are reached by tickets alone.
    """

    waiting: Mapping[str, int]
    employed: bool = True

    def is_there(self, team: str) -> bool:
        """Whether somebody of the team is there."""
        return team in self.waiting


NOBODY = People({}, employed=False)
