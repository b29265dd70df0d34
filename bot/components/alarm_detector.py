"""AlarmDetector: what goes before acts and topics: a protocol that a message calls for, anger."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import alarms, progress
from bot.components.alarms import (
    BACKGROUND,
    Alarm,
    Lesson,
    Signs,
    is_lesson,
    learn_alarm,
    lessons_in,
    marks_of_anger,
    protocol_in,
)
from bot.components.alarms.lessons import ANGRY, CALM, NEAR
from bot.components.encoder import encoder_folder, shared_encoder
from bot.components.reading import Glossary, Reader, counted_words, spoken_in
from bot.components.remembered_vectors import VARIABLE, vectors_of
from bot.components.understanding.ngrams import Ngrams

ALARMS = "alarms"

_FILE = "alarms.json"
_PROTOCOLS, _MOOD = "protocols", "mood"
# Messages of these acts may well be angry.
_DISPLEASED = ("complain", "abuse")
_MOST_SIGNS = 3  # of one kind; more say no more
# A name, an address or "never mind" is like nothing that was taught, so it may look like anything:
# so few words raise an alarm only by a sign.
_FEWEST_WORDS = 4


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class AlarmDetector(GraphComponent):
    """Learns from the lookups `protocol_…`, `near_protocol`, `angry`, `calm` and the regexes
    `sign_…` of nlu_data; sets `alarms` {protocol, protocol_confidence, anger}.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config."""
        return {"glossaries": []}  # as MessageReader's

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Rasa's cache looks at this class alone; what it learns with is in a package."""
        files = sorted(Path(alarms.__file__).parent.glob("*.py"))
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AlarmDetector:
        """Create the component; it knows no alarm yet."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AlarmDetector:
        """Load what `train` wrote."""
        detector = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            detector._take_over(json.loads((folder / _FILE).read_text(encoding="utf-8")))
            detector._ngrams = alarms.load_ngrams(folder)
            detector._protocols = alarms.load(folder, _PROTOCOLS)
            detector._mood = alarms.load(folder, _MOOD)
        return detector

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._glossaries = {name: Glossary.of(name) for name in config["glossaries"]}
        self._model_storage = model_storage
        self._resource = resource
        self._ngrams = Ngrams(())
        self._protocols: Alarm | None = None
        self._mood: Alarm | None = None
        self._take_over({})

    def train(self, training_data: TrainingData) -> Resource:
        """Learn each alarm that there are examples of."""
        progress.tell("learning alarms")
        lessons = lessons_in(
            [table for table in training_data.lookup_tables if is_lesson(table["name"])],
            training_data.regex_features,
        )
        signs = {**lessons.protocols.signs, **lessons.mood.signs}
        self._take_over(signs)
        ordinary = [each for each in training_data.intent_examples if each.get(TEXT)]
        calm = [each for each in ordinary if each.get(INTENT) not in _DISPLEASED]
        vectors = self._vectors(lessons.texts, ordinary)
        self._ngrams = Ngrams.learn(list(vectors), once=False)
        self._protocols = self._learned(lessons.protocols, ordinary, vectors, self._kinds_signed)
        self._mood = self._learned(lessons.mood, calm, vectors, self._anger_marked)
        with self._model_storage.write_to(self._resource) as folder:
            alarms.save_ngrams(self._ngrams, folder)
            for name, alarm in ((_PROTOCOLS, self._protocols), (_MOOD, self._mood)):
                if alarm is not None:
                    alarms.save(alarm, folder, name)
            (folder / _FILE).write_text(json.dumps(signs, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples of acts and topics raise no alarm."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the alarms of each message, from the vector that it has already."""
        for message in messages:
            if text := message.get(TEXT):
                message.set(ALARMS, self._raised_by(text, _vector(message)), add_to_output=True)
        return messages

    def _raised_by(self, text: str, vector: np.ndarray) -> dict[str, Any]:
        signs = self._signs.counted(text)
        told: dict[str, Any] = {"protocol": "", "protocol_confidence": 0.0, "anger": 0.0}
        if not signs and len(text.split()) < _FEWEST_WORDS:
            return told
        grams = self._ngrams.weights(text)
        if self._protocols is not None:
            chances = self._protocols.chances(vector, grams, self._kinds_signed(text, signs))
            found = protocol_in(chances, signs)
            told |= {"protocol": found.name, "protocol_confidence": found.confidence}
        if self._mood is not None:
            marks = self._anger_marked(text, signs)
            told["anger"] = self._mood.chances(vector, grams, marks)[ANGRY]
        return told

    def _kinds_signed(self, text: str, signs: Mapping[str, int]) -> list[float]:
        return [float(min(signs.get(kind, 0), _MOST_SIGNS)) for kind in self._kinds]

    def _anger_marked(self, text: str, signs: Mapping[str, int]) -> list[float]:
        return marks_of_anger(text, signs.get(ANGRY, 0))

    def _learned(
        self,
        lesson: Lesson,
        ordinary: Sequence[Message],
        vectors: Mapping[str, np.ndarray],
        marks: Callable[[str, Mapping[str, int]], list[float]],
    ) -> Alarm | None:
        """What tells the examples of a lesson from ordinary messages; None without examples."""
        told = [(text, label) for label, texts in lesson.examples.items() for text in texts]
        task = [*told, *((each.get(TEXT), BACKGROUND) for each in ordinary)]
        if len({label for _, label in task}) < 2 or not told:
            return None
        return learn_alarm(
            [label for _, label in task],
            np.stack([vectors[text] for text, _ in task]),
            self._ngrams.features([text for text, _ in task]),
            [marks(text, self._signs.counted(text)) for text, _ in task],
            given={label: label not in (NEAR, CALM) for label in lesson.examples},
        )

    def _vectors(self, told: Sequence[str], ordinary: Sequence[Message]) -> dict[str, np.ndarray]:
        """The vectors that ordinary messages have already, and those of what is told of alarms,
        read and encoded as the components before would.
        """
        known = {each.get(TEXT): _vector(each) for each in ordinary}
        encoder = shared_encoder(encoder_folder())
        reader = Reader.of(
            counted_words([each.get(TEXT) for each in ordinary]),
            glossaries=spoken_in(list(known), self._glossaries.values()),
            vocabulary=encoder.words,
        )
        file = os.environ.get(VARIABLE)
        unique = [text for text in dict.fromkeys(told) if text not in known]
        vectors = vectors_of(
            [reader.read(text).meaning for text in unique],
            functools.partial(encoder.encode_many, marks=False),
            encoder=encoder.hash,
            file=Path(file).with_name("alarm_vectors.npz") if file else None,
        )
        return known | dict(zip(unique, vectors, strict=True))

    def _take_over(self, signs: Mapping[str, Sequence[str]]) -> None:
        self._signs = Signs.of(signs)
        self._kinds = sorted(set(signs) - {ANGRY})


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features[0]
