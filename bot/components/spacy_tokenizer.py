"""SpacyTokenizer: words by the blank spaCy pipeline of the message's language."""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyTokenizer(Tokenizer):
    """Needs no model: spaCy's rules for each language come with its code."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The component's default config."""
        return {
            "languages": ["en"],  # ISO 639-1; the first also reads training examples
            "intent_tokenization_flag": False,  # Rasa's: intents are not split
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyTokenizer:
        """Create the component; it learns nothing."""
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._pipelines = {language: spacy.blank(language) for language in config["languages"]}
        self._default = next(iter(self._pipelines.values()))

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of an attribute of the message."""
        language = (message.get("language") or {}).get("name")
        doc = self._pipelines.get(language, self._default).make_doc(message.get(attribute))
        tokens = [Token(token.text, token.idx) for token in doc if not token.is_space]
        return self._apply_token_pattern(tokens)
