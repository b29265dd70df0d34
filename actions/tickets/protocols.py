"""Protocols: actions/protocols.yml, what is said and done at once in grave cases."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from actions.company_file import FORMAT, CompanyFile, read_company_file
from actions.tickets.ticket import Priority
from actions.tickets.wording import Text


class Protocol(BaseModel):
    """The approved text of one kind of case, and who gets it how soon."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    team: str
    priority: Priority
    asks: Literal["contact", "nothing"] = "contact"
    answerable: bool = False  # what is a question about it is answered like any other
    # In the form few words about what was told ("that order was not mine") correct it.
    correctable: bool = False


class Protocols(CompanyFile):
    """The company's protocols by the kind of case, e.g. `danger`."""

    protocols: Mapping[str, Protocol] = Field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The checked file, none without one; raises CompanyFileError with line and way out."""
        return read_company_file(path, cls) if path.exists() else cls(format=FORMAT)

    def mistakes(
        self, teams: Collection[str], languages: Collection[str]
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """Fields that the rest of the company's files do not bear out, each with a sentence."""
        for kind, protocol in self.protocols.items():
            if protocol.team not in teams:
                known = ", ".join(teams)
                yield (
                    ("protocols", kind, "team"),
                    f"{kind}: {protocol.team!r} is no team of actions/desk.yml; choose one of "
                    f"{known}.",
                )
            if missing := [each for each in languages if each not in protocol.text]:
                yield (
                    ("protocols", kind, "text"),
                    f"{kind}: no text in {', '.join(missing)}; a protocol is said word for word, "
                    "so write one for each language.",
                )
