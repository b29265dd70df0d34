"""What a company's files say: fixed texts, teams, stages, outcomes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.verbatim.slots import Facts

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Response:
    """A fixed text in one language."""

    name: str
    language: str
    template: str
    buttons: tuple[str, ...]

    @property
    def parts(self) -> Iterator[tuple[str, str | None]]:
        """Each stretch of fixed words with the slot behind it."""
        at = 0
        for slot in SLOT.finditer(self.template):
            yield self.template[at : slot.start()], slot[1]
            at = slot.end()
        yield self.template[at:], None


def read_yaml(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def protocols_in(workspace: Path) -> list[dict[str, str]]:
    """The approved text of each protocol, by language; a company may have none."""
    file = workspace / "actions" / "protocols.yml"
    protocols = read_yaml(file)["protocols"].values() if file.exists() else ()
    return [each["text"] for each in protocols]


def responses_in(written: Mapping[str, Any], languages: Sequence[str]) -> Iterator[Response]:
    for name, variations in written.items():
        for variation in variations:
            for condition in variation["condition"]:
                if condition["name"] == "language" and condition["value"] in languages:
                    buttons = tuple(button["title"] for button in variation.get("buttons", ()))
                    yield Response(name, condition["value"], variation["text"], buttons)


def fields_in(workspace: Path) -> dict[str, Any]:
    """What the form asks of its own, by name; a company may have nothing."""
    file = workspace / "actions" / "fields.yml"
    return read_yaml(file)["fields"] if file.exists() else {}


def facts_in(
    settings: Any, desk: Any, fields: Mapping[str, Any], languages: Sequence[str]
) -> dict[str, Facts]:
    numbers = fields.get("order_number")
    prefix, _, suffix = (numbers["form"]["written"] if numbers else "{}").partition("{}")
    return {
        language: Facts(
            company=settings["company"],
            teams=[team["name"][language] for team in desk["teams"].values()],
            stages={status: label[language] for status, label in desk["stages"].items()},
            outcomes=[
                tuple(lines[language])
                for lines in (desk["outcomes"], *desk.get("topic_outcomes", {}).values())
            ],
            titles=[field["title"][language] for field in fields.values()],
            asked=[
                field[words][language].replace("{example}", field.get("example", ""))
                for field in fields.values()
                for words in ("question", "wrong")
                if words in field
            ],
            choices=[
                choice[language]
                for field in fields.values()
                for choice in field.get("choices", {}).values()
            ],
            skips=[field["skip"][language] for field in fields.values() if "skip" in field],
            order_number=rf"{re.escape(prefix)}\d+{re.escape(suffix)}" if numbers else "(?!)",
            time_zone=desk["time_zone"],
            ways=[
                (way["name"][language], way["address"])
                if isinstance(way["address"], str)
                else (way["name"][language], way["address"][language])
                for way in desk.get("contact_ways", {}).values()
            ],
        )
        for language in languages
    }
