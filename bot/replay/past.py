"""What a turn was decided with: the index, the switches and the day of then, or those of now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from actions.answers import Controls, ControlsStore
from actions.conversations import ConversationStore, RecordedTurn, Start, Visitor
from actions.handoffs import HandoffStore, People
from actions.texts import Texts
from actions.tickets import Desk, Fields, Links, Protocols, TicketStore
from actions.turns.people import NOBODY_THERE
from actions.turns.record import controls_from, visitor_from
from actions.turns.services import Services, utc_now, versions_of_files
from actions.workspace import Workspace
from bot.replay.copy import copy_of
from bot.replay.errors import NotKept
from kb_index import KnowledgeBase
from kb_index.errors import DamagedEncoder, DamagedGeneration
from kb_index.generations import KEPT, listed, manifest_of

WITH_CURRENT = "`primera replay … --with current` decides with what serves now."


@dataclass(frozen=True, slots=True)
class Past:
    """A workspace whose generations are loaded once each; nothing is written to its database."""

    workspace: Workspace
    database: Engine
    texts: Texts
    desk: Desk
    _loaded: dict[str, KnowledgeBase] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, workspace: Workspace, database: Engine) -> "Past":
        """The workspace with its files as they are now: older ones are not kept."""
        return cls(workspace, database, Texts.of(workspace), Desk.load(workspace.desk_file))

    @contextmanager
    def services(self, turn: RecordedTurn, start: Start, *, current: bool) -> Iterator[Services]:
        """What the actions worked with, over a copy of the conversation that is thrown away.

        `current`: with the index, the switches and the time of now. Raises NotKept.
        """
        generation = self.serving if current else turn.replies[0].turn.versions["index"]
        knowledge = self.knowledge(generation)
        controls = self.controls() if current else controls_from(start)
        at = utc_now() if current else start.at
        people = self.people() if current else people_from(turn)
        copied = copy_of(self.database, turn)
        try:
            yield Services(
                workspace=self.workspace,
                knowledge=knowledge,
                controls=lambda: controls,
                texts=self.texts,
                protocols=Protocols.load(self.workspace.protocols_file).protocols,
                fields=Fields.load(self.workspace.fields_file),
                desk=self.desk,
                conversations=ConversationStore(copied),
                tickets=TicketStore(copied, self.desk, Links.of(self.workspace)),
                people=lambda: people,
                now=lambda: at,
            ).held_still(self._visitor(turn, start, current=current))
        finally:
            copied.dispose()

    def _visitor(self, turn: RecordedTurn, start: Start, *, current: bool) -> Visitor | None:
        if not current:
            return visitor_from(start)
        return ConversationStore(self.database).visitor(turn.conversation_id, now=utc_now())

    def page(self, conversation_id: str) -> Mapping[str, Any] | None:
        """The page that the conversation was opened on."""
        conversation = ConversationStore(self.database).get(conversation_id)
        return (conversation.page or None) if conversation else None

    def today(self) -> date:
        """The day at the desk."""
        return self.desk.today(utc_now())

    def controls(self) -> Controls:
        """What is switched now."""
        return ControlsStore(self.database).current()

    def people(self) -> People:
        """Who is there to talk now."""
        return HandoffStore(self.database, self.desk, self.texts).people(now=utc_now())

    @property
    def serving(self) -> str:
        """The generation that serves; raises NotKept if none was built."""
        if released := self.workspace.settings.processes.index:
            return released
        for generation in listed(self.workspace.index_root):
            return generation
        raise NotKept("There is no index. Run `primera index` to build it.")

    def versions(self) -> dict[str, str]:
        """What a turn would be decided with now."""
        encoder = self.encoder(self.serving)
        return {
            "model": self._model.name,
            "index": self.serving,
            **versions_of_files(self.workspace, encoder),
        }

    @property
    def _model(self) -> Path:
        if released := self.workspace.settings.processes.model:
            return released
        archives = list(self.workspace.models.glob("*.tar.gz"))
        # The one in use is touched: see bot/training/train.py.
        return max(archives, key=lambda path: path.stat().st_mtime_ns, default=Path())

    def knowledge(self, generation: str) -> KnowledgeBase:
        """A generation, whichever serves; raises NotKept."""
        if generation not in self._loaded:
            encoder = self.encoder(generation)
            try:
                loaded = KnowledgeBase.of_generation(self.workspace.index_root, generation, encoder)
            except (DamagedEncoder, DamagedGeneration):
                raise _gone(generation) from None
            self._loaded[generation] = loaded
        return self._loaded[generation]

    def encoder(self, generation: str) -> Path:
        """The exported encoder whose vectors a generation holds; raises NotKept."""
        try:
            about = manifest_of(self.workspace.index_root / generation)
        except DamagedGeneration:
            raise _gone(generation) from None
        folder = self.workspace.models / "encoder" / about.encoder
        if not folder.is_dir():
            raise NotKept(f"The encoder {about.encoder} is not there any more. {WITH_CURRENT}")
        return folder


def people_from(turn: RecordedTurn) -> People:
    """Who was there to talk, as far as the turn was decided by it."""
    decided = [reply.turn for reply in turn.replies]
    wishes = [one.handoff for one in decided if one.handoff is not None]
    if wishes:
        return People({wish.team: wish.ahead for wish in wishes})
    return People({}, employed=any(one.decision in NOBODY_THERE for one in decided))


def _gone(generation: str) -> NotKept:
    return NotKept(
        f"The generation {generation or '(none)'} of the index is not kept any more: only the "
        f"newest {KEPT} are. {WITH_CURRENT}"
    )
