"""Services: what the actions work with, made once when the action server starts."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from actions.answers import Controls, ControlsStore, Watched, may_show
from actions.conversations import ConversationStore, Visitor
from actions.database import engine
from actions.tickets import Desk, TicketStore
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.speech import Speech
from actions.turns.texts import Texts
from actions.workspace import Workspace
from kb_index import Article, KnowledgeBase
from kb_index.hashing import short_hash

# What decides what is said, besides models and index: its source is a part of the versions.
CODE = Path(__file__).resolve().parent


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


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
    files: Mapping[str, str] = field(default_factory=dict)  # versions of what was loaded once
    now: Callable[[], datetime] = utc_now
    visitor: Visitor | None = None  # in one turn: whom the site vouches for

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
                may_show=may_show(desk, controls, utc_now),
            ),
            controls=controls,
            texts=Texts.load(
                workspace.domain_file, company=settings.company, languages=settings.languages
            ),
            desk=desk,
            conversations=ConversationStore(database),
            tickets=TicketStore(database, desk),
            files=versions_of_files(workspace, encoder_directory),
        )

    def held_still(self, visitor: Visitor | None) -> "Services":
        """The same for one turn: one generation, one state of the switches, one time.

        `visitor`: whom the site vouches for when the turn begins.
        """
        controls, now = self.controls(), self.now()
        shown = may_show(self.desk, lambda: controls, lambda: now)
        return replace(
            self,
            knowledge=self.knowledge.held_still(shown),
            controls=lambda: controls,
            now=lambda: now,
            visitor=visitor,
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
            **self.files,
        }


def versions_of_files(workspace: Workspace, encoder_directory: Path) -> dict[str, str]:
    """The encoder's hash, and those of the fixed texts, the desk file and the actions' code."""
    code = sorted(CODE.glob("*.py"))
    return {
        "encoder": encoder_directory.name,
        "texts": short_hash([workspace.domain_file.read_text("utf-8")]),
        "desk": short_hash([workspace.desk_file.read_text("utf-8")]),
        "code": short_hash(file.read_text("utf-8") for file in code),
    }


@cache
def services() -> Services:
    """The services of this process, from its environment."""
    return Services.load(Workspace.load(), Path(os.environ["PRIMERA_ENCODER"]))
