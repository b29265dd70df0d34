"""`primera index`, `train`, `migrate`, `check`: single steps of the preparation."""

from pathlib import Path

from rich.console import Console

from actions.workspace import Workspace
from bot.supervisor.app.steps import STEPS


def exported_encoder(workspace: Workspace) -> Path:
    """The folder of the workspace's encoder, exported first where it is not there."""
    return Path(STEPS["encoder"](workspace.root, None, lambda detail: None).result)


def step(name: str, workspace: Workspace, console: Console) -> None:
    """Runs a step and says what came of it; mistakes in the data are told before they train."""
    if name == "model":
        STEPS["check"](workspace.root, None, lambda detail: None)
    encoder = exported_encoder(workspace) if name in ("index", "model") else None
    with console.status(f"{name} …") as status:
        outcome = STEPS[name](
            workspace.root, encoder, lambda detail: status.update(f"{name}: {detail}")
        )
    facts = outcome.result if isinstance(outcome.result, dict) else {}
    for remark in facts.get("remarks", ()):
        console.print(remark, soft_wrap=True, markup=False, highlight=False)
    made = facts.get("generation") or (outcome.result if name == "model" else "done")
    console.print(f"{name}: {made}{' (unchanged)' if outcome.unchanged else ''}")
