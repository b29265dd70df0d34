"""Services: what the actions work with, made once when the action server starts."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from actions.answers import Controls, ControlsStore, Watched, may_show
from actions.codes import CodeStore
from actions.company_file import FORMAT
from actions.conversations import ConversationStore, Visitor
from actions.database import engine
from actions.handoffs import NOBODY, HandoffStore, People
from actions.links import SignedLinks
from actions.mail import letters_of
from actions.progress.progress import Letters, no_letters
from actions.texts import Texts
from actions.tickets import Desk, Fields, Links, Protocol, Protocols, TicketStore
from actions.turns.heard import Heard
from actions.turns.memory import Memory
from actions.turns.metrics import DATABASE_WAITS
from actions.turns.speech import Speech
from actions.workspace import Workspace
from kb_index import Article, KnowledgeBase
from kb_index.hashing import short_hash

# What decides what is said, besides models and index: its source is a part of the versions.
CODE = Path(__file__).resolve().parent


# Of a company that asks nothing of its own.
NO_FIELDS = Fields(format=FORMAT)


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
    links: SignedLinks | None = None  # without them help desks get names and no files
    people: Callable[[], People] = lambda: NOBODY  # who is there to talk
    protocols: Mapping[str, Protocol] = field(default_factory=dict)  # by the kind of case
    fields: Fields = NO_FIELDS  # what the ticket form asks of the company's own
    files: Mapping[str, str] = field(default_factory=dict)  # versions of what was loaded once
    now: Callable[[], datetime] = utc_now
    letters: Letters = no_letters  # to contacts who gave an e-mail, if there is a mail server
    codes: CodeStore | None = None  # if there is a mail server to send them by
    visitor: Visitor | None = None  # in one turn: whom the site vouches for

    @classmethod
    def load(cls, workspace: Workspace, encoder_directory: Path) -> "Services":
        """Everything a workspace's actions need; the index must have been built."""
        database = engine(workspace.database_url, waited=DATABASE_WAITS.observe)
        desk = Desk.load(workspace.desk_file)
        controls = Watched(ControlsStore(database))
        texts = Texts.of(workspace)
        handoffs = HandoffStore.of(workspace, database, desk, texts)
        return cls(
            workspace=workspace,
            knowledge=KnowledgeBase.load(
                workspace.index_root,
                encoder_directory,
                may_show=may_show(desk, controls, utc_now),
                generation=workspace.settings.processes.index,
            ),
            controls=controls,
            texts=texts,
            desk=desk,
            conversations=ConversationStore(database),
            tickets=TicketStore(database, desk, Links.of(workspace)),
            people=lambda: handoffs.people(now=utc_now()),
            links=SignedLinks.of(workspace),
            codes=codes_of(workspace, database),
            protocols=Protocols.load(workspace.protocols_file).protocols,
            letters=letters_of(workspace),
            fields=Fields.load(workspace.fields_file),
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


def codes_of(workspace: Workspace, database: Engine) -> CodeStore | None:
    """The workspace's one-time codes; None if no mail server is set."""
    if workspace.settings.mail is None:
        return None
    return CodeStore(database, key=workspace.secret("status_codes"))


def versions_of_files(workspace: Workspace, encoder_directory: Path) -> dict[str, str]:
    """The encoder's hash, and those of the fixed texts, the desk file with its fields, and the
    actions' code.
    """
    code = sorted(CODE.glob("*.py"))
    desk = (workspace.desk_file, workspace.fields_file)
    return {
        "encoder": encoder_directory.name,
        "texts": short_hash([workspace.domain_file.read_text("utf-8")]),
        "desk": short_hash(file.read_text("utf-8") for file in desk if file.exists()),
        "code": short_hash(file.read_text("utf-8") for file in code),
    }


@cache
def services() -> Services:
    """The services of this process, from its environment."""
    return Services.load(Workspace.load(), Path(os.environ["PRIMERA_ENCODER"]))
