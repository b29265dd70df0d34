"""What the bot does with the first messages of a conversation, decided by its own actions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine

from actions.database import engine, migrate
from actions.turns.found import Findings
from actions.turns.heard import Heard, heard_in
from actions.turns.memory import Memory
from actions.turns.searching import look_up
from actions.turns.services import Services
from actions.turns.step import TICKET_FORM, Step, TurnAction, remembered
from actions.turns.ticket_form import ValidateTicketForm
from actions.turns.whole_turn import rules_of
from actions.workspace import Workspace
from kb_index import Suggestions

# A message as Rasa passes it to an action.
Latest = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """How a message was taken. Articles are named by their ids."""

    heard: Heard
    decision: str  # as in the turn's record; the form that begins when nothing was said
    answered: bool  # an article was shown as the answer
    shown: tuple[str, ...]  # the articles that were answered, then those that were suggested
    found: tuple[str, ...]  # what the search found, best first, whatever was shown
    confidence: float  # that the best of them is right


@dataclass(frozen=True, slots=True)
class Bot:
    """The actions with all they work with, and which of them each act leads to."""

    outside: Services
    by_act: Mapping[str, TurnAction]
    database: Engine

    def first_turn(self, latest: Latest) -> TurnTaken:
        """Decides a message as Rasa passes it to an action, without slots and without a form."""
        return self._turn(latest, Memory())[0]

    def second_turn(self, first: Latest, second: Latest) -> TurnTaken:
        """Decides a message after another one, with what that one left to be remembered."""
        _, memory = self._turn(first, Memory())
        return self._turn(second, memory)[0]

    def _turn(self, latest: Latest, earlier: Memory) -> tuple[TurnTaken, Memory]:
        in_form = earlier.requested_slot is not None
        heard = heard_in(latest["metadata"]["message_id"], latest)
        memory = remembered(earlier, heard, self.outside, in_form=in_form)
        found = look_up(heard, memory, self.outside)
        action = ValidateTicketForm() if in_form else self.by_act.get(heard.act)
        step = action.decided(heard, memory, self.outside) if action else Step(memory)
        return turn_of(heard, found, step), self._left_by(step, heard)

    def _left_by(self, step: Step, heard: Heard) -> Memory:
        """What is remembered after a step; the form begins in the same turn."""
        if step.followup != TICKET_FORM:
            return step.memory
        return ValidateTicketForm().decide(heard, step.memory, self.outside).memory


def turn_of(heard: Heard, found: Findings, step: Step) -> TurnTaken:
    """Sums up what a step shows of what was found."""
    messages = [reply.message for reply in step.replies]
    answers = [message.article.id for message in messages if message.article]
    shown = list(answers)
    if any(message.kind == "suggestions" for message in messages):
        suggestions = (one.articles for one in found.founds if isinstance(one, Suggestions))
        shown += [article.id for articles in suggestions for article in articles]
    said = step.replies[0].turn.decision if step.replies else None
    first = found.founds[0]
    return TurnTaken(
        heard=heard,
        decision=said or step.followup or "none",
        answered=bool(answers),
        shown=tuple(dict.fromkeys(shown)),
        found=_in_turn([[hit.article_id for hit in one.hits] for one in found.founds]),
        confidence=first.confidence,
    )


def _in_turn(found: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The best of each question, then the second of each …, none twice."""
    ranks = chain.from_iterable(zip_longest(*found))
    return tuple(dict.fromkeys(article for article in ranks if article is not None))


@contextmanager
def offline_bot(workspace: Workspace, encoder: Path) -> Iterator[Bot]:
    """The workspace's actions over its index and an empty database, which is thrown away."""
    with TemporaryDirectory(prefix="primera-evaluation-") as folder:
        url = f"sqlite:///{folder}/empty.db"
        migrate(url)
        settings = workspace.settings.model_copy(update={"database_url": url})
        outside = Services.load(replace(workspace, settings=settings), encoder)
        database = engine(url)
        try:
            yield Bot(outside, rules_of(workspace.nlu_data), database)
        finally:
            database.dispose()
