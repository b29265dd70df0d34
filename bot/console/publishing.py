"""Publish: what waits, what the gate found of it, what would change; publish, go back."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from actions.conversations import ConversationStore, UnknownTurn
from actions.redaction import Redactor
from actions.workspace import Workspace
from bot.console.addresses import HOME
from bot.console.console import Console
from bot.console.errors import WrongForm
from bot.console.form import NO_FORM, Form, FormModel, read, wrong
from bot.console.redacting import redactor_of
from bot.console.route import GET, POST, Route
from bot.console.said import said, warned
from bot.console.visit import Reply, Visit, goes_to
from bot.publishing.background import is_beginning, start_building
from bot.publishing.candidate import (
    Candidate,
    candidate_of,
    failure_of,
    progress_of,
    waiting_edits,
)
from bot.publishing.errors import Blocked, NoRelease, NotJudged, NotOverridable
from bot.publishing.gate.cases import Case
from bot.publishing.gate.replies import ChangedReply, Decision
from bot.publishing.promoting import decide, promote, roll_back
from bot.publishing.serving import Publication, Serving

PAGE = f"{HOME}/publish"
# So many are on the page; what is left comes when these are decided about.
REPLIES_SHOWN = 25
PUBLICATIONS_SHOWN = 20
FIGURES = ("act_accuracy", "topic_accuracy", "precision", "coverage", "helped")


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the words of the visit's language."""

    sentence: str
    way_out: str
    is_firm: bool


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply that would change; `words` are the contact's, redacted."""

    message_id: str
    words: str
    change: str
    before: str
    after: str
    spares_ticket: bool
    decided: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure of one language, before and after."""

    name: str
    language: str
    before: float
    after: float


def publish_page(console: Console, visit: Visit) -> Reply:
    """See what waits to be published, and what serves."""
    return _page(console, visit)


def publish_progress(console: Console, visit: Visit) -> Reply:
    """See how far the candidate is."""
    doing = _doing(console.workspace)
    headers = {} if doing else {"HX-Refresh": "true"}
    return console.page(
        visit, "publish/progress.html", title="publish-title", doing=doing, headers=headers
    )


def publish_standing(console: Console, visit: Visit) -> Reply:
    """See whether the bot has gone over to what was published."""
    return console.page(
        visit, "publish/standing.html", title="publish-title", **_served(console.workspace)
    )


def publish_build(console: Console, visit: Visit) -> Reply:
    """Have what is edited trained and judged, in the background."""
    if _doing(console.workspace):
        return goes_to(PAGE, warned("publish-being-built"))
    if not waiting_edits(console.workspace):
        return goes_to(PAGE, warned("publish-no-edits"))
    start_building(console.workspace)
    console.note(visit, "candidate.build")
    return goes_to(PAGE, said("publish-begun"))


class Decisions(FormModel):
    """Which replies, and what about them."""

    decision: Decision
    ids: tuple[str, ...] = ()


def publish_replies(console: Console, visit: Visit) -> Reply:
    """Approve or reject replies that would change."""
    try:
        sent = read(Decisions, visit)
        decide(console.workspace, dict.fromkeys(sent.ids, sent.decision))
    except WrongForm as refused:
        return _page(console, visit, form=refused.form, status=422)
    except NotJudged:
        return goes_to(PAGE, warned("publish-not-judged"))
    console.note(visit, f"replies.{sent.decision}", count=len(sent.ids))
    return goes_to(f"{PAGE}#replies", said("publish-decided", count=len(sent.ids)))


class Publishing(FormModel):
    """Why, where something stands in the way."""

    reason: Annotated[str, Field(max_length=500)] = ""


def publish_promote(console: Console, visit: Visit) -> Reply:
    """Publish the candidate; an owner's reason excuses what may be excused."""
    try:
        sent = read(Publishing, visit)
        if sent.reason and not visit.account.may("owner"):
            raise wrong(visit, "reason", "publish-owner-only")
        published = promote(
            console.workspace, by=visit.account.name, now=visit.now, reason=sent.reason
        )
    except WrongForm as refused:
        return _page(console, visit, form=refused.form, status=422)
    except NotJudged:
        return goes_to(PAGE, warned("publish-not-judged"))
    except NotOverridable:
        return goes_to(PAGE, warned("publish-firm"))
    except Blocked:
        return goes_to(PAGE, warned("publish-blocked"))
    overridden = len(published.overridden)
    console.note(visit, "release.promoted", published.release, overridden=overridden)
    return goes_to(PAGE, said("publish-published"))


class GoingBack(FormModel):
    """To which release, and why."""

    release: Annotated[str, Field(max_length=64)]
    reason: Annotated[str, Field(max_length=500)] = ""


