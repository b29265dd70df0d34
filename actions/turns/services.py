"""Services: what the actions work with, made once when the action server starts."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from actions.answers import Controls, ControlsStore, Watched, may_show
from actions.conversations import ConversationStore
from actions.database import engine
from actions.tickets import Desk, TicketStore
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.speech import Speech
from actions.turns.texts import Texts
from actions.workspace import Workspace
from kb_index import Article, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Services:
    """The outside of a turn: knowledge, texts, teams and stores."""

    workspace: Workspace
    knowledge: KnowledgeBase
    controls: Callable[[], Controls]
    texts: Texts
    desk: Desk
    conversations: ConversationStore
    tickets: TicketStore

    @classmethod
    def load(cls, workspace: Workspace, encoder_directory: Path) -> "Services":
        """Everything a workspace's actions need; the index must have been built."""
        settings = workspace.settings
        database = engine(workspace.database_url)
        desk = Desk.load(workspace.desk_file)
        controls = Watched(ControlsStore(database))
        return cls(
            workspace=workspace,
            knowledge=KnowledgeBase.load(
                workspace.index_root,
                encoder_directory,
                may_show=may_show(desk, controls, lambda: datetime.now(UTC)),
            ),
            controls=controls,
            texts=Texts.load(
                workspace.domain_file, company=settings.company, languages=settings.languages
            ),
            desk=desk,
            conversations=ConversationStore(database),
            tickets=TicketStore(database, desk),
        )

    def speech(self, heard: Heard, memory: Memory) -> Speech:
        """How to reply to a message, in the conversation's language."""
        language = memory.language or self.workspace.settings.default_language
        return Speech(self.texts, language, heard, self.versions())

    def article_to_show(self, article_id: str, language: str) -> Article | None:
        """An article that a contact chose; None if it may not be shown, or answers are paused."""
        return None if self.controls().pause else self.knowledge.article(article_id, language)

    def versions(self) -> dict[str, str]:
        """What a turn was decided with, so that it can be decided again."""
        return {
            "model": os.environ.get("PRIMERA_MODEL", "").rpartition("/")[2],
            "index": self.knowledge.generation,
        }


@cache
def services() -> Services:
    """The services of this process, from its environment."""
    return Services.load(Workspace.load(), Path(os.environ["PRIMERA_ENCODER"]))
