"""Conversation tests: what a contact says, and what must come back. YAML, checked as it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from actions.company_file import CompanyFile, CompanyFileError, read_company_file


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExpectedReply(_Part):
    """What one reply must be; what is not said may be anything."""

    kind: str | None = None
    article: str | None = None
    suggests: str | None = None  # the title of one of the suggested articles
    response: str | None = None  # of domain.yml, its slots filled with anything
    language: str | None = None  # of the response, where it is not the conversation's
    has: str | None = None  # a part of the text
    tells: tuple[str, ...] = ()  # fields that a ticket's card must have


class Turn(_Part):
    """One message of the contact: typed, or a button by its title."""

    says: str | None = None
    presses: str | None = None
    presses_earlier: str | None = None  # a button of replies further up
    replies: tuple[ExpectedReply, ...] | None = None  # without it any may come
    slots: dict[str, Any] = Field(default_factory=dict)

    @field_validator("says", mode="before")
    @classmethod
    def _words(cls, says: Any) -> Any:
        # YAML reads a bare `no` or `2` as something else.
        return says if says is None or isinstance(says, str) else str(says)

    @field_validator("replies", mode="before")
    @classmethod
    def _named(cls, replies: Any) -> Any:
        if not isinstance(replies, list):
            return replies
        return [{"response": each} if isinstance(each, str) else each for each in replies]

    @model_validator(mode="after")
    def _one_message(self) -> Self:
        given = [self.says, self.presses, self.presses_earlier]
        if sum(each is not None for each in given) != 1:
            raise ValueError("a turn has one of `says`, `presses` and `presses_earlier`")
        return self


class Dialogue(_Part):
    """A conversation; `ticket` holds what help desks must be sent, None for nothing at all."""

    conversation: Annotated[str, Field(min_length=1)]
    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    ticket: dict[str, Any] | None = None
    demands: tuple[str, ...] = ()
    changed: str = ""  # why it is no longer what it was
    retired: str = ""  # why it is kept, and not asked of the bot any more

    @property
    def name(self) -> str:
        """What it is called."""
        return self.conversation


class DialogueFile(CompanyFile):
    """tests/conversations/*.yml."""

    conversations: tuple[Dialogue, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A dialogue and the file it is in."""

    dialogue: Dialogue
    file: Path


def read_dialogues(folder: Path) -> list[Written]:
    """Every dialogue of a folder, none if it is not there; raises CompanyFileError."""
    found = [each for file in sorted(folder.glob("*.yml")) for each in _written(file)]
    known: dict[str, Path] = {}
    for each in found:
        first = known.setdefault(each.dialogue.name, each.file)
        if (
            first is not each.file
            or sum(other.dialogue.name == each.dialogue.name for other in found) > 1
        ):
            raise CompanyFileError(
                f"{each.file}: the conversation {each.dialogue.name!r} is in {first}, too. "
                "Give each its own name."
            )
    return found


def _written(file: Path) -> Iterator[Written]:
    for dialogue in read_company_file(file, DialogueFile).conversations:
        yield Written(dialogue, file)
