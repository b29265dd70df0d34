"""LanguageIdentifier: the language of a message, with the page's locale as the expectation."""

from __future__ import annotations

from typing import Any

import spacy
from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.language import identified, prior_of

LANGUAGE = "language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent):
    """Sets `language` {name, confidence}; a button's payload keeps the locale."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config."""
        return {"languages": ["en"]}  # ISO 639-1; the first is the default

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """Create the component; it learns nothing."""
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        self._languages: list[str] = list(config["languages"])
        self._detector = _detector(self._languages)
        self._function_words = {
            language: spacy.blank(language).Defaults.stop_words for language in self._languages
        }

    def process(self, messages: list[Message]) -> list[Message]:
        """Identify the language of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            locale = (message.get("metadata") or {}).get("locale")
            prior = prior_of(locale, self._languages)
            found = identified(text, self._chances(text), prior, self._function_words)
            message.set(
                LANGUAGE, {"name": found.name, "confidence": found.confidence}, add_to_output=True
            )
        return messages

    def _chances(self, text: str) -> dict[str, float]:
        if self._detector is None:
            return {}
        values = self._detector.compute_language_confidence_values(text)
        return {value.language.iso_code_639_1.name.lower(): value.value for value in values}


def _detector(languages: list[str]) -> LanguageDetector | None:
    """None for a company with one language: there is nothing to choose."""
    if len(languages) < 2:
        return None
    codes = [getattr(IsoCode639_1, language.upper()) for language in languages]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.with_preloaded_language_models().build()
