"""The form of every event, as docs/webhooks.schema.json publishes it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from actions.tickets.lifecycle import Act, Actor
from actions.tickets.task import TaskState
from actions.tickets.ticket import Priority, Status


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ContactData(_Part):
    """Who asks; `verified`: the company's own site vouches for the addresses."""

    name: str | None
    email: str | None
    phone: str | None
    verified: bool
    external_id: str | None


class FileData(_Part):
    """A file that the contact sent, behind a link that expires."""

    name: str
    type: str
    size: int
    url: str


class LineData(_Part):
    """What was said in the chat."""

    sender: str
    text: str
    at: datetime


class SaidData(LineData):
    """What was said later, and the files that came with it."""

    attachments: list[FileData] | None = None
    attachments_omitted: int = 0


class PageData(_Part):
    """Where the contact was."""

    url: str | None = None
    title: str | None = None


class TaskData(_Part):
    """What another team does for the ticket; not for the contact."""

    number: int
    team: str
    state: TaskState
    what: str
    asked_by: str | None
    asked_at: datetime
    done_by: str | None
    done_at: datetime | None


class SlaData(_Part):
    """What is promised now, in UTC."""

    first_answer_due: datetime
    solution_due: datetime


class TicketData(_Part):
    """A ticket as it stands; `sequence` counts its events without a gap."""

    number: str
    public_id: str
    external_ref: str | None
    status: Status
    assignee: str | None
    follows: str | None
    status_url: str | None
    topic: str
    priority: Priority
    language: str
    mood: str | None
    team: str
    reason: str
    contact: ContactData
    subject: str
    summary: str
    details: dict[str, str]
    page: PageData | None
    tried: list[str]
    attachments: list[FileData]
    attachments_omitted: int = 0
    transcript: list[LineData]
    transcript_omitted: int
    transcript_url: str | None = None
    sla: SlaData
    tasks: list[TaskData]
    sequence: int


class OwnNames(_Part):
    """The help desk's name, and its own words for this ticket; null where none is named."""

    name: str
    queue: str | None
    priority: str | int | None
    state: str | None
    fields: dict[str, str]


class LeadData(_Part):
    """Who looks after a promise."""

    name: str
    email: str | None


class ChangeData(_Part):
    """What was done; `via`: the help desk in which it was, and need not be done again."""

    act: Act
    actor: Actor
    author: str | None
    from_: Annotated[Status, Field(alias="from")]
    to: Status
    via: str | None
    task: int | None = None
    lead: LeadData | None = None
    promise: Literal["first_answer", "solution"] | None = None
    due: datetime | None = None


class ErasedTicket(_Part):
    """All that is said of a ticket whose contact wants to be forgotten."""

    number: str
    public_id: str
    external_ref: str | None
    sequence: int


class CreatedData(_Part):
    """`data` of `ticket.created`."""

    ticket: TicketData
    helpdesk: OwnNames | None = None


class ChangedData(_Part):
    """`data` of what happened later."""

    ticket: TicketData
    change: ChangeData
    message: SaidData | None = None
    helpdesk: OwnNames | None = None


class ErasedData(_Part):
    """`data` of `contact.erased`."""

    ticket: ErasedTicket
    helpdesk: OwnNames | None = None


class AlertData(_Part):
    """What is amiss; no contact is named."""

    id: str
    kind: Literal["undelivered", "anger", "volume", "unanswered", "sla_risk"]
    team: str | None
    ticket: str | None
    helpdesk: str | None
    now: int
    usual: float
    sentence: str
    lead: LeadData


class RaisedData(_Part):
    """`data` of `alert.raised`."""

    alert: AlertData


class AlertRaised(_Part):
    """A lead should know something at once; only for help desks with `alerts: true`."""

    type: Literal["alert.raised"]
    timestamp: datetime
    data: RaisedData


class TicketCreated(_Part):
    """A ticket was opened."""

    type: Literal["ticket.created"]
    timestamp: datetime
    data: CreatedData


class TicketChanged(_Part):
    """Something happened to a ticket."""

    type: Literal[
        "ticket.updated",
        "ticket.message_added",
        "ticket.escalated",
        "ticket.resolved",
        "ticket.closed",
    ]
    timestamp: datetime
    data: ChangedData


class ContactErased(_Part):
    """A contact had their data deleted."""

    type: Literal["contact.erased"]
    timestamp: datetime
    data: ErasedData


AnyEvent = TicketCreated | TicketChanged | ContactErased | AlertRaised
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(Annotated[AnyEvent, Field(discriminator="type")])


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every event."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Events that Primera sends to help desks",
        **EVENT.json_schema(by_alias=True),
    }
