"""What agents' requests carry and responses hold."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from actions.accounts import Account, Presence, PresenceStatus, Role, SignedIn
from actions.accounts.passwords import LONGEST
from actions.handoff_reason import HandoffReason
from actions.handoffs import OPEN, STATES, Case, Note, State
from actions.tickets import Task, TaskState
from bot.gateway.bodies import AttachmentId, Given, Text

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]
Named = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,15}$")]

# What an agent asks for in a word.
Which = Literal["open", "waiting", "live", "ended"]
STATES_OF: dict[Which, tuple[State, ...]] = {
    "open": OPEN,
    "waiting": ("waiting",),
    "live": ("accepted", "active"),
    "ended": tuple(state for state in STATES if state not in OPEN),
}


class Credentials(Given):
    """Who signs in."""

    email: Annotated[str, StringConstraints(min_length=1, max_length=320)]
    password: Annotated[str, Field(repr=False, min_length=1, max_length=LONGEST)]


class WishedPresence(Given):
    """Whether they are there to talk; said again every 30 s, it goes on."""

    status: PresenceStatus


class AgentMessage(Given):
    """What the agent says to the contact; the id is the client's, one per message."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["text"]}, {"required": ["attachments"]}]}
    )

    client_message_id: ClientId
    text: Text | None = None
    attachments: Annotated[list[AttachmentId], Field(min_length=1, max_length=10)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.text is None and self.attachments is None:
            raise PydanticCustomError("text_or_file", "a text, attachments or both")
        return self


class AgentNote(Given):
    """What the agent writes to colleagues; no contact reads it."""

    client_note_id: ClientId
    text: Text


class NewTask(Given):
    """What another team is to do for a ticket; the id is the client's, one per task."""

    client_task_id: ClientId
    team: Named
    what: Text


class PublicTask(BaseModel):
    """A part of a ticket, as the teams see it; no contact does."""

    ticket: str
    number: int
    team: str
    state: TaskState
    what: str
    asked_by: str | None
    asked_at: datetime
    done_by: str | None
    done_at: datetime | None

    @classmethod
    def of(cls, ticket: str, task: Task) -> Self:
        """A task with its ticket's number."""
        return cls(ticket=ticket, **asdict(task))


class TaskList(BaseModel):
    """Tasks, oldest first."""

    tasks: list[PublicTask]


class Typing(Given):
    """Whether the agent is writing just now."""

    typing: bool


class Transfer(Given):
    """Who takes it over: a team, or an agent, of whose teams one may be named."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["team"]}, {"required": ["account_id"]}]}
    )

    team: Named | None = None
    account_id: Named | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.team is None and self.account_id is None:
            raise PydanticCustomError("team_or_account", "a team or an account_id")
        return self


class WhichConversations(BaseModel):
    """Which part of the list; `after` is the last `handoff_id` seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Which = "open"
    team: Named | None = None
    after: Number = "0"
    limit: Annotated[str, StringConstraints(pattern=r"^([1-9]|[1-9][0-9]|100)$")] = "50"


class AgentAccount(BaseModel):
    """An account as its owner and colleagues see it."""

    account_id: str
    name: str
    role: Role
    teams: list[str]
    presence: PresenceStatus
    present_until: datetime | None = None

    @classmethod
    def of(cls, account: Account, presence: Presence | None, *, now: datetime) -> Self:
        """Whoever said nothing, or not again, is away."""
        there = presence is not None and presence.is_available(now)
        return cls(
            account_id=account.id,
            name=account.name,
            role=account.role,
            teams=sorted(account.teams),
            presence="available" if there else "away",
            present_until=presence.until if presence and there else None,
        )


class OpenedSession(BaseModel):
    """The token that opens /v1/agent until it expires; it is told once."""

    token: str
    expires_at: datetime
    account: AgentAccount


class Session(BaseModel):
    """Who is signed in."""

    expires_at: datetime
    account: AgentAccount

    @classmethod
    def of(cls, signed_in: SignedIn, presence: Presence | None, *, now: datetime) -> Self:
        """Without the token: it is told once."""
        account = AgentAccount.of(signed_in.account, presence, now=now)
        return cls(expires_at=signed_in.expires_at, account=account)


class Colleagues(BaseModel):
    """To whom a conversation can be transferred."""

    colleagues: list[AgentAccount]


class Reached(BaseModel):
    """The contact, as far as known; `verified`: their site vouches for every address."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    verified: bool = False


class PublicCase(BaseModel):
    """A conversation that was handed over."""

    conversation_id: str
    handoff_id: int
    state: State
    reason: HandoffReason
    team: str
    topic: str
    language: str
    site: str
    asked_at: datetime
    queued_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    agent: str | None = None
    mine: bool
    wanted: str | None = None
    for_me: bool
    contact: Reached
    last_seq: int
    ticket: str | None = None

    @classmethod
    def of(cls, case: Case, account: Account) -> Self:
        """As this account sees it."""
        handoff, contact = case.handoff, case.contact
        return cls(
            conversation_id=handoff.conversation_id,
            handoff_id=handoff.id,
            state=handoff.state,
            reason=handoff.reason,
            team=handoff.team,
            topic=handoff.topic,
            language=handoff.language,
            site=case.site,
            asked_at=handoff.asked_at,
            queued_at=handoff.queued_at,
            accepted_at=handoff.accepted_at,
            ended_at=handoff.ended_at,
            agent=handoff.agent.name if handoff.agent else None,
            mine=handoff.agent is not None and handoff.agent.id == account.id,
            wanted=handoff.wanted.name if handoff.wanted else None,
            for_me=handoff.wanted is not None and handoff.wanted.id == account.id,
            contact=Reached(
                name=contact.name,
                email=contact.email,
                phone=contact.phone,
                verified=contact.verified,
            ),
            last_seq=case.last_seq,
            ticket=handoff.ticket,
        )


class CaseList(BaseModel):
    """A page of them; with `next` there may be more: ask again with it as `after`."""

    conversations: list[PublicCase]
    next: str | None = None


class PublicNote(BaseModel):
    """What an agent wrote to colleagues."""

    note_id: int
    author: str
    text: str
    created_at: datetime

    @classmethod
    def of(cls, note: Note) -> Self:
        """As colleagues read it."""
        return cls(note_id=note.id, author=note.author, text=note.text, created_at=note.created_at)


class NoteList(BaseModel):
    """A conversation's notes, oldest first."""

    notes: list[PublicNote]
