"""The bot's side: readings by the trained model, and the real actions over a database."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from actions.database import migrate
from actions.tickets import Ticket
from actions.turns.found import Found
from actions.turns.heard import heard_in
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.whole_turn import Rules, rules_of, whole_turn
from actions.workspace import Workspace
from bot.commands.prepare import exported_encoder
from bot.supervisor.app.steps import STEPS
from bot.training import Workbench, train
from bot.training.evaluation_parsing import Typed, latest_messages
from kb_index import KnowledgeBase
from tests.metamorphic.phrasings import Pool
from tests.small_company import pressed

Latest = Mapping[str, Any]
# Presses one of the values that a question offers, whichever they are.
FIRST, LAST = "first", "last"
# All dialogues are held in this moment, so that the same times are offered for a call.
NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)
Read = Callable[
    [Sequence[tuple[str, str]]], list[Latest]
]  # (language, text) → as an action gets it


@dataclass
class Conversation:
    """What is remembered of one; between messages it is what Rasa would have stored."""

    outside: Services
    rules: Rules
    locale: str
    id: str = ""
    slots: str = "{}"
    in_form: bool = False
    said: list[str] = field(default_factory=list)  # the decisions behind the last replies
    buttons: list[str] = field(default_factory=list)  # the payloads below the last of them
    texts: list[str] = field(default_factory=list)  # the last replies as the contact reads them

    def __post_init__(self) -> None:
        opened = self.outside.conversations.create(locale=self.locale, site="demo", now=NOW)
        self.id = opened.id

    def hears(self, latest: Latest, number: int) -> str | None:
        """Takes a message; the field asked for now."""
        known = {"message_id": f"msg_{number}", "locale": self.locale}
        heard = heard_in(self.id, {**latest, "metadata": {**latest.get("metadata", {}), **known}})
        earlier = Memory.from_slots(json.loads(self.slots))
        outside = self.outside.held_still(None)
        step = whole_turn(heard, earlier, outside, in_form=self.in_form, rules=self.rules)
        self.slots = json.dumps(asdict(step.memory))
        self.in_form = step.memory.requested_slot is not None
        self.said = [reply.turn.decision for reply in step.replies]
        self.texts = [reply.message.text for reply in step.replies]
        pressable = (reply.message.buttons for reply in reversed(step.replies))
        self.buttons = [each.payload for each in next(pressable, [])]
        return step.memory.requested_slot

    @property
    def tickets(self) -> list[Ticket]:
        return self.outside.tickets.for_conversation(self.id)


class Remembering:
    """The articles; each text is searched once, for thousands of dialogues ask the same."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._found: dict[str, Found] = {}

    def held_still(self, _shown: object) -> "Remembering":
        """Nothing is switched while the dialogues are held."""
        return self

    def answer(self, text: str, **understood: Any) -> Found:
        """What the articles have."""
        key = json.dumps([text, understood], sort_keys=True)
        if key not in self._found:
            self._found[key] = self._knowledge.answer(text, **understood)
        return self._found[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._knowledge, name)


class Reader:
    """Reads messages in the process of Rasa; each text once."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: dict[tuple[str, str], Latest] = {}

    def read(self, written: Sequence[tuple[str, str]]) -> list[Latest]:
        """(language of the page, text) → as an action gets it."""
        new = [each for each in dict.fromkeys(written) if each not in self._known]
        self._known |= zip(new, self._read(new), strict=True) if new else {}
        return [self._known[each] for each in written]


def with_sure(
    pools: Mapping[str, Pool], outside: Services, rules: Rules, reader: Reader
) -> dict[str, Pool]:
    """The pools, and as `sure` those of their questions that are answered when nothing is asked."""
    return {
        language: {
            **pool,
            "sure": [
                text
                for text in pool["questions"]
                if _said_to(text, language, outside, rules, reader) == ["answer"]
            ],
        }
        for language, pool in pools.items()
    }


def _said_to(
    text: str, language: str, outside: Services, rules: Rules, reader: Reader
) -> list[str]:
    conversation = Conversation(outside, rules, language)
    conversation.hears(reader.read([(language, text)])[0], 0)
    return conversation.said


def offered(payloads: Sequence[str], wanted: str) -> str:
    """The payload itself; for `first` and `last` that of such a value offered for a field."""
    values = [payload for payload in payloads if payload.startswith("/fill")]
    places = {FIRST: 0, LAST: -1}
    return values[places[wanted]] if wanted in places and values else wanted


def button(payload: str) -> Latest:
    """A pressed button, as an action gets it."""
    return {**pressed(payload), "metadata": {"text": payload}}


@contextmanager
def trained_bot(folder: Path) -> Iterator[tuple[Services, Rules, Reader]]:
    """The demo company's bot, trained and indexed if need be; its database is in the folder."""
    workspace = Workspace.load(environment={"PRIMERA_HOME": str(folder)})
    encoder = exported_encoder(workspace)
    STEPS["index"](workspace.root, encoder, lambda told: None)
    migrate(workspace.database_url)
    with Workbench(log=folder / "reading.log") as workbench:
        model = train(workspace, encoder=encoder, workbench=workbench, report=lambda told: None)

        def read(written: Sequence[tuple[str, str]]) -> list[Latest]:
            typed = [Typed("", locale, text) for locale, text in written]
            return latest_messages(
                typed,
                model=model,
                encoder=encoder,
                workbench=workbench,
                report=lambda told: None,
            )

        outside = Services.load(workspace, encoder)
        remembering: Any = Remembering(outside.knowledge)
        still = replace(outside, knowledge=remembering, now=lambda: NOW)
        yield still, rules_of(workspace.nlu_data), Reader(read)
