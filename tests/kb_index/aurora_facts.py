"""The checklist of aurora_facts.yml: what each article of the demo company must say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

NUMBER = r"\d+(?:[.,:]\d+)*"
# Figures that are written out; "one" is left out, it is mostly an article.
WORDS = {
    **{"dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6"},
    **{"two": "2", "twice": "2", "three": "3", "four": "4", "five": "5", "six": "6"},
}
FIGURE = re.compile(rf"{NUMBER}|\b(?:{'|'.join(WORDS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement, and by language the patterns that show that a text makes it."""

    name: str
    patterns: Mapping[str, tuple[str, ...]]

    def missing(self, plain_text: str, language: str) -> list[str]:
        """The patterns that the text has nothing for."""
        return [
            pattern
            for pattern in self.patterns[language]
            if not _compiled(pattern).search(plain_text)
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """All that the company says about one article."""

    topic: str
    says: str
    facts: tuple[Fact, ...]


def figures(text: str) -> set[str]:
    """Every figure, however it is written: 3,99 and 3.99, 9:00 and 9, two and 2 are one."""
    return {_value(match[0]) for match in FIGURE.finditer(text)}


def plain(markdown: str) -> str:
    """The words that are read: no marks, no addresses of links, no numbers of list items."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", markdown).replace("**", "")
    text = re.sub(r"^\d+\. ", "- ", text, flags=re.MULTILINE)
    return re.sub(r"[^\S\n]+", " ", text)


def unclaimed_figures(row: Row, plain_text: str, language: str) -> Iterator[str]:
    """The figures that could be others and no fact would notice, each with the words around it."""
    gaps = _gaps(row, plain_text, language)
    for match in FIGURE.finditer(plain_text):
        before, after = plain_text[: match.start()], plain_text[match.end() :]
        if _gaps(row, f"{before}777{after}", language) == gaps:
            yield f"{match[0]} in {before[-30:]!r} … {after[:30]!r}"


def _gaps(row: Row, plain_text: str, language: str) -> list[str]:
    return [pattern for fact in row.facts for pattern in fact.missing(plain_text, language)]


def _value(written: str) -> str:
    digits = WORDS.get(written.lower(), written)
    return re.sub(r"[,:]", ".", digits.removesuffix(":00"))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, its figures whole ones: 3 is not found in 13, nor 7 in 7,99."""
    whole = re.sub(
        NUMBER, lambda found: rf"(?<!\d)(?<!\d[.,:]){re.escape(found[0])}(?![.,:]?\d)", pattern
    )
    return re.compile(whole, re.IGNORECASE | re.MULTILINE)


def _row(written: Mapping[str, Any]) -> Row:
    facts = (
        Fact(
            name,
            {
                language: (patterns,) if isinstance(patterns, str) else tuple(patterns)
                for language, patterns in by_language.items()
            },
        )
        for name, by_language in written["facts"].items()
    )
    return Row(written["topic"], written["says"], tuple(facts))


CHECKLIST: Mapping[str, Row] = {
    article_id: _row(written)
    for article_id, written in YAML(typ="safe")
    .load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    .items()
}
TOPICS: Mapping[str, str] = {article_id: row.topic for article_id, row in CHECKLIST.items()}
