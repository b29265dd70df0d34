"""Evaluation: how the bot of a workspace takes labelled messages, decided as it would decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from actions.turns.heard import heard_in
from actions.turns.protocol import protocol_of
from actions.workspace import Workspace
from bot.training.evaluation_figures import Figures, Mistake, Taken, figures_of, mistakes_of
from bot.training.evaluation_parsing import Typed, latest_messages
from bot.training.evaluation_picture import Point, risk_coverage
from bot.training.evaluation_rows import LabelledMessages
from bot.training.evaluation_turns import Bot, Latest, offline_bot
from bot.training.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of the labelled messages of one language."""

    figures: Figures
    mistakes: tuple[Mistake, ...]
    curve: tuple[Point, ...]  # empty without questions


def evaluate(
    workspace: Workspace,
    labelled: Mapping[str, LabelledMessages],
    *,
    model: Path,
    encoder: Path,
    workbench: Workbench,
    report: Callable[[str], None],
) -> dict[str, Evaluation]:
    """Language → its evaluation; each row begins a conversation on a page in that language."""
    typed = [
        Typed(id, language, text)
        for language, rows in labelled.items()
        for row in rows
        for id, text in row.messages.items()
    ]
    readings = latest_messages(
        typed, model=model, encoder=encoder, workbench=workbench, report=report
    )
    latest: dict[str, dict[str, Latest]] = {language: {} for language in labelled}
    for each, read in zip(typed, readings, strict=True):
        latest[each.locale][each.id] = read
    report("deciding")
    with offline_bot(workspace, encoder) as bot:
        return {name: _evaluated(bot, rows, latest[name]) for name, rows in labelled.items()}


def _evaluated(bot: Bot, rows: LabelledMessages, latest: Mapping[str, Latest]) -> Evaluation:
    taken = taken_by(bot, rows, latest)
    return Evaluation(
        figures=figures_of(taken),
        mistakes=tuple(mistakes_of(taken)),
        curve=risk_coverage(taken.questions),
    )


def taken_by(bot: Bot, rows: LabelledMessages, latest: Mapping[str, Latest]) -> Taken:
    """How a bot takes the rows of a language; `latest`: id → the message as it is read."""
    return Taken(
        questions=[(row, bot.first_turn(latest[row.id])) for row in rows.questions],
        acts=[(row, heard_in(row.id, latest[row.id])) for row in rows.acts],
        details=[(row, heard_in(row.id, latest[row.id])) for row in rows.details],
        anger=[(row, heard_in(row.id, latest[row.id])) for row in rows.anger],
        protocols=[
            (row, protocol_of(heard_in(row.id, latest[row.id]), bot.outside.protocols) or "")
            for row in rows.protocols
        ],
        twoparts=[(row, bot.first_turn(latest[row.id])) for row in rows.twoparts],
        followups=[
            (row, bot.second_turn(*(latest[id] for id in row.messages))) for row in rows.followups
        ],
    )
