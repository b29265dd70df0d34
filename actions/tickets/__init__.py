"""Tickets: requests for a person, where they go, what is promised, what help desks receive."""

from actions.contact import Contact
from actions.tickets.call_times import CallTime, call_times, call_times_on
from actions.tickets.change import Change
from actions.tickets.clocks import closes_at, next_due
from actions.tickets.coverage import Gap, gaps
from actions.tickets.delivery import Attempt, Delivery
from actions.tickets.desk import Desk, Topic
from actions.tickets.errors import (
    ErasedConversation,
    NeverOpen,
    NotAllowed,
    NothingSaid,
    TicketError,
    UnknownDelivery,
    UnknownTicket,
    Unsendable,
)
from actions.tickets.fields import Field, Fields
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.lifecycle import ACTORS, ACTS, Act, Actor, acts_of, after
from actions.tickets.links import Links
from actions.tickets.outbox import Outbox
from actions.tickets.protocols import Protocol, Protocols
from actions.tickets.ratings import Rating
from actions.tickets.routing import Route, case_of, route, team_for
from actions.tickets.rows import Happening
from actions.tickets.sla import Sla, due_at, due_on_day, sla_for
from actions.tickets.store import TicketStore
from actions.tickets.task import Task, TaskState, progress_of
from actions.tickets.team import Lead, SlaPolicy, Team
from actions.tickets.ticket import (
    PRIORITIES,
    STATUSES,
    Priority,
    Status,
    Ticket,
    TicketFile,
    TicketRequest,
    TranscriptLine,
)
from actions.tickets.written_form import WrittenForm

__all__ = [
    "ACTORS",
    "ACTS",
    "PRIORITIES",
    "STATUSES",
    "Act",
    "Actor",
    "Attempt",
    "CallTime",
    "Change",
    "Contact",
    "Delivery",
    "Desk",
    "ErasedConversation",
    "Field",
    "Fields",
    "Gap",
    "Happening",
    "HelpDesk",
    "Lead",
    "Links",
    "NeverOpen",
    "NotAllowed",
    "NothingSaid",
    "Outbox",
    "Priority",
    "Protocol",
    "Protocols",
    "Rating",
    "Route",
    "Sla",
    "SlaPolicy",
    "Status",
    "Task",
    "TaskState",
    "Team",
    "Ticket",
    "TicketError",
    "TicketFile",
    "TicketRequest",
    "TicketStore",
    "Topic",
    "TranscriptLine",
    "UnknownDelivery",
    "UnknownTicket",
    "Unsendable",
    "WrittenForm",
    "acts_of",
    "after",
    "call_times",
    "call_times_on",
    "case_of",
    "closes_at",
    "due_at",
    "due_on_day",
    "gaps",
    "next_due",
    "progress_of",
    "route",
    "sla_for",
    "team_for",
]
