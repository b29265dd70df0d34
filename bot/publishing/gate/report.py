"""Report: what the gate found of a candidate, and what people have decided about it since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.publishing.gate.cases import Case
from bot.publishing.gate.replies import ChangedReply, Decision, reply_cases

FORMAT = 1
NAME = "gate.json"


@dataclass(frozen=True, slots=True)
class Report:
    """Without a word of a customer's: of messages it has ids."""

    live: str  # the release it was compared with; "" where nothing served
    at: datetime
    fast: bool  # nothing was trained
    edited: tuple[str, ...]
    found: tuple[Case, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)
    replies: tuple[ChangedReply, ...] = ()
    decided: Mapping[str, Decision] = field(default_factory=dict)
    tests: int = 0  # conversation tests that were played

    @property
    def cases(self) -> tuple[Case, ...]:
        """Everything that stands in the way now."""
        return (*self.found, *reply_cases(self.replies, self.decided))

    @property
    def spared(self) -> int:
        """Tickets of last month that would not have been opened."""
        return sum(each.spares_ticket for each in self.replies)

    def deciding(self, decisions: Mapping[str, Decision]) -> "Report":
        """The same after somebody has decided about replies."""
        return replace(self, decided={**self.decided, **decisions})


def write(folder: Path, report: Report) -> None:
    """Keeps the report beside the release's files."""
    content = {
        "format": FORMAT,
        "live": report.live,
        "at": report.at.isoformat(),
        "fast": report.fast,
        "edited": report.edited,
        "found": [
            {"check": each.check, "kind": each.kind, "values": dict(each.values)}
            for each in report.found
        ],
        "figures": report.figures,
        "replies": [each.as_json() for each in report.replies],
        "decided": dict(report.decided),
        "tests": report.tests,
    }
    unfinished = folder / f"{NAME}.new"
    unfinished.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    unfinished.replace(folder / NAME)


def read(folder: Path) -> Report | None:
    """The report of a release; None if it has not been judged."""
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Report(
        live=content["live"],
        at=datetime.fromisoformat(content["at"]),
        fast=content["fast"],
        edited=tuple(content["edited"]),
        found=tuple(Case(**each) for each in content["found"]),
        figures=content["figures"],
        replies=tuple(_reply(each) for each in content["replies"]),
        decided=content["decided"],
        tests=content["tests"],
    )


def _reply(row: dict[str, Any]) -> ChangedReply:
    return ChangedReply(**{**row, "before": tuple(row["before"]), "after": tuple(row["after"])})
