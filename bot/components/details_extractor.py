"""DetailsExtractor: order numbers, addresses, amounts, dates, names and products as entities."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.alarms import is_lesson
from bot.components.details.detail import Detail
from bot.components.details.finder import Customs, details_in
from bot.components.details.lexicon import Lexicon
from bot.components.details.named_entities import KINDS_OF_LABELS, entities_in, own_pipelines
from bot.components.details.product_words import ProductWords, product_words
from bot.components.details.products import product_matcher, products_in
from bot.components.details.spelling import spelt_words

_FILE = "details.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DetailsExtractor(GraphComponent, EntityExtractorMixin):
    """Learns nothing by heart: patterns and word lists come from nlu_data, unchanged."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config."""
        return {
            "languages": ["en"],  # ISO 639-1; the first reads messages of unknown language
            "region": None,  # ISO 3166-1, for phone numbers without a country code
            "day_first": True,  # 3/4 is the 3rd of April
            "pipelines": {},  # language → spaCy pipeline (package or folder) for more details
            "entities": KINDS_OF_LABELS,  # label of its named entities → kind of detail
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DetailsExtractor:
        """Create the component; it knows no word yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DetailsExtractor:
        """Load the patterns and lists that `train` wrote."""
        extractor = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            extractor._learn(json.loads((folder / _FILE).read_text(encoding="utf-8")))
        return extractor

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._languages: list[str] = list(config["languages"])
        self._customs = Customs(config["region"], config["day_first"])
        self._kinds: dict[str, str] = dict(config["entities"])
        self._own_pipelines = own_pipelines(config["pipelines"], self._kinds, self._languages)
        self._model_storage = model_storage
        self._resource = resource
        self._learn({"patterns": {}, "lists": {}, "words": []})

    def train(self, training_data: TrainingData) -> Resource:
        """Take over the patterns, lists and words of the training data."""
        learned = _learned(training_data)
        self._learn(learned)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(learned, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the details of each message to its entities."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = (message.get("language") or {}).get("name", self._languages[0])
            entities = [_entity(detail, text) for detail in self._details(text, language)]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(entities), add_to_output=True)
        return messages

    def _learn(self, learned: dict[str, Any]) -> None:
        self._lexicon = Lexicon.of(learned["patterns"], learned["lists"], learned["words"])
        self._words: ProductWords = product_words(learned["lists"], learned["words"])
        self._matchers = {
            language: product_matcher(language, self._words) for language in self._languages
        }

    def _details(self, text: str, language: str) -> list[Detail]:
        known = language if language in self._matchers else self._languages[0]
        products = products_in(text, self._matchers[known], self._words)
        own = self._own_pipelines.get(known)
        entities = entities_in(text, own, self._kinds) if own else ()
        return details_in(text, self._lexicon, self._customs, products, entities)


def _learned(training_data: TrainingData) -> dict[str, Any]:
    patterns = defaultdict(list)
    for pattern in training_data.regex_features:
        if not is_lesson(pattern["name"]):
            patterns[pattern["name"]].append(pattern["pattern"])
    lists = defaultdict(list)
    for table in training_data.lookup_tables:
        if not is_lesson(table["name"]):
            lists[table["name"]].extend(table["elements"])
    texts = [example.get(TEXT) for example in training_data.intent_examples]
    return {"patterns": patterns, "lists": lists, "words": spelt_words(texts)}


def _entity(detail: Detail, text: str) -> dict[str, Any]:
    return {
        "entity": detail.kind,
        "start": detail.start,
        "end": detail.end,
        "value": detail.value,
        "raw": text[detail.start : detail.end],
        "confidence_entity": 1.0,
    }
