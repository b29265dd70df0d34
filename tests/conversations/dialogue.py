"""A conversation written down in YAML: what the contact says, what must come back."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
DOMAIN = FOLDER.parents[1] / "domain.yml"
FIELDS = FOLDER.parents[1] / "actions" / "fields.yml"


@dataclass(frozen=True)
class Turn:
    """One message of the contact (typed, or a button pressed by its title) and the replies."""

    says: str | None
    presses: str | None
    presses_earlier: str | None
    replies: list[dict[str, str]]
    slots: dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """A whole conversation; `ticket` is what the help desk must be sent, None for nothing."""

    name: str
    locale: str
    turns: list[Turn]
    ticket: dict[str, Any] | None
    demands: list[str] = field(default_factory=list)


def dialogues() -> list[Dialogue]:
    """Every conversation of this folder."""
    return [
        _dialogue(written)
        for path in sorted(FOLDER.glob("*.yml"))
        for written in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]
    ]


def _dialogue(written: dict[str, Any]) -> Dialogue:
    return Dialogue(
        name=written["conversation"],
        locale=written["locale"],
        turns=[_turn(turn) for turn in written["turns"]],
        ticket=written.get("ticket"),
        demands=written.get("demands", []),
    )


def _turn(written: dict[str, Any]) -> Turn:
    return Turn(
        says=written.get("says"),
        presses=written.get("presses"),
        presses_earlier=written.get("presses_earlier"),
        replies=[
            {"response": reply} if isinstance(reply, str) else reply
            for reply in written.get("replies", [])
        ],
        slots=written.get("slots", {}),
    )


@cache
def _responses() -> dict[str, Any]:
    responses = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
    fields = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))["fields"]
    for name, asked in fields.items():
        responses[f"utter_form_{name}"] = _spoken(asked["question"])
        if "wrong" in asked:
            responses[f"utter_wrong_{name}"] = _spoken(asked["wrong"])
    return responses


def _spoken(texts: dict[str, str]) -> list[dict[str, Any]]:
    """What a company wrote for a field, as a response."""
    return [{"text": text, "condition": [{"value": each}]} for each, text in texts.items()]


def is_response(text: str, name: str, language: str) -> bool:
    """Whether a text is the named response of `domain.yml` with its slots filled."""
    templates = [
        variation["text"]
        for variation in _responses()[name]
        if any(condition["value"] == language for condition in variation["condition"])
    ]
    return any(pattern_of(template).fullmatch(text) for template in templates)


def pattern_of(template: str) -> re.Pattern[str]:
    """What a response reads like, whatever its slots are filled with."""
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(template)), re.DOTALL)
