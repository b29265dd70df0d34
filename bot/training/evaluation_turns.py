"""What the bot does with the first message of a conversation, decided by its own actions."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from actions.database import migrate
from actions.turns.answer import look_up
from actions.turns.heard import Heard, heard_in
from actions.turns.memory import Memory
from actions.turns.services import Services
from actions.turns.step import Step, TurnAction, remembered
from actions.workspace import Workspace
from kb_index import Answer, NoAnswer, Suggestions


@dataclass(frozen=True, slots=True)
class FirstTurn:
    """How a first message was taken. Articles are named by their ids."""

    heard: Heard
    decision: str  # as in the turn's record; the form that begins when nothing was said
    answered: bool  # an article was shown as the answer
    shown: tuple[str, ...]  # that article, or those that were suggested
    found: tuple[str, ...]  # what the search found, best first, whatever was shown
    confidence: float  # that the best of them is right


@dataclass(frozen=True, slots=True)
class Bot:
    """The actions with all they work with, and which of them each act leads to."""

    outside: Services
    by_act: Mapping[str, TurnAction]

    def first_turn(self, latest_message: Mapping[str, Any]) -> FirstTurn:
        """Decides a message as Rasa passes it to an action, without slots and without a form."""
        metadata = latest_message["metadata"]
        tracker = Tracker.from_dict(
            {"sender_id": metadata["message_id"], "latest_message": latest_message}
        )
        heard = heard_in(tracker.sender_id, latest_message)
        memory = remembered(Memory(), heard, tracker, self.outside)
        found = look_up(heard, memory, self.outside)
        action = self.by_act.get(heard.act)
        step = action.decide(heard, memory, self.outside) if action else Step(memory)
        return turn_of(heard, found, step)


def turn_of(heard: Heard, found: Answer | Suggestions | NoAnswer, step: Step) -> FirstTurn:
    """Sums up what a step shows of what was found."""
    said = step.replies[0] if step.replies else None
    answer = said.message.article if said else None
    shown: tuple[str, ...] = (answer.id,) if answer else ()
    if said and said.message.kind == "suggestions" and isinstance(found, Suggestions):
        shown = tuple(article.id for article in found.articles)
    return FirstTurn(
        heard=heard,
        decision=said.turn.decision if said else step.followup or "none",
        answered=answer is not None,
        shown=shown,
        found=tuple(hit.article_id for hit in found.hits),
        confidence=found.confidence,
    )


@contextmanager
def offline_bot(workspace: Workspace, encoder: Path) -> Iterator[Bot]:
    """The workspace's actions over its index and an empty database, which is thrown away."""
    with TemporaryDirectory(prefix="primera-evaluation-") as folder:
        url = f"sqlite:///{folder}/empty.db"
        migrate(url)
        settings = workspace.settings.model_copy(update={"database_url": url})
        outside = Services.load(replace(workspace, settings=settings), encoder)
        yield Bot(outside, actions_by_act(workspace.nlu_data))


def actions_by_act(nlu_data: Path) -> dict[str, TurnAction]:
    """Act → the action of its rule, as the action server would find it."""
    executor = ActionExecutor()
    executor.register_package("actions.turns")
    actions = {
        name: run.__self__
        for name, run in executor.actions.items()
        if isinstance(getattr(run, "__self__", None), TurnAction)
    }
    return {act: actions[name] for act, name in _rules(nlu_data) if name in actions}


def _rules(nlu_data: Path) -> Iterator[tuple[str, str]]:
    """Act and action of every rule that needs nothing but the act."""
    for file in sorted(nlu_data.rglob("*.yml")):
        content = YAML(typ="safe").load(file.read_text("utf-8"))
        for rule in content.get("rules") or ():
            steps = rule["steps"]
            if "condition" not in rule and len(steps) == 2 and "intent" in steps[0]:
                yield steps[0]["intent"], steps[1].get("action", "")
