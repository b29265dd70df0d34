"""What is promised: by the topic, else by the team and the priority."""

from datetime import datetime

from actions.tickets.desk import Desk
from actions.tickets.sla import Sla, sla_for
from actions.tickets.team import SlaPolicy, Team
from actions.tickets.ticket import Priority


def promise(desk: Desk, *, team: str, topic: str, priority: Priority, opened_at: datetime) -> Sla:
    """First answer and solution of a ticket that is opened, or opened again."""
    own = desk.topics[topic].promise if topic in desk.topics else None
    if policy := own or desk.team(team).by_priority.get(priority):
        return _sla(desk, team, policy, opened_at)
    known = desk.team(team)
    return _sla(desk, team, known, opened_at, factor=desk.priorities[priority])


def commitment(
    desk: Desk, *, team: str, topic: str, priority: Priority, missed_at: datetime
) -> Sla:
    """What is promised in place of a promise that was not kept."""
    if desk.after_breach is not None:
        return _sla(desk, team, desk.after_breach, missed_at)
    return promise(desk, team=team, topic=topic, priority=priority, opened_at=missed_at)


def _sla(
    desk: Desk, team: str, policy: SlaPolicy | Team, begins: datetime, *, factor: float = 1.0
) -> Sla:
    return sla_for(
        begins,
        opening=desk.opening(desk.team(team)),
        first_answer=policy.first_answer,
        solution_days=policy.solution,
        factor=factor,
    )
