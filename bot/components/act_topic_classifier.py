"""ActTopicClassifier: what a message wants (act), what about (topic), and whether it is for us."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_RANKING_KEY,
    INTENT_RESPONSE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import understanding
from bot.components.clause_splitter import CLAUSES
from bot.components.encoder import encoder_folder, shared_encoder
from bot.components.message_reader import reading_of, readings_of_clauses
from bot.components.sentence_featurizer import CLAUSE_VECTORS
from bot.components.understanding import Example, Understanding, Understood
from bot.components.understanding.normalisation import normalised

_ENCODER_FILE = "encoder.json"
_EXAMPLES_FILE = "examples.json"
_WORD = re.compile(r"\w+")
_LISTED = 5  # topics in the output; the others' chances are small


class EncoderChanged(RuntimeError):
    """The model learned from vectors of another encoder than the one that serves."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActTopicClassifier(IntentClassifier, GraphComponent):
    """Learns from intents `act` and `act/topic`; sets `intent`, `intent_ranking`, `act_topic`."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence vectors come from a featurizer before it."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Nothing to set: strengths and weights come from cross-validation."""
        return {}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa's cache looks at this class alone; the learning is in the files of a package."""
        sources = sorted(Path(understanding.__file__).parent.glob("*.py"))
        return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActTopicClassifier:
        """Create the component untrained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActTopicClassifier:
        """Load what `train` wrote."""
        with model_storage.read_from(resource) as folder:
            encoder = json.loads((folder / _ENCODER_FILE).read_text(encoding="utf-8"))
            examples = json.loads((folder / _EXAMPLES_FILE).read_text(encoding="utf-8"))
            learned = understanding.load(folder)
            return cls(model_storage, resource, learned, encoder["hash"], examples)

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        learned: Understanding | None = None,
        encoder: str = "",
        examples: Mapping[str, str] | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._learned = learned
        self._encoder = encoder
        self._examples = examples or {}

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have a text and an intent."""
        messages = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._learned = understanding.learn(
            [_example(message) for message in messages],
            np.vstack([_vector(message)[0] for message in messages]),
            encode=functools.partial(shared_encoder(encoder_folder()).encode, marks=False),
        )
        self._encoder = _vector(messages[0])[1]
        self._examples = _acts_of(messages)
        with self._model_storage.write_to(self._resource) as folder:
            understanding.save(self._learned, folder)
            (folder / _ENCODER_FILE).write_text(
                json.dumps({"hash": self._encoder}), encoding="utf-8"
            )
            (folder / _EXAMPLES_FILE).write_text(
                json.dumps(self._examples, ensure_ascii=False), encoding="utf-8"
            )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set act, topic and scope of each message; an empty one stays without."""
        for message in messages:
            if message.get(TEXT) and self._learned:
                act = self._examples.get(_plain(message.get(TEXT)))
                understood = self._understood(message)
                understood = understood.known_to_be(act) if act else understood
                _tell(message, understood, verbatim=act is not None)
                self._read_clauses(message)
        return messages

    def _read_clauses(self, message: Message) -> None:
        """Add to each clause what it would be understood as if it were the whole message."""
        vectors = message.get(CLAUSE_VECTORS) or {}
        readings = {
            text: _reading(self._learned.understand([read.letters], vectors[text][None, :])[0])
            for text, read in readings_of_clauses(message).items()
        }
        for halves in message.get(CLAUSES, {}).get("cuts", ()):
            for clause in halves:
                clause.update(readings[clause["text"]])

    def _understood(self, message: Message) -> Understood:
        vector, encoder = _vector(message)
        if encoder != self._encoder:
            raise EncoderChanged(
                f"The model was trained with encoder {self._encoder}, {encoder} is serving: "
                "train again, or set PRIMERA_ENCODER to the one it was trained with."
            )
        return self._learned.understand([reading_of(message).letters], vector)[0]


def _example(message: Message) -> Example:
    act, _, topic = (message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)).partition("/")
    return Example(reading_of(message).letters, act, topic)


def _acts_of(messages: Sequence[Message]) -> dict[str, str]:
    """The act of each example, word for word; "" where people have given it two."""
    acts: dict[str, str] = {}
    for message in messages:
        plain, act = _plain(message.get(TEXT)), _example(message).act
        acts[plain] = act if acts.get(plain, act) == act else ""
    return dict(sorted(acts.items()))


def _vector(message: Message) -> tuple[np.ndarray, str]:
    """The sentence vector (1 x dimensions) and the hash of its encoder."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features, sentence.origin


def _plain(text: str) -> str:
    """A text as it is compared with the examples: "¡Vale!" is "vale"."""
    return " ".join(_WORD.findall(normalised(text)))


def _tell(message: Message, understood: Understood, *, verbatim: bool) -> None:
    ranking = [
        {"name": act, "confidence": confidence} for act, confidence in understood.acts.items()
    ]
    message.set(INTENT, {**ranking[0], "topic": understood.topic}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    act_topic = {
        **_reading(understood),
        "verbatim": verbatim,  # an example word for word: "no" is, the name "Noa" is not
        "topic": understood.topic,
        "topic_confidence": understood.topic_confidence,
        "confidence": understood.confidence,
        "near_tie": understood.is_near_tie,
    }
    message.set("act_topic", act_topic, add_to_output=True)


def _reading(understood: Understood) -> dict[str, Any]:
    return {
        "act": understood.act,
        "act_confidence": understood.act_confidence,
        "topics": dict(list(understood.topics.items())[:_LISTED]),
        "out_of_scope": understood.out_of_scope,
    }
