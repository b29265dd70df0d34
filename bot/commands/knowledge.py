"""The knowledge base as it serves: the newest generation, and what may be shown of it today."""

from datetime import UTC, datetime

from actions.answers import Watched, may_show
from actions.tickets import Desk
from actions.workspace import Workspace
from bot.commands.controls import controls_store
from bot.commands.prepare import exported_encoder
from kb_index import KnowledgeBase


def serving_knowledge(workspace: Workspace) -> KnowledgeBase:
    """Raises what KnowledgeBase.load does; withdrawn articles are not shown."""
    shown = may_show(
        Desk.load(workspace.desk_file),
        Watched(controls_store(workspace)),
        lambda: datetime.now(UTC),
    )
    return KnowledgeBase.load(workspace.index_root, exported_encoder(workspace), may_show=shown)
