"""The list of conversations, by team, as it stands now."""

import hashlib
from collections.abc import Sequence
from typing import Any

from actions.handoffs import OPEN, STATES, Case, State
from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.visit import Reply, Visit

INBOX = f"{HOME}/inbox"
A_PAGE = 50
STATES_OF: dict[str, tuple[State, ...]] = {
    "open": OPEN,
    "ended": tuple(state for state in STATES if state not in OPEN),
}


def inbox_page(console: Console, visit: Visit) -> Reply:
    """See the conversations that wait or that people have, of one's teams."""
    return console.page(
        visit,
        "inbox/list.html",
        title="inbox-title",
        teams=[
            (team, console.desk.team_name(team, visit.language))
            for team in console.desk.teams
            if visit.account.sees(team)
        ],
        colleagues=_there(console, visit),
        **_list(console, visit),
    )


def inbox_list(console: Console, visit: Visit) -> Reply:
    """See it again, if anything has changed."""
    parts = _list(console, visit)
    if visit.query.get("seen") == parts["seen"]:
        return Reply(status=204)
    return console.page(visit, "inbox/rows.html", title="inbox-title", **parts)


def _list(console: Console, visit: Visit) -> dict[str, Any]:
    which = visit.query.get("state", "open")
    which = which if which in STATES_OF else "open"
    team = visit.query.get("team") or None
    after = visit.query.get("after", "")
    cases = console.handoffs.cases(
        visit.account,
        states=STATES_OF[which],
        team=team,
        after=int(after) if after.isdecimal() else 0,
        limit=A_PAGE,
    )
    return {
        "cases": cases,
        "which": which,
        "team": team or "",
        "seen": digest(cases),
        "next": cases[-1].handoff.id if len(cases) == A_PAGE else None,
        "team_name": lambda slug: console.desk.team_name(slug, visit.language),
    }


def digest(cases: Sequence[Case]) -> str:
    """The same for as long as nothing has changed; says nothing of whom it is about."""
    told = [(case.handoff, case.last_seq) for case in cases]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _there(console: Console, visit: Visit) -> list[tuple[str, bool]]:
    account = visit.account
    return [
        (colleague.name, presence is not None and presence.is_available(visit.now))
        for colleague, presence in console.accounts.colleagues()
        if account.sees_every_team or colleague.teams & account.teams
    ]
