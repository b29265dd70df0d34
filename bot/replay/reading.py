"""Reading a recorded message once more, with the model of then or the one of now."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from actions.conversations import RecordedTurn
from actions.turns.heard import Heard, heard_in
from actions.workspace import Workspace
from bot.replay.errors import NoModel, NotKept
from bot.replay.past import WITH_CURRENT, Past
from bot.training import Workbench
from bot.training.evaluation_parsing import Typed, latest_messages


def reader(
    past: Past, workbench: Workbench, *, current: bool, report: Callable[[str], None]
) -> Callable[[Heard, RecordedTurn], Heard]:
    """Reads messages as the bot does; what it raises is a ReplayError or ParsingFailed."""

    def read_again(heard: Heard, turn: RecordedTurn) -> Heard:
        versions = past.versions() if current else turn.replies[0].turn.versions
        model = model_of(past.workspace, versions.get("model", ""), current=current)
        encoder = past.workspace.models / "encoder" / versions.get("encoder", "")
        (latest,) = latest_messages(
            [Typed(heard.message_id, heard.locale, heard.text)],
            model=model,
            encoder=encoder,
            workbench=workbench,
            report=report,
        )
        return replace(heard_in(heard.conversation_id, latest), page=heard.page)

    return read_again


def model_of(workspace: Workspace, name: str, *, current: bool) -> Path:
    """The archive of that name; raises NotKept or NoModel."""
    archive = workspace.models / name
    if name and archive.is_file():
        return archive
    if current:
        raise NoModel("There is no trained model. Run `primera train`.")
    raise NotKept(
        f"The model {name or '(none)'} is not kept any more. Without --read-again the record says "
        f"what it heard; {WITH_CURRENT}"
    )
