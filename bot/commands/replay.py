"""`primera replay`: recorded turns decided again, and whether the same replies come out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from actions.conversations import ConversationStore, RecordedTurn, Reply, UnknownTurn
from actions.database import engine, migrate
from actions.turns.record import text_sha256
from actions.turns.whole_turn import rules_of
from actions.workspace import Workspace
from bot.publishing.serving import Serving
from bot.replay.changes import Change
from bot.replay.errors import ReplayError
from bot.replay.past import Past
from bot.replay.reading import reader
from bot.replay.replay import ReadAgain, Replayed, replay
from bot.training import Workbench

HASH_SHOWN = 12  # characters; the whole is in the JSON
Outcome = Replayed | ReplayError


def replay_turns(
    workspace: Workspace,
    name: str,
    json_file: Path | None,
    console: Console,
    *,
    current: bool,
    read_again: bool,
) -> bool:
    """Shows what comes of the turns under an id; whether all their replies are the same."""
    with reading_database(workspace, name) as database:
        turns = ConversationStore(database).turns(name)
        past = Past.of(Serving(workspace).workspace(), database)
        with again_read(past, console, current=current, wished=read_again) as read:
            outcomes = list(_replayed(turns, past, current=current, read_again=read))
    found = list(zip(turns, outcomes, strict=True))
    _show(found, console, current=current)
    if json_file:
        told = [_as_json(turn, outcome, current=current) for turn, outcome in found]
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(text, "utf-8")
    return all(isinstance(outcome, Replayed) and outcome.is_same for outcome in outcomes)


@contextmanager
def reading_database(workspace: Workspace, name: str) -> Iterator[Engine]:
    """The workspace's database, up to date; it is not made where there is none."""
    url = make_url(workspace.database_url)
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        raise UnknownTurn(name)
    migrate(workspace.database_url)
    database = engine(workspace.database_url)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def again_read(
    past: Past, console: Console, *, current: bool, wished: bool
) -> Iterator[ReadAgain | None]:
    """What reads messages once more, if that is wished."""
    if not wished:
        yield None
        return
    log = past.workspace.home / "logs" / "replay.log"
    with console.status("replay …") as status, Workbench(log=log) as workbench:
        yield reader(
            past, workbench, current=current, report=lambda told: status.update(f"replay: {told}")
        )


def _replayed(
    turns: Sequence[RecordedTurn], past: Past, *, current: bool, read_again: ReadAgain | None
) -> Iterator[Outcome]:
    rules = rules_of(past.workspace.nlu_data)
    for turn in turns:
        try:
            yield replay(turn, past, rules, current=current, read_again=read_again)
        except ReplayError as error:
            yield error


def _show(
    found: Sequence[tuple[RecordedTurn, Outcome]], console: Console, *, current: bool
) -> None:
    table = Table("Message", "Decision", "Article", "Confidence", "Text", "Again")
    table.columns[0].no_wrap = True  # to be given to this command
    for column in table.columns[1:]:
        column.overflow = "fold"
    for turn, outcome in found:
        for number, reply in enumerate(turn.replies):
            table.add_row(*_row(reply, outcome, number))
    console.print(table)
    for turn, outcome in found:
        if isinstance(outcome, ReplayError):
            console.print(str(outcome), style="red", markup=False, soft_wrap=True)
        elif not outcome.is_same:
            console.print(_table_of_differences(turn, outcome))
    changes = {change: None for _, each in found for change in _changes_of(each)}
    if changes:
        console.print(_table_of_changes(list(changes)))
    console.print(_verdict([outcome for _, outcome in found], current=current))


def _row(reply: Reply, outcome: Outcome, number: int) -> tuple[str, ...]:
    article, turn = reply.message.article, reply.turn
    sure = f"{turn.confidence:.4f} / {turn.threshold:.4f}" if turn.threshold is not None else ""
    shown = f"{article.id} {article.revision}" if article else ""
    text = text_sha256(reply.message.text)[:HASH_SHOWN]
    return reply.message.message_id or "", turn.decision, shown, sure, text, _again(outcome, number)


def _again(outcome: Outcome, number: int) -> str:
    if isinstance(outcome, ReplayError):
        return "[red]not decided[/]"
    differing = {each.reply for each in outcome.differences} | {*outcome.altered}
    return "[red]differs[/]" if number + 1 in differing else "[green]the same[/]"


def _table_of_differences(turn: RecordedTurn, outcome: Replayed) -> Table:
    table = Table("Reply", "What", "Then", "Again", title=turn.asked.message_id)
    for each in outcome.differences:
        table.add_row(str(each.reply), each.what, escape(each.then), escape(each.again))
    for number in outcome.altered:
        table.add_row(str(number), "text in the transcript", "as recorded", "altered since")
    return table


def _changes_of(outcome: Outcome) -> Sequence[Change]:
    return () if isinstance(outcome, ReplayError) else outcome.changes


def _table_of_changes(changes: Sequence[Change]) -> Table:
    table = Table("Changed since then", "Then", "Now")
    for change in changes:
        table.add_row(change.what, change.then, change.now)
    return table


def _verdict(outcomes: Sequence[Outcome], *, current: bool) -> str:
    same = sum(isinstance(each, Replayed) and each.is_same for each in outcomes)
    decided = "with what serves now" if current else "as it was decided then"
    turns = "turn" if len(outcomes) == 1 else "turns"
    return f"{same} of {len(outcomes)} {turns} the same, byte for byte, {decided}."


def _as_json(turn: RecordedTurn, outcome: Outcome, *, current: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "conversation": turn.conversation_id,
        "message": turn.asked.message_id,
        "with": "current" if current else "then",
        "versions": turn.replies[0].turn.versions,
        "then": [_reply_as_json(reply) for reply in turn.replies],
    }
    if isinstance(outcome, ReplayError):
        return {**told, "same": False, "error": str(outcome)}
    return {
        **told,
        "same": outcome.is_same,
        "again": [_reply_as_json(reply) for reply in outcome.again],
        "differences": [{"reply": d.reply, "what": d.what} for d in outcome.differences],
        "altered": list(outcome.altered),
        "changes": [{"what": c.what, "then": c.then, "now": c.now} for c in outcome.changes],
    }


def _reply_as_json(reply: Reply) -> Mapping[str, Any]:
    """Hashes and ids, no words: a reply may hold the contact's."""
    article, turn = reply.message.article, reply.turn
    return {
        "message": reply.message.message_id,
        "kind": reply.message.kind,
        "decision": turn.decision,
        "article": article.id if article else None,
        "revision": article.revision if article else None,
        "passage": turn.passage,
        "confidence": turn.confidence,
        "threshold": turn.threshold,
        "hits": [hit.model_dump() for hit in turn.hits],
        "text_sha256": text_sha256(reply.message.text),
    }
