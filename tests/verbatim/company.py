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


def responses_in(written: Mapping[str, Any], languages: Sequence[str]) -> Iterator[Response]:
    for name, variations in written.items():
        for variation in variations:
            for condition in variation["condition"]:
                if condition["name"] == "language" and condition["value"] in languages:
                    buttons = tuple(button["title"] for button in variation.get("buttons", ()))
                    yield Response(name, condition["value"], variation["text"], buttons)


def facts_in(settings: Any, desk: Any, languages: Sequence[str]) -> dict[str, Facts]:
    numbers = desk.get("order_number") or {}
    prefix, _, suffix = numbers.get("written", "{}").partition("{}")
    return {
        language: Facts(
            company=settings["company"],
            teams=[team["name"][language] for team in desk["teams"].values()],
            stages={status: label[language] for status, label in desk["stages"].items()},
            outcomes=[
                tuple(lines[language])
                for lines in (desk["outcomes"], *desk.get("topic_outcomes", {}).values())
            ],
            example=numbers.get("example", ""),
            order_number=rf"{re.escape(prefix)}\d+{re.escape(suffix)}" if numbers else "(?!)",
            time_zone=desk["time_zone"],
        )
        for language in languages
    }
