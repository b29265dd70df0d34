"""Outgoing: the one door through which Primera asks other systems for something."""

from actions.outgoing.address import Network, Standing, standing
from actions.outgoing.door import Door, outgoing_client
from actions.outgoing.rules import NotAllowed, OutgoingRules

__all__ = [
    "Door",
    "Network",
    "NotAllowed",
    "OutgoingRules",
    "Standing",
    "outgoing_client",
    "standing",
]
