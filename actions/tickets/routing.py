"""Which team gets a ticket."""

from actions.tickets.desk import Desk
from actions.tickets.team import Team


def team_for(topic: str, desk: Desk) -> Team:
    """The topic's team; a topic that desk.yml does not name goes to the fallback."""
    known = desk.topics.get(topic)
    return desk.teams[known.team if known else desk.fallback]
