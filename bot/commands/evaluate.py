"""`primera evaluate`: figures on labelled messages, on the screen and in files."""

from collections.abc import Callable, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actions.workspace import REPOSITORY, Workspace
from bot.commands.prepare import exported_encoder
from bot.supervisor.app.steps import STEPS
from bot.training import Workbench, train
from bot.training.evaluation import Evaluation
from bot.training.evaluation import evaluate as evaluated
from bot.training.evaluation_files import write
from bot.training.evaluation_rows import LabelledMessages, read_labelled

# The demo company's, kept apart from its data so that nobody writes examples by looking at them.
LABELLED = REPOSITORY.parent / "shared" / "heldout_dev"
MEANINGS = {
    "r_at_1": "the best article found is right, of the answerable",
    "r_at_3": "a right one is among the first three",
    "precision": "right among the answered, misses included",
    "coverage": "answered rightly, of the answerable",
    "helped": "the right article answered or suggested, of the answerable",
    "near_answered": "near misses that got an answer all the same",
    "far_answered": "far misses that got an answer all the same",
    "act_accuracy": "acts understood",
    "topic_accuracy": "topics understood, of messages that have one",
    "anger_precision": "angry among those taken for it",
    "anger_recall": "angry messages noticed",
    "protocol_false": "near misses of a protocol that were taken for one",
    "twoparts": "both questions of a message dealt with",
    "followups": "short follow-ups dealt with",
}


def evaluate(
    workspace: Workspace, data: Path | None, json_file: Path | None, console: Console
) -> None:
    """Trains and builds what is out of date, then judges the whole of it."""
    labelled = read_labelled(data or LABELLED, workspace.settings.languages)
    file = json_file or workspace.home / "evaluation" / "figures.json"
    with console.status("evaluation …") as status:
        found = _judged(workspace, labelled, status.update)
    for language, evaluation in found.items():
        console.print(table_of(language, evaluation, labelled[language]))
    accepted_risk = 1 - workspace.settings.answers.target_precision
    for path in write(found, file, accepted_risk=accepted_risk):
        console.print(f"{path}", soft_wrap=True)


def _judged(
    workspace: Workspace, labelled: Mapping[str, LabelledMessages], show: Callable[[str], None]
) -> dict[str, Evaluation]:
    """Trains, if need be, and reads in one process of Rasa."""
    STEPS["check"](workspace.root, None, show)
    encoder = exported_encoder(workspace)
    STEPS["index"](workspace.root, encoder, lambda told: show(f"index: {told}"))
    with Workbench(log=workspace.home / "logs" / "evaluation.log") as workbench:
        model = train(
            workspace,
            encoder=encoder,
            workbench=workbench,
            report=lambda told: show(f"model: {told}"),
        )
        return evaluated(
            workspace,
            labelled,
            model=model,
            encoder=encoder,
            workbench=workbench,
            report=lambda told: show(f"evaluation: {told}"),
        )


def table_of(language: str, evaluation: Evaluation, messages: LabelledMessages) -> Table:
    """Every figure of a language with what it means."""
    figures = evaluation.figures.rounded()
    table = Table("Figure", "Value", "Means", title=language, caption=_counted(messages))
    table.columns[1].justify = "right"
    for name, meaning in MEANINGS.items():
        table.add_row(name, _shown(figures[name]), meaning)
    for kind, recall in evaluation.figures.protocol_recall.items():
        table.add_row(f"protocol_recall.{kind}", _shown(recall), "noticed, of this protocol's")
    for kind, f1 in evaluation.figures.details_f1.items():
        table.add_row(f"details_f1.{kind}", _shown(f1), "F1 of the details of this kind")
    return table


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _counted(messages: LabelledMessages) -> str:
    kinds = [question.kind for question in messages.questions]
    asked = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
    return (
        f"{len(kinds)} questions ({asked or 'none'}), {len(messages.acts)} acts, "
        f"{len(messages.details)} messages with details, {len(messages.anger)} on anger, "
        f"{len(messages.protocols)} on protocols, {len(messages.twoparts)} of two parts, "
        f"{len(messages.followups)} follow-ups"
    )
