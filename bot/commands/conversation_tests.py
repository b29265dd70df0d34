"""`primera test`: the company's own conversation tests, without starting anything."""

from rich.console import Console

from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.publishing.gate.judging import CONVERSATIONS
from bot.publishing.gate.sides import readings_of
from bot.supervisor.app.steps import STEPS
from bot.training import Workbench, train
from bot.training.dialogue_player import play, typed_in
from bot.training.dialogues import read_dialogues
from bot.training.evaluation_parsing import latest_messages
from bot.training.evaluation_turns import offline_bot


def run_tests(workspace: Workspace, only: str, console: Console) -> bool:
    """Trains and builds what is out of date, then plays them; whether all went as written."""
    written = read_dialogues(workspace.root / CONVERSATIONS)
    asked = [w for w in written if only in w.dialogue.name and not w.dialogue.retired]
    if not asked:
        console.print(
            f"No conversation test in {workspace.root / CONVERSATIONS}; docs/publishing.md has one."
        )
        return True
    dialogues = [each.dialogue for each in asked]
    with console.status("tests …") as status:
        STEPS["check"](workspace.root, None, status.update)
        encoder = exported_encoder(workspace)
        STEPS["index"](workspace.root, encoder, lambda told: status.update(f"index: {told}"))
        typed = typed_in(dialogues)
        with Workbench(log=workspace.home / "logs" / "tests.log") as workbench:
            model = train(workspace, encoder=encoder, workbench=workbench, report=status.update)
            latest = latest_messages(
                typed, model=model, encoder=encoder, workbench=workbench, report=status.update
            )
        with offline_bot(workspace, encoder) as bot:
            failed = [play(each, bot, readings_of(typed, latest)) for each in dialogues]
    for each in filter(None, failed):
        console.print(f"✗ {each.dialogue}", style="red", markup=False, soft_wrap=True)
        where = f"message {each.turn}" if each.turn else "the ticket"
        console.print(f"  {where}: expected {each.expected}", markup=False, soft_wrap=True)
        console.print(f"  got {each.got}", markup=False, soft_wrap=True)
    console.print(f"{len(asked) - sum(map(bool, failed))} of {len(asked)} as they are written.")
    return not any(failed)
