"""Labelled messages: what contacts write, and what is right. JSON Lines, a folder per language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

Kind = Literal["answerable", "near", "far"]


class LabelledDataError(Exception):
    """Labelled messages are missing or cannot be read; says where and what to do."""


class Row(BaseModel):
    """One line of a file; its id names it wherever its words may not be written."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)

    @property
    def messages(self) -> Mapping[str, str]:
        """Id → what is typed, in the order of the conversation; none of a row without words."""
        return {}


class Labelled(Row):
    """One message."""

    text: str = Field(min_length=1, repr=False)

    @property
    def messages(self) -> Mapping[str, str]:
        """The message under the row's own id."""
        return {self.id: self.text}


class Question(Labelled):
    """A question and every article that fully answers it; none for near and far misses."""

    positive: frozenset[str]
    kind: Kind


class ActMessage(Labelled):
    """A message whose act is known, and its topic if it has one."""

    act: str
    topic: str = ""


class DetailsMessage(Labelled):
    """A message and the details in it, by kind, as they are written."""

    details: dict[str, tuple[str, ...]] = Field(repr=False)

    @field_validator("details", mode="before")
    @classmethod
    def _lists(cls, details: Any) -> Any:
        if not isinstance(details, dict):
            return details
        return {kind: [one] if isinstance(one, str) else one for kind, one in details.items()}


class AngerMessage(Labelled):
    """A message, and whether whoever wrote it is angry."""

    angry: bool


class ProtocolMessage(Labelled):
    """A message and the kind of protocol it calls for; `none` for a near miss."""

    kind: str


class TwoParts(Labelled):
    """A message that asks two things, and the articles that answer each."""

    parts: tuple[frozenset[str], frozenset[str]]


class FollowUp(Row):
    """Two messages of a conversation; the second leans on the first."""

    first: str = Field(min_length=1, repr=False)
    first_positive: frozenset[str]
    second: str = Field(min_length=1, repr=False)
    second_positive: frozenset[str]

    @property
    def messages(self) -> Mapping[str, str]:
        """Both, under ids of their own."""
        return {f"{self.id}/first": self.first, f"{self.id}/second": self.second}


@dataclass(frozen=True, slots=True)
class LabelledMessages:
    """All labelled messages of a language; a file that is not there is an empty tuple."""

    questions: tuple[Question, ...] = ()
    acts: tuple[ActMessage, ...] = ()
    details: tuple[DetailsMessage, ...] = ()
    anger: tuple[AngerMessage, ...] = ()
    protocols: tuple[ProtocolMessage, ...] = ()
    twoparts: tuple[TwoParts, ...] = ()
    followups: tuple[FollowUp, ...] = ()

    def __iter__(self) -> Iterator[Row]:
        """Every row."""
        yield from self.questions
        yield from self.acts
        yield from self.details
        yield from self.anger
        yield from self.protocols
        yield from self.twoparts
        yield from self.followups


FILES = (
    "questions.jsonl, acts.jsonl, details.jsonl, anger.jsonl, protocols.jsonl, twoparts.jsonl, "
    "followups.jsonl"
)

Kept = TypeVar("Kept", bound=Row)


def read_labelled(data: Path, languages: Sequence[str]) -> dict[str, LabelledMessages]:
    """Language → its messages, for the languages that have a folder; raises LabelledDataError."""
    wanted = ", ".join(f"{language}/" for language in languages)
    if not data.is_dir():
        raise LabelledDataError(
            f"There is no folder {data}. Name one with --data DIR; in it {wanted} with {FILES}."
        )
    found = {name: _of_language(data / name) for name in languages if (data / name).is_dir()}
    if not any(any(messages) for messages in found.values()):
        raise LabelledDataError(
            f"{data} has no labelled messages. It needs a folder for a language of the company "
            f"({wanted}) with one or more of {FILES}."
        )
    return found


def read_if_there(data: Path, languages: Sequence[str]) -> dict[str, LabelledMessages]:
    """The same, nothing where there is no folder; raises LabelledDataError for what is wrong."""
    return {name: _of_language(data / name) for name in languages if (data / name).is_dir()}


def _of_language(folder: Path) -> LabelledMessages:
    messages = LabelledMessages(
        questions=_rows(folder / "questions.jsonl", Question),
        acts=_rows(folder / "acts.jsonl", ActMessage),
        details=_rows(folder / "details.jsonl", DetailsMessage),
        anger=_rows(folder / "anger.jsonl", AngerMessage),
        protocols=_rows(folder / "protocols.jsonl", ProtocolMessage),
        twoparts=_rows(folder / "twoparts.jsonl", TwoParts),
        followups=_rows(folder / "followups.jsonl", FollowUp),
    )
    known: set[str] = set()
    for row in messages:
        if row.id in known:
            raise LabelledDataError(
                f"{folder}: the id {row.id!r} is given twice. Give each message its own."
            )
        known.add(row.id)
    return messages


def _rows(file: Path, kind: type[Kept]) -> tuple[Kept, ...]:
    if not file.exists():
        return ()
    lines = enumerate(file.read_text("utf-8").split("\n"), start=1)
    return tuple(_row(file, number, line, kind) for number, line in lines if line.strip())


def _row(file: Path, number: int, line: str, kind: type[Kept]) -> Kept:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, first["loc"]))
        where = f"{file}, line {number}" + (f", {field}" if field else "")
        raise LabelledDataError(f"{where}: {first['msg']}. Correct the line.") from None
