"""MessageReader: typos mended, and other languages glossed, before a message is encoded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import reading
from bot.components.clause_splitter import CLAUSES
from bot.components.encoder import encoder_folder, shared_encoder
from bot.components.reading import Glossary, Reader, Reading, counted_words, spoken_in

_PROPERTY = "reading"
_CLAUSES = "clause_readings"
_FILE = "words.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageReader(GraphComponent):
    """Learns which words the examples use; sets `reading` for the components behind it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config."""
        return {"glossaries": []}  # languages that the encoder does not know (ISO 639-1)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa's cache looks at this class alone; how it reads is in the files of a package."""
        files = sorted(path for path in Path(reading.__file__).parent.rglob("*") if path.is_file())
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Create the component; it has learned no word yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageReader:
        """Load the words that `train` wrote."""
        reader = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            reader._learn(**json.loads((folder / _FILE).read_text(encoding="utf-8")))
        return reader

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._glossaries = {name: Glossary.of(name) for name in config["glossaries"]}
        self._vocabulary = shared_encoder(encoder_folder()).words
        self._model_storage = model_storage
        self._resource = resource
        self._learn(counts={}, languages=[])

    def train(self, training_data: TrainingData) -> Resource:
        """Count the words of the examples, and see which languages they are in."""
        messages = training_data.intent_examples
        texts = [message.get(TEXT) for message in messages if message.get(TEXT)]
        spoken = spoken_in(texts, self._glossaries.values())
        learned = {
            "counts": counted_words(texts),
            "languages": [glossary.language for glossary in spoken],
        }
        self._learn(**learned)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _FILE).write_text(json.dumps(learned, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Read each example as a message would be."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set how each message and each of its clauses is read."""
        for message in messages:
            if message.get(TEXT):
                message.set(_PROPERTY, self._read(message.get(TEXT)))
            clauses = {text: self._read(text) for text in _clauses_of(message)}
            message.set(_CLAUSES, clauses)
        return messages

    def _read(self, text: str) -> dict[str, str]:
        read = self._reader.read(text)
        return {"meaning": read.meaning, "letters": read.letters}

    def _learn(self, counts: dict[str, int], languages: list[str]) -> None:
        self._reader = Reader.of(
            counts,
            glossaries=[self._glossaries[language] for language in languages],
            vocabulary=self._vocabulary,
        )


def reading_of(message: Message) -> Reading:
    """How a message was read; as it is written, in a pipeline without a reader."""
    text = message.get(TEXT)
    read = message.get(_PROPERTY) or {"meaning": text, "letters": text}
    return Reading(**read)


def readings_of_clauses(message: Message) -> dict[str, Reading]:
    """How each clause was read, by its text."""
    read = message.get(_CLAUSES)
    if read is None:
        return {text: Reading(text, text) for text in _clauses_of(message)}
    return {text: Reading(**each) for text, each in read.items()}


def _clauses_of(message: Message) -> list[str]:
    cuts = message.get(CLAUSES, {}).get("cuts", ())
    return list(dict.fromkeys(clause["text"] for halves in cuts for clause in halves))
