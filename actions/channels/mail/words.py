"""Words: how mail programs and people frame what is written, by language, from words.yml."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from actions.company_file import CompanyFile, read_company_file

FILE = Path(__file__).parent / "words.yml"


class _Fields(BaseModel):
    """The names of the lines above what is quoted: the sender's, then all others."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    rest: tuple[str, ...]
    sender: str


class _Language(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    attributions: tuple[str, ...]
    fields: _Fields
    forwarded: tuple[str, ...]
    originals: tuple[str, ...]
    sent_from: tuple[str, ...]
    closings: tuple[str, ...]
    disclaimers: tuple[str, ...]
    lists: tuple[str, ...]
    automatic_subjects: tuple[str, ...]
    bounce_subjects: tuple[str, ...]
    forward_subjects: tuple[str, ...]
    ordinals: tuple[tuple[str, ...], ...]
    last: tuple[str, ...]
    around_choices: tuple[str, ...]


class _File(CompanyFile):
    languages: dict[str, _Language]


@dataclass(frozen=True, slots=True)
class Words:
    """All languages together: a mail's frame is in its program's language, not in the writer's."""

    attribution: re.Pattern[str]
    sender_field: re.Pattern[str]
    other_field: re.Pattern[str]
    forwarded: re.Pattern[str]
    original: re.Pattern[str]
    sent_from: re.Pattern[str]
    closing: re.Pattern[str]
    disclaimer: re.Pattern[str]
    list_foot: re.Pattern[str]
    automatic_subject: re.Pattern[str]
    bounce_subject: re.Pattern[str]
    forward_subject: re.Pattern[str]
    ordinals: tuple[frozenset[str], ...]
    last: frozenset[str]
    around_choices: frozenset[str]


@cache
def words() -> Words:
    """Those of the file, read once."""
    spoken = list(read_company_file(FILE, _File).languages.values())
    return Words(
        attribution=_whole(each for one in spoken for each in one.attributions),
        sender_field=_field(one.fields.sender for one in spoken),
        other_field=_field(each for one in spoken for each in one.fields.rest),
        forwarded=_whole(each for one in spoken for each in one.forwarded),
        original=_whole(each for one in spoken for each in one.originals),
        sent_from=_whole(each for one in spoken for each in one.sent_from),
        closing=_whole((each for one in spoken for each in one.closings), end=r"[\s,.;:!…-]*"),
        disclaimer=_whole(each for one in spoken for each in one.disclaimers),
        list_foot=_whole(each for one in spoken for each in one.lists),
        automatic_subject=_begins(each for one in spoken for each in one.automatic_subjects),
        bounce_subject=_begins(each for one in spoken for each in one.bounce_subjects),
        forward_subject=_whole(each for one in spoken for each in one.forward_subjects),
        ordinals=_together([one.ordinals for one in spoken]),
        last=frozenset(each for one in spoken for each in one.last),
        around_choices=frozenset(each for one in spoken for each in one.around_choices),
    )


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{each})" for each in patterns)


def _whole(patterns: Iterable[str], *, end: str = r"[\s.]*") -> re.Pattern[str]:
    """A whole line that is one of these."""
    return re.compile(rf"^\s*[*_]*(?:{_any(patterns)})[*_]*{end}$", re.IGNORECASE)


def _begins(patterns: Iterable[str]) -> re.Pattern[str]:
    """A subject that begins with one of these: alone, or with a colon and what was answered to."""
    return re.compile(rf"^\s*(?:{_any(patterns)})\s*(?:$|[:;.!(–—-])", re.IGNORECASE)


def _field(names: Iterable[str]) -> re.Pattern[str]:
    """A line such as "*De:* Ana"."""
    return re.compile(rf"^\s*[*_|]*(?:{_any(names)})\s*:[*_]*\s*\S?", re.IGNORECASE)


def _together(spoken: Sequence[Sequence[Sequence[str]]]) -> tuple[frozenset[str], ...]:
    longest = max(len(each) for each in spoken)
    return tuple(
        frozenset(word for each in spoken if place < len(each) for word in each[place])
        for place in range(longest)
    )
