"""Case: one thing that must not be published as it is, in words for a lead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kb_index.hashing import short_hash

WORDS = Path(__file__).with_name("cases.yml")
# A reason excuses no case of these: the bot would say what nobody approved, a ticket would reach
# nobody, somebody's data would be learned, or nothing could be built at all.
FIRM = frozenset({"data", "routing", "verbatim", "privacy"})
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Case:
    """`kind` names its sentence in cases.yml, `values` fill it."""

    check: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same case of another candidate."""
        return short_hash([self.kind, *(f"{k}={v}" for k, v in sorted(self.values.items()))])[:8]

    @property
    def is_firm(self) -> bool:
        """Whether no reason excuses it."""
        return self.check in FIRM

    def sentence(self, language: str) -> str:
        """What is wrong, with its names."""
        return _said(self.kind, "wrong", language).format(**self.values)

    def way_out(self, language: str) -> str:
        """What can be done."""
        return _said(self.kind, "way_out", language).format(**self.values)


def _said(kind: str, what: str, language: str) -> str:
    words = _words()[kind][what]
    return str(words.get(language) or words[ENGLISH])


@cache
def _words() -> Any:
    return YAML(typ="safe").load(WORDS.read_text("utf-8"))
