"""Help desks that answer: what became of a ticket there, read and brought back to the contact."""

from actions.helpdesks.answer import ExternalMessage, ExternalTicket, HelpDeskCheck
from actions.helpdesks.asking import HelpDeskFailed, ask_check, ask_ticket
from actions.helpdesks.callbacks import Callbacks, Refused
from actions.helpdesks.followed import FollowedTicket, FollowedTickets
from actions.helpdesks.follower import Follower

__all__ = [
    "Callbacks",
    "ExternalMessage",
    "ExternalTicket",
    "FollowedTicket",
    "FollowedTickets",
    "Follower",
    "HelpDeskCheck",
    "HelpDeskFailed",
    "Refused",
    "ask_check",
    "ask_ticket",
]
