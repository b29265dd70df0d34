"""Tickets: requests for a person, where they go, what is promised, what help desks receive."""

from actions.contact import Contact
from actions.tickets.delivery import Attempt, Delivery
from actions.tickets.desk import Desk, Topic
from actions.tickets.errors import (
    ErasedConversation,
    NeverOpen,
    TicketError,
    UnknownDelivery,
    Unsendable,
)
from actions.tickets.helpdesk import HelpDesk
from actions.tickets.order_number import OrderNumber
from actions.tickets.outbox import Outbox
from actions.tickets.routing import team_for
from actions.tickets.sla import Sla, due_at, due_on_day, sla_for
from actions.tickets.store import TicketStore
from actions.tickets.team import Team
from actions.tickets.ticket import (
    PRIORITIES,
    STATUSES,
    Priority,
    Status,
    Ticket,
    TicketRequest,
    TranscriptLine,
)

__all__ = [
    "PRIORITIES",
    "STATUSES",
    "Attempt",
    "Contact",
    "Delivery",
    "Desk",
    "ErasedConversation",
    "HelpDesk",
    "NeverOpen",
    "OrderNumber",
    "Outbox",
    "Priority",
    "Sla",
    "Status",
    "Team",
    "Ticket",
    "TicketError",
    "TicketRequest",
    "TicketStore",
    "Topic",
    "TranscriptLine",
    "UnknownDelivery",
    "Unsendable",
    "due_at",
    "due_on_day",
    "sla_for",
    "team_for",
]
