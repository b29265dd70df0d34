"""Lifecycle: what people, the contact and the clock do to a handoff; pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime

from actions.handoffs.errors import HandoffOver, NotYours, TakenBySomebody
from actions.handoffs.handoff import Agent, Handoff, People, State
from actions.tickets import Desk
from actions.tickets.routing import covers_of


def taken(handoff: Handoff, agent: Agent, *, seq: int, now: datetime) -> Handoff:
    """An agent has it from now on; whoever has it already takes it again, and nothing changes.

    `seq`: of the conversation's last message. Raises HandoffOver, TakenBySomebody.
    """
    _refuse_over(handoff)
    if handoff.agent == agent:
        return handoff
    if handoff.agent is not None:
        raise TakenBySomebody(handoff.agent.name)
    return replace(
        handoff, state="accepted", agent=agent, wanted=None, accepted_at=now, answered_seq=seq
    )


def answered(handoff: Handoff, agent: Agent, *, seq: int, now: datetime) -> Handoff:
    """The agent who has it has said something, as message `seq`; raises as `held_by`."""
    held_by(handoff, agent)
    return replace(
        handoff,
        state="active",
        answered_seq=seq,
        first_answered_at=handoff.first_answered_at or now,
    )


def transferred(
    handoff: Handoff,
    agent: Agent,
    *,
    team: str,
    to: Agent | None = None,
    over: bool = False,
    now: datetime,
) -> Handoff:
    """It waits for another team, or for another agent of a team; again, nothing changes.

    `over`: a lead may take it out of anybody's hands. Raises HandoffOver, NotYours,
    TakenBySomebody.
    """
    _refuse_over(handoff)
    if handoff.state == "waiting" and (handoff.team, handoff.wanted) == (team, to):
        return handoff
    if not over:
        held_by(handoff, agent)
    return replace(
        handoff,
        state="waiting",
        team=team,
        agent=None,
        wanted=to,
        queued_at=now,
        accepted_at=None,
        tried=(),
    )


def released(handoff: Handoff, agent: Agent, *, now: datetime) -> Handoff:
    """The bot has the conversation again; raises as `held_by`."""
    return _ended(handoff, agent, "released", now)


def resolved(handoff: Handoff, agent: Agent, *, now: datetime) -> Handoff:
    """The same, and the matter is done; raises as `held_by`."""
    return _ended(handoff, agent, "resolved", now)


def left(handoff: Handoff, *, now: datetime) -> Handoff:
    """The contact waits no longer; nothing changes if somebody has it by now, or it is over."""
    return replace(handoff, state="left", ended_at=now) if handoff.state == "waiting" else handoff


def held_by(handoff: Handoff, agent: Agent) -> None:
    """Raises HandoffOver, NotYours or TakenBySomebody unless this agent has it."""
    _refuse_over(handoff)
    if handoff.agent is None:
        raise NotYours
    if handoff.agent.id != agent.id:
        raise TakenBySomebody(handoff.agent.name)


def due_at(handoff: Handoff, desk: Desk, *, unanswered_since: datetime | None) -> datetime | None:
    """When the clock has something to do; None: not before somebody acts.

    `unanswered_since`: when the contact wrote what the agent who has it has not answered yet.
    """
    match handoff.state:
        case "waiting":
            return handoff.queued_at + desk.handoff.accept_within
        case "accepted":
            # Whoever takes a conversation says something, also to a contact who waits in silence.
            since = handoff.accepted_at
        case "active":
            since = unanswered_since
        case _:
            return None
    return None if since is None else since + desk.handoff.answer_within


def rung(
    handoff: Handoff,
    desk: Desk,
    people: People,
    *,
    unanswered_since: datetime | None,
    now: datetime,
) -> Handoff | None:
    """What the clock makes of it: another queue, or a ticket; None if nothing is due.

    `people`: who is there, without the agents of `missed_by` and the one who has it.
    """
    due = due_at(handoff, desk, unanswered_since=unanswered_since)
    if due is None or now < due:
        return None
    missed_by, tried = handoff.missed_by, handoff.tried
    if handoff.agent is not None:
        missed_by = (*missed_by, handoff.agent.id)
    else:
        tried = (*tried, handoff.team)
    team = next(
        _with_people(handoff.team, desk, people, language=handoff.language, but=tried), None
    )
    if team is None:
        return replace(
            handoff, state="ticketed", agent=None, missed_by=missed_by, tried=tried, ended_at=now
        )
    return replace(
        handoff,
        state="waiting",
        team=team,
        agent=None,
        wanted=None,
        queued_at=now,
        accepted_at=None,
        missed_by=missed_by,
        tried=tried,
    )


def team_with_people(team: str, desk: Desk, people: People, *, language: str) -> str | None:
    """The team, or the first that covers it, at last the fallback, where somebody is there who
    speaks the language.
    """
    return next(_with_people(team, desk, people, language=language, but=()), None)


def _with_people(
    team: str, desk: Desk, people: People, *, language: str, but: Collection[str]
) -> Iterator[str]:
    for slug in dict.fromkeys((team, *covers_of(team, desk), desk.fallback)):
        languages = desk.team(slug).languages
        if slug not in but and people.is_there(slug) and (not languages or language in languages):
            yield slug


def _ended(handoff: Handoff, agent: Agent, state: State, now: datetime) -> Handoff:
    """Given back by who had it; by the same again, nothing changes."""
    if handoff.state == state and handoff.agent == agent:
        return handoff
    held_by(handoff, agent)
    return replace(handoff, state=state, ended_at=now)


def _refuse_over(handoff: Handoff) -> None:
    if not handoff.is_open:
        raise HandoffOver
