"""Contacts' words as pages show them: redacted, by what the model that serves has learned."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from actions.redaction import Redactor, learned_details
from actions.redaction.learned import NoModel
from actions.workspace import Workspace


def redactor_of(workspace: Workspace) -> Redactor | None:
    """None without a trained model: then nobody may see them."""
    try:
        return _redactor_of(workspace.root, workspace.settings.processes.model)
    except NoModel:
        return None


@cache  # the patterns of a model take half a second to load
def _redactor_of(root: Path, model: Path | None) -> Redactor:
    workspace = Workspace.load(root)
    processes = workspace.settings.processes.model_copy(update={"model": model})
    settings = workspace.settings.model_copy(update={"processes": processes})
    return Redactor(learned_details(replace(workspace, settings=settings)))
