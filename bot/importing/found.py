"""What is found in a source: articles, and what could not be read."""

from dataclasses import dataclass

# What no support article has, and what no encoder or person should be given by mistake.
MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article as its source has it; what the source does not say is None or empty."""

    key: str  # where it is in the source, the same at every import
    where: str  # where it is, as people are told: a path, an address, a row
    title: str
    text: str  # the Markdown that articles use; addresses are whole
    name: str = ""  # what its id is made of; the title without it
    language: str | None = None
    topic: str | None = None  # in the source's own words
    phrasings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # what a person should know of it
    address: str = ""  # what links to it say


@dataclass(frozen=True, slots=True)
class Failure:
    """A part of the source that was not imported: where, and why with the way out."""

    where: str
    message: str
    key: str | None = None  # of the document or article in the source
    mistake: bool = True  # false: it holds no article and need not; known all the same

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


Outcome = FoundArticle | Failure
