"""`primera candidate …`, `primera promote`, `primera rollback`: from edits to what serves."""

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from actions.conversations import ConversationStore, UnknownTurn
from actions.database import engine
from actions.redaction import Redactor, learned_details
from actions.workspace import Workspace
from bot.publishing.candidate import (
    Candidate,
    build_candidate,
    candidate_of,
    progress_of,
    waiting_edits,
)
from bot.publishing.gate.replies import ChangedReply, Decision
from bot.publishing.promoting import decide, promote, roll_back, wait_until_served
from bot.publishing.serving import Publication, Serving
from bot.supervisor import run_file
from bot.supervisor.app.data_check import CompanyFiles, problems

# Changed replies that are shown; `decide` takes the ids of all.
SHOWN = 20
FIGURES = ("act_accuracy", "topic_accuracy", "precision", "coverage", "helped")


def build(workspace: Workspace, console: Console) -> bool:
    """Builds and judges it; whether nothing stands in the way."""

    def check() -> list[str]:
        return [str(each) for each in problems(CompanyFiles.read(workspace))]

    with console.status("candidate …") as status:
        candidate = build_candidate(
            workspace,
            check,
            now=_now(),
            say=lambda doing: status.update(f"candidate: {doing}"),
        )
    _show(candidate, console)
    return not candidate.report.cases


def show(workspace: Workspace, console: Console) -> bool:
    """The candidate, or what is at work on one; whether nothing stands in its way."""
    if doing := progress_of(workspace):
        console.print(f"A candidate is being built: {doing}", markup=False)
        return False
    candidate = candidate_of(workspace)
    if candidate is None:
        waiting = waiting_edits(workspace)
        told = f"Edits wait: {', '.join(waiting)}." if waiting else "Nothing is edited."
        console.print(f"There is no candidate. {told}", markup=False, soft_wrap=True)
        return False
    _show(candidate, console)
    _show_replies(workspace, candidate.report.replies, candidate, console)
    return not candidate.report.cases


def decide_about(
    workspace: Workspace, ids: Sequence[str], decision: Decision, console: Console
) -> None:
    """Approves or rejects changed replies; without ids all that nobody has decided about."""
    if not ids:
        candidate = candidate_of(workspace)
        replies = candidate.report.replies if candidate else ()
        decided = candidate.report.decided if candidate else {}
        ids = [each.message_id for each in replies if each.message_id not in decided]
    decide(workspace, dict.fromkeys(ids, decision))
    console.print(f"{decision}: {len(ids)}")


def publish(workspace: Workspace, reason: str, console: Console) -> None:
    """The candidate serves from now on."""
    publication = promote(workspace, by=getpass.getuser(), now=_now(), reason=reason)
    for sentence in publication.overridden:
        console.print(f"In spite of: {sentence}", markup=False, soft_wrap=True)
    _wait(workspace, publication, console)


def go_back(workspace: Workspace, to: str, reason: str, console: Console) -> None:
    """What served before serves again."""
    publication = roll_back(workspace, by=getpass.getuser(), now=_now(), to=to, reason=reason)
    _wait(workspace, publication, console)


def history(workspace: Workspace, console: Console) -> None:
    """What served, the newest last."""
    table = Table("Release", "Since", "How", "By", "Reason")
    for each in Serving(workspace).history():
        at = f"{each.at:%Y-%m-%d %H:%M}"
        table.add_row(each.release, at, each.how, each.by, each.reason)
    console.print(table)


def _wait(workspace: Workspace, publication: Publication, console: Console) -> None:
    with console.status("going over …"):
        served = wait_until_served(workspace, publication, lambda: run_file.read(workspace.home))
    when = "serves" if served else "serves with the next `primera run`"
    console.print(f"The release {publication.release} {when}.")


def _show(candidate: Candidate, console: Console) -> None:
    report = candidate.report
    console.print(f"Candidate {candidate.release.id}, judged {report.at:%Y-%m-%d %H:%M} UTC")
    console.print(f"Edited: {', '.join(report.edited)}", markup=False, soft_wrap=True)
    if not candidate.current:
        console.print("Files were edited since; build it again.", style="yellow")
    for language, both in report.figures.items():
        told = [
            f"{name} {both['before'][name]:.3f} → {both['after'][name]:.3f}"
            for name in FIGURES
            if both["before"].get(name) is not None and both["after"].get(name) is not None
        ]
        console.print(f"{language}: {', '.join(told)}", highlight=False)
    if report.replies:
        console.print(
            f"{len(report.replies)} replies to last month's questions would change; "
            f"{report.spared} tickets would have been spared."
        )
    for case in report.cases:
        firm = " (no reason excuses it)" if case.is_firm else ""
        console.print(f"✗ {case.sentence('en')}{firm}", style="red", markup=False, soft_wrap=True)
        console.print(f"  {case.way_out('en')}", markup=False, soft_wrap=True)
    if not report.cases:
        console.print("Nothing stands in the way: `primera promote` publishes it.", style="green")


def _show_replies(
    workspace: Workspace, replies: Sequence[ChangedReply], candidate: Candidate, console: Console
) -> None:
    if not replies:
        return
    store = ConversationStore(engine(workspace.database_url))
    redactor = Redactor(learned_details(workspace))
    table = Table("Message", "Words, redacted", "Before", "After", "Decided")
    for each in replies[:SHOWN]:
        table.add_row(
            each.message_id,
            _words(store, redactor, each.message_id),
            " ".join(each.before),
            " ".join(each.after),
            candidate.report.decided.get(each.message_id, ""),
        )
    console.print(table)


def _words(store: ConversationStore, redactor: Redactor, message_id: str) -> str:
    try:
        (turn,) = store.turns(message_id)
    except (UnknownTurn, ValueError):
        return "(erased)"
    return redactor.redacted(turn.asked.text)


def _now() -> datetime:
    return datetime.now(UTC)
