"""SentenceFeaturizer: one dense vector per message."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.encoder import encoder_folder, shared_encoder
from bot.components.message_reader import reading_of, readings_of_clauses
from bot.components.remembered_vectors import VARIABLE, vectors_of

CLAUSE_VECTORS = "clause_vectors"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Encodes each message by itself, so that its vector depends on nothing else."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config."""
        return {
            **DenseFeaturizer.get_default_config(),
            "directory": None,  # an exported encoder; without it $PRIMERA_ENCODER
        }

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """The encoder's folder is checked when it is loaded."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Another encoder makes other vectors: Rasa must not take them from its cache."""
        return shared_encoder(encoder_folder(config.get("directory"))).hash

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Create the component; it learns nothing."""
        return cls(config, execution_context.node_name)

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._encoder = shared_encoder(encoder_folder(config.get("directory")))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector of each message's text, and those of its clauses by their text."""
        for message in messages:
            if message.get(TEXT):
                self._add(self._encoded(reading_of(message).meaning), message)
            clauses = readings_of_clauses(message)
            vectors = {text: self._encoded(read.meaning) for text, read in clauses.items()}
            message.set(CLAUSE_VECTORS, vectors)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector of each training example."""
        file = os.environ.get(VARIABLE)
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        vectors = vectors_of(
            [reading_of(message).meaning for message in messages],
            functools.partial(self._encoder.encode_many, marks=False),
            encoder=self._encoder.hash,
            file=Path(file) if file else None,
        )
        for vector, message in zip(vectors, messages, strict=True):
            self._add(vector, message)
        return training_data

    def _encoded(self, text: str) -> np.ndarray:
        (vector,) = self._encoder.encode([text], marks=False)
        return vector

    def _add(self, vector: np.ndarray, message: Message) -> None:
        features = Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._encoder.hash)
        message.add_features(features)
