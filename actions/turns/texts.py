"""Texts: the fixed words of the bot, from the responses of `domain.yml`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.conversations.message import Button

PLACEHOLDER = re.compile(r"\{(\w+)\}")


class TextError(Exception):
    """`domain.yml` lacks a text that the bot needs."""


@dataclass(frozen=True, slots=True)
class Text:
    """A response in one language, its slots still open."""

    template: str
    buttons: tuple[tuple[str, str], ...] = ()

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with each `{slot}` filled once: what a contact wrote is never a template."""
        return PLACEHOLDER.sub(lambda match: values[match[1]], self.template)


@dataclass(frozen=True, slots=True)
class Texts:
    """Every response of a workspace, by name and language."""

    responses: Mapping[str, Mapping[str, Text]]
    company: str

    @classmethod
    def load(cls, domain_file: Path, *, company: str, languages: Sequence[str]) -> "Texts":
        """Reads the responses; raises TextError naming a response without one of the languages."""
        domain = YAML(typ="safe").load(domain_file.read_text(encoding="utf-8"))
        responses = {
            name: _by_language(variations) for name, variations in domain["responses"].items()
        }
        for name, texts in responses.items():
            for language in languages:
                if language not in texts:
                    raise TextError(
                        f"{domain_file}, responses.{name}: no text for language {language!r}. "
                        f"Add one with the condition `name: language, value: {language}`."
                    )
        return cls(responses, company)

    def has(self, name: str) -> bool:
        """Whether there is such a response."""
        return name in self.responses

    def say(self, name: str, language: str, values: Mapping[str, str] | None = None) -> str:
        """A response's words in a language, its slots filled."""
        return self._text(name, language).filled({"company": self.company, **(values or {})})

    def buttons(self, name: str, language: str) -> list[Button]:
        """A response's buttons in a language."""
        text = self._text(name, language)
        return [Button(title=title, payload=payload) for title, payload in text.buttons]

    def _text(self, name: str, language: str) -> Text:
        try:
            return self.responses[name][language]
        except KeyError:
            raise TextError(
                f"domain.yml has no response {name!r} in language {language!r}. Add it."
            ) from None


def _by_language(variations: Sequence[Mapping[str, Any]]) -> dict[str, Text]:
    return {
        condition["value"]: Text(
            variation["text"],
            tuple((button["title"], button["payload"]) for button in variation.get("buttons", ())),
        )
        for variation in variations
        for condition in variation.get("condition", ())
        if condition.get("name") == "language"
    }