def publish_roll_back(console: Console, visit: Visit) -> Reply:
    """Go back to a release that served before."""
    try:
        sent = read(GoingBack, visit)
        back = roll_back(
            console.workspace,
            by=visit.account.name,
            now=visit.now,
            to=sent.release,
            reason=sent.reason,
        )
    except WrongForm as refused:
        return _page(console, visit, form=refused.form, status=422)
    except NoRelease:
        return goes_to(PAGE, warned("publish-no-release"))
    console.note(visit, "release.rolled_back", back.release)
    return goes_to(PAGE, said("publish-going-back"))


def _page(console: Console, visit: Visit, *, form: Form = NO_FORM, status: int = 200) -> Reply:
    workspace = console.workspace
    serving = Serving(workspace)
    candidate = candidate_of(workspace)
    report = candidate.report if candidate else None
    return console.page(
        visit,
        "publish/page.html",
        title="publish-title",
        status=status,
        form=form,
        doing=_doing(workspace),
        failure=failure_of(workspace),
        waiting=waiting_edits(workspace),
        before=serving.before(),
        history=serving.history()[: -PUBLICATIONS_SHOWN - 1 : -1],
        kept={each.id for each in serving.releases.all() if each.is_made},
        candidate=candidate,
        report=report,
        cases=[_line(case, visit.language) for case in report.cases] if report else [],
        figures=list(_figures(report.figures)) if report else [],
        replies=_replies(console, candidate),
        undecided=_undecided(candidate),
        **_served(workspace),
    )


def _doing(workspace: Workspace) -> str:
    """What a build under way is at; "" where none is."""
    return progress_of(workspace) or ("beginning" if is_beginning(workspace) else "")


def _served(workspace: Workspace) -> dict[str, Any]:
    """What was published last, and whether it is what runs."""
    history = Serving(workspace).history()
    last = history[-1] if history else None
    return {"now_serving": last, "standing": _standing(workspace, last)}


def _standing(workspace: Workspace, last: Publication | None) -> str:
    """Whether what runs is what serves: `serves`, `going-over`, `refused`, or `stopped`."""
    state: Mapping[str, Any] = {}
    with suppress(OSError, ValueError):
        state = json.loads((workspace.home / "run.json").read_text("utf-8"))
    if last is None or "release" not in state:
        return "stopped"
    if state["release"] == last.release:
        return "refused" if state.get("refused") else "serves"
    return "going-over"


def _line(case: Case, language: str) -> CaseLine:
    return CaseLine(case.sentence(language), case.way_out(language), case.is_firm)


def _figures(figures: Mapping[str, Any]) -> Iterator[FigureLine]:
    for language, both in figures.items():
        for name in FIGURES:
            before, after = both["before"].get(name), both["after"].get(name)
            if before is not None and after is not None:
                yield FigureLine(name, language, before, after)


def _undecided(candidate: Candidate | None) -> list[ChangedReply]:
    if candidate is None:
        return []
    decided = candidate.report.decided
    return [each for each in candidate.report.replies if each.message_id not in decided]


def _replies(console: Console, candidate: Candidate | None) -> list[ReplyLine]:
    """Undecided ones first."""
    if candidate is None or not candidate.report.replies:
        return []
    decided = candidate.report.decided
    shown = sorted(candidate.report.replies, key=lambda each: each.message_id in decided)
    store, redacted = ConversationStore(console.database), redactor_of(console.workspace)
    return [
        ReplyLine(
            message_id=each.message_id,
            words=_words(store, redacted, each.message_id),
            change=each.change,
            before=" ".join(filter(None, each.before)),
            after=" ".join(filter(None, each.after)),
            spares_ticket=each.spares_ticket,
            decided=decided.get(each.message_id, ""),
        )
        for each in shown[:REPLIES_SHOWN]
    ]


def _words(store: ConversationStore, redactor: Redactor | None, message_id: str) -> str:
    try:
        (turn,) = store.turns(message_id)
    except (UnknownTurn, ValueError):
        return "…"  # its conversation was erased
    if redactor is None:
        return "…"  # unredacted they are for nobody
    return redactor.redacted(turn.asked.text)


ROUTES = (
    Route(GET, PAGE, publish_page, role="lead", section="publish", in_menu=True),
    Route(
        GET,
        f"{PAGE}/progress",
        publish_progress,
        role="lead",
        section="publish",
        by_itself=True,
        is_file=True,
    ),
    Route(
        GET,
        f"{PAGE}/standing",
        publish_standing,
        role="lead",
        section="publish",
        by_itself=True,
        is_file=True,
    ),
    Route(POST, f"{PAGE}/build", publish_build, role="lead", section="publish"),
    Route(POST, f"{PAGE}/replies", publish_replies, role="lead", section="publish"),
    Route(POST, f"{PAGE}/promote", publish_promote, role="lead", section="publish"),
    Route(POST, f"{PAGE}/roll-back", publish_roll_back, role="lead", section="publish"),
)
