"""ClauseSplitter: marks where a message may hold two questions, or leans on the one before."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import clauses
from bot.components.clauses import ClauseWords

CLAUSES = "clauses"

_LISTS = (
    clauses.OPENERS,
    clauses.ASKING_WORDS,
    clauses.ASKING_STARTS,
    clauses.LEANING_STARTS,
    clauses.LEANING_ENDS,
    clauses.POINTING_WORDS,
    clauses.BARE_WORDS,
)
_FILE = "clauses.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ClauseSplitter(GraphComponent):
    """Sets `clauses` {asks, leans, cuts}; the classifier puts its reading of each clause there.

    Learns nothing by heart: the words come from the lists of nlu_data, unchanged.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set."""
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseSplitter:
        """Create the component; it knows no word yet."""
        return cls(model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClauseSplitter:
        """Load the lists that `train` wrote."""
        with model_storage.read_from(resource) as folder:
            lists = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, lists)

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, lists: dict[str, list[str]]
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._words = ClauseWords.of(lists)

    def train(self, training_data: TrainingData) -> Resource:
        """Take over the lists of the training data."""
        lists = defaultdict(list)
        for table in training_data.lookup_tables:
            if table["name"] in _LISTS:
                lists[table["name"]].extend(table["elements"])
        self._words = ClauseWords.of(lists)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(lists, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Mark each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            cuts = [
                [self._marked(half, cut.in_sentence) for half in (cut.left, cut.right)]
                for cut in self._words.cuts(text)
            ]
            asks, leans = self._words.asks(text), self._words.leans(text)
            marked = {"asks": asks, "leans": leans, "cuts": cuts}
            message.set(CLAUSES, marked, add_to_output=True)
        return messages

    def _marked(self, clause: str, in_sentence: bool) -> dict[str, Any]:
        return {
            "text": clause,
            "asks": self._words.asks(clause, in_sentence=in_sentence),
            "leans": self._words.leans(clause),
        }
