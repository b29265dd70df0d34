"""Promote, roll back, decide about replies: what people do with a candidate."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from actions.workspace import Workspace
from bot.publishing.candidate import Candidate, candidate_of
from bot.publishing.errors import Blocked, NoRelease, NotJudged, NotOverridable, NotTakenUp
from bot.publishing.gate import report as gate_report
from bot.publishing.gate.cases import Case
from bot.publishing.gate.replies import Decision
from bot.publishing.release import Release
from bot.publishing.serving import Publication, Serving

LOOK_SECONDS = 0.2
# A Rasa starts in some twenty seconds on two cores, and several on a busy machine take longer.
TAKEN_UP_SECONDS = 300.0

# What runs, as `run.json` says it; None where nothing does.
Running = Callable[[], Mapping[str, Any] | None]


def promote(workspace: Workspace, *, by: str, now: datetime, reason: str = "") -> Publication:
    """The candidate serves from now on; `reason` overrides what may be overridden.

    Raises NotJudged, Blocked, NotOverridable.
    """
    candidate = to_promote(workspace)
    cases = candidate.report.cases
    firm = [case for case in cases if case.is_firm]
    if firm:
        which = NotOverridable if reason else Blocked
        raise which(f"{_told(firm)}\nNo reason excuses this: correct it and build again.")
    if cases and not reason:
        raise Blocked(
            f"{_told(cases)}\nCorrect it and build again, or publish with a reason: "
            "`primera promote --reason …`."
        )
    publication = Publication(
        candidate.release.id,
        now,
        by=by,
        how="promoted",
        reason=reason,
        overridden=tuple(case.sentence("en") for case in cases),
    )
    Serving(workspace).publish(publication)
    return publication


def to_promote(workspace: Workspace) -> Candidate:
    """The candidate, if it was judged as it is and against what serves; raises NotJudged."""
    candidate = candidate_of(workspace)
    if candidate is None:
        raise NotJudged("There is no candidate. Build one: `primera candidate build`.")
    if not candidate.current:
        raise NotJudged(
            "Files were edited since the candidate was built. Build it again: "
            "`primera candidate build`."
        )
    live = Serving(workspace).release()
    if live is None or candidate.report.live != live.id:
        raise NotJudged(
            "Another release serves than the candidate was compared with. Build it again: "
            "`primera candidate build`."
        )
    return candidate


def roll_back(
    workspace: Workspace, *, by: str, now: datetime, to: str = "", reason: str = ""
) -> Publication:
    """What served before serves again, or the release `to`; raises NoRelease."""
    serving = Serving(workspace)
    release: Release | None = serving.releases.get(to) if to else serving.before()
    if release is None:
        raise NoRelease("Nothing served before what serves now, so there is nothing to go back to.")
    if not release.is_made:
        raise NoRelease(f"The release {release.id} was never ready to serve.")
    publication = Publication(release.id, now, by=by, how="rolled back", reason=reason)
    serving.publish(publication)
    return publication


def decide(workspace: Workspace, decisions: Mapping[str, Decision]) -> Candidate:
    """Keeps what somebody decided about replies that would change; raises NotJudged."""
    candidate = candidate_of(workspace)
    if candidate is None:
        raise NotJudged("There is no candidate. Build one: `primera candidate build`.")
    known = {each.message_id for each in candidate.report.replies}
    if unknown := sorted(set(decisions) - known):
        raise NotJudged(
            f"No reply to {', '.join(unknown)} would change; `primera candidate show` has the ids."
        )
    report = candidate.report.deciding(decisions)
    gate_report.write(candidate.release.folder, report)
    return Candidate(candidate.release, report, candidate.current)


def wait_until_served(workspace: Workspace, publication: Publication, running: Running) -> bool:
    """Whether a running Primera has gone over; False where none runs.

    Raises NotTakenUp; the supervisor then takes the publication back.
    """
    until = time.monotonic() + TAKEN_UP_SECONDS
    while (state := running()) is not None and "release" in state:
        if state.get("release") == publication.release:
            return True
        refused = state.get("refused") or {}
        if refused.get("release") == publication.release:
            raise NotTakenUp(f"What served before goes on. {refused.get('why', '')}")
        if time.monotonic() > until:
            raise NotTakenUp(
                f"Primera has not gone over to {publication.release} within "
                f"{TAKEN_UP_SECONDS:.0f} s; `primera doctor` looks at what runs."
            )
        time.sleep(LOOK_SECONDS)
    return False


def _told(cases: Sequence[Case]) -> str:
    return "\n".join(f"– {case.sentence('en')}" for case in cases)
