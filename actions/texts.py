"""Texts: the fixed words of the bot, from the responses of `domain.yml`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.conversations.message import Button
from actions.workspace import Workspace

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What is filled in may end a sentence by itself: "Tienda Sol S. L."
_WITH_STOP = re.compile(r"\{(\w+)\}(\.(?!\.))?")

_FORM = frozenset({"team", "summary", "details", "contact", "name"})
_WAY = frozenset({"way", "address"})
_TICKET = frozenset({"number", "team", "due_date", "due_time", "due_zone"})
_HAPPENED = frozenset({"number", "team"})
_MISSED = frozenset({"missed_date", "missed_time", "missed_zone"})
# What the code fills, by the names of responses; a response that fits several gets it all.
KNOWN_PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "*": frozenset({"company"}),
    "utter_start_*": _FORM,
    "utter_form_*": _FORM,
    "utter_wrong_*": _FORM,
    "utter_form_field": _FORM | {"question"},
    "utter_form_detail": frozenset({"title", "value"}),
    "utter_wrong_field": _FORM | {"question"},
    "utter_wrong_field_own_words": _FORM | {"wrong"},
    "utter_stuck_field": _FORM | {"title"},
    "utter_person_asks": _FORM,
    "utter_call_time": frozenset({"call_date", "call_from", "call_to"}),
    "utter_ask_change": _FORM,
    "utter_person_is_coming": _FORM,
    "utter_rated": _FORM,
    "utter_noted*": _FORM,
    "utter_contact_ways": _FORM | {"ways"},
    "utter_way_always": _WAY,
    "utter_way_open": _WAY | {"way_time"},
    "utter_way_closed": _WAY | {"way_date", "way_time"},
    "utter_stuck": _FORM,
    "utter_changed": _FORM | {"title", "value"},
    "utter_ticket_opened": _TICKET | {"name", "contact"},
    "utter_ticket_opened_nameless": _TICKET | {"contact"},
    "utter_calm_sum_up": frozenset({"summary"}),
    "utter_calm_in_form*": _FORM,
    "utter_ticket_taken": _HAPPENED | {"author"},
    "utter_ticket_transferred": _HAPPENED,
    "utter_ticket_tasks": _HAPPENED | {"done", "all"},
    "utter_ticket_waiting": _HAPPENED,
    "utter_ticket_added": _HAPPENED,
    "utter_offer_addition": _HAPPENED,
    "utter_ticket_follows": _TICKET | {"earlier"},
    "utter_ticket_resolved": _HAPPENED | {"close_date", "close_time", "close_zone"},
    "utter_ticket_agreed": _HAPPENED,
    "utter_ticket_reopened": _TICKET,
    "utter_ticket_closed_*": _HAPPENED,
    "utter_ticket_late_again": _HAPPENED | _MISSED,
    "utter_ticket_late_first_answer": _TICKET | _MISSED,
    "utter_ticket_late_solution": _TICKET | _MISSED,
    "utter_resolution_known": _HAPPENED | {"status"},
    "utter_survey": _HAPPENED,
    "utter_handoff_*": frozenset({"agent", "team", "minutes", "ahead"}),
    "utter_handoff_ticketed": _TICKET,
    "utter_start_person_closed": _FORM | {"open_date", "open_time", "open_zone"},
    "utter_status": _TICKET | {"status"},
    "utter_status_code_*": frozenset({"minutes"}),
    "utter_mail_from_person": frozenset({"author"}),
    "utter_mail_article": frozenset({"title", "url"}),
    "utter_mail_ticket": frozenset({"number", "status", "team"}),
    "utter_mail_ticket_link": frozenset({"number", "url"}),
    "utter_mail_ticket_subject": frozenset({"number"}),
    "utter_mail_ticket_opened": _TICKET,
    "utter_mail_ticket_foot": frozenset({"number"}),
    "utter_mail_ticket_foot_with_link": frozenset({"number", "url"}),
    "utter_mail_status_code": frozenset({"code", "minutes"}),
}


class TextError(Exception):
    """`domain.yml` lacks a text that the bot needs, or has one that cannot be filled."""


@dataclass(frozen=True, slots=True)
class Text:
    """A response in one language, its slots still open."""

    template: str
    buttons: tuple[tuple[str, str], ...] = ()

    def filled(self, values: Mapping[str, str]) -> str:
        """The words with each `{slot}` filled once: what a contact wrote is never a template.

        No full stop is doubled.
        """

        def fill(slot: re.Match[str]) -> str:
            stop = slot[2] or ""
            return values[slot[1]].removesuffix(stop) + stop

        return _WITH_STOP.sub(fill, self.template)


@dataclass(frozen=True, slots=True)
class Texts:
    """Every response of a workspace, by name and language."""

    responses: Mapping[str, Mapping[str, Text]]
    company: str

    @classmethod
    def of(cls, workspace: Workspace) -> "Texts":
        """A workspace's; raises TextError."""
        settings = workspace.settings
        return cls.load(
            workspace.domain_file, company=settings.company, languages=settings.languages
        )

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
