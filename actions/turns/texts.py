"""Texts: the fixed words of the bot, from the responses of `domain.yml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.conversations.message import Button

PLACEHOLDER = re.compile(r"\{(\w+)\}")

_FORM = frozenset({"team", "example", "summary", "order_number", "contact", "name"})
_TICKET = frozenset({"number", "team", "due_date", "due_time", "due_zone"})
# What the code fills, by the names of responses; a response that fits several gets it all.
KNOWN_PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "*": frozenset({"company"}),
    "utter_start_*": _FORM,
    "utter_form_*": _FORM,
    "utter_wrong_*": _FORM,
    "utter_ask_change": _FORM,
    "utter_person_is_coming": _FORM,
    "utter_rated": _FORM,
    "utter_noted*": _FORM,
    "utter_stuck": _FORM,
    "utter_changed": _FORM | {"value"},
    "utter_ticket_opened": _TICKET | {"name", "contact"},
    "utter_status": _TICKET | {"status"},
}


class TextError(Exception):
    """`domain.yml` lacks a text that the bot needs, or has one that cannot be filled."""


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
        """Reads the responses; raises TextError naming every one that could not be said."""
        domain = YAML().load(domain_file.read_text(encoding="utf-8"))
        responses: Any = domain.get("responses") or {}
        mistakes = [
            f"{domain_file}, line {responses.lc.key(name)[0] + 1}, responses.{name}: {mistake}"
            for name, variations in responses.items()
            for mistake in _mistakes(name, variations, languages)
        ]
        if mistakes:
            raise TextError("\n".join(mistakes))
        return cls({name: _by_language(each) for name, each in responses.items()}, company)

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


def placeholders_of(response: str) -> frozenset[str]:
    """What is filled in a response of that name."""
    fitting = (known for names, known in KNOWN_PLACEHOLDERS.items() if fnmatchcase(response, names))
    return frozenset().union(*fitting)


def _mistakes(response: str, variations: Any, languages: Sequence[str]) -> Iterator[str]:
    try:
        texts = _by_language(variations)
    except (AttributeError, KeyError, TypeError):
        yield "write a list of texts, each with `condition` and `text`, buttons with `payload`."
        return
    for language in languages:
        if language not in texts:
            yield (
                f"no text for language {language!r}. "
                f"Add one with the condition `name: language, value: {language}`."
            )
    known = placeholders_of(response)
    for language, text in texts.items():
        for unknown in sorted(set(PLACEHOLDER.findall(text.template)) - known):
            filled = ", ".join(f"{{{name}}}" for name in sorted(known))
            yield f"{{{unknown}}} in language {language!r} is never filled; {filled} can be."


def _by_language(variations: Sequence[Mapping[str, Any]]) -> dict[str, Text]:
    return {
        condition["value"]: Text(
            str(variation["text"]),
            tuple((button["title"], button["payload"]) for button in variation.get("buttons", ())),
        )
        for variation in variations
        for condition in variation.get("condition", ())
        if condition.get("name") == "language"
    }
