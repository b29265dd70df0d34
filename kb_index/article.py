"""An article of the knowledge base, and how its file is read and checked.

One file is one article in one language: `articles/<language>/<id>.md`. Its twin in another
language has the same id. The file is Markdown below YAML front matter:

    ---
    format: 1
    id: order-cancel
    language: en
    topic: changes
    title: "Cancel an order"
    status: published
    approved_by: Name of the person who stands for it
    review_by: 2027-03-31
    valid_from: 2026-11-23    # both days are in; leave out the one that is not needed
    valid_until: 2027-01-31
    phrasings:
      - "can I stop the purchase?"
    ---

    You can cancel …
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic import model_validator as after

from kb_index.front_matter import FrontMatter, Unreadable, read_front_matter
from kb_index.hashing import short_hash
from kb_index.markdown import as_plain_text, sections, to_html
from kb_index.passage import CountTokens, Passage, estimated_tokens, passages_of

Status = Literal["draft", "published", "archived"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Topic = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=80)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]

WAY_OUT = {
    "format": "Write `format: 1`.",
    "id": "Use small letters, digits and hyphens, the same as the file's name without `.md`.",
    "language": "Write the language's code, the same as the folder's name, such as `es`.",
    "topic": "Write one word for the subject, such as `returns`; underscores join two.",
    "title": "Write one short line.",
    "status": "Write `draft`, `published` or `archived`.",
    "approved_by": "Write the name of the person who stands for the text.",
    "review_by": "Write a date such as 2027-03-31.",
    "valid_from": "Write the first day it is true, such as 2026-11-23, or leave it out.",
    "valid_until": "Write the last day it is true, such as 2027-01-31, or leave it out.",
    "phrasings": "Write a list of short texts, each in quotes, in the words that customers use.",
}
UNKNOWN_FIELD = f"Remove it; known fields are {', '.join(WAY_OUT)}."


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one file, where, and the way out."""

    file: Path
    line: int
    field: str  # "" where it is not about one field
    message: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}"


@dataclass(frozen=True, slots=True)
class Article:
    """One approved text in one language, with the words that people ask for it in."""

    id: str
    language: str
    topic: str
    title: str
    status: Status
    approved_by: str
    review_by: date | None
    valid_from: date | None  # shown to nobody before
    valid_until: date | None  # nor after
    phrasings: tuple[str, ...]
    text: str  # Markdown
    passages: tuple[Passage, ...]

    @property
    def revision(self) -> str:
        """The hash of what a contact is shown: title and text."""
        return short_hash([self.language, self.id, self.title, self.text])

    @property
    def url(self) -> str:
        """Its page on the company's own site."""
        return f"/help/{self.language}/{self.id}"

    @property
    def html(self) -> str:
        """The whole text, safe to show in a page."""
        return to_html(self.text)

    @property
    def lead(self) -> str:
        """What it says first, as plain text on one line."""
        return as_plain_text(sections(self.text)[0].text)

    def valid_on(self, day: date) -> bool:
        """Whether it may be shown on a day, both its first and its last one included."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


class ArticleFields(BaseModel):
    """The front matter, field by field."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    format: Literal[1]
    id: Slug
    language: LanguageCode
    topic: Topic
    title: Line
    status: Status
    approved_by: Line | None = None
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    phrasings: list[Line] = Field(default_factory=list)

    @field_validator("valid_until")
    @classmethod
    def _not_over_before_it_begins(cls, until: date | None, read: ValidationInfo) -> date | None:
        begins = read.data.get("valid_from")
        if until and begins and until < begins:
            raise ValueError(f"{until} is before valid_from, {begins}")
        return until

    @after(mode="after")
    def _published_is_approved(self) -> Self:
        if self.status == "published" and self.approved_by is None:
            raise ValueError("approved_by is missing: nothing is published unapproved")
        return self


def read_article(
    file: Path, *, count_tokens: CountTokens = estimated_tokens
) -> Article | list[Problem]:
    """The article in a file, or everything that is wrong with it."""
    source = read_front_matter(file)
    if isinstance(source, Unreadable):
        return [Problem(file, source.line, "", source.message)]
    try:
        fields = ArticleFields.model_validate(source.fields)
    except ValidationError as error:
        return _problems(file, source, error)
    misplaced = _misplaced(file, source, fields)
    return misplaced or _article(fields, source.body, count_tokens)


def _article(fields: ArticleFields, body: str, count_tokens: CountTokens) -> Article:
    return Article(
        id=fields.id,
        language=fields.language,
        topic=fields.topic,
        title=fields.title,
        status=fields.status,
        approved_by=fields.approved_by or "",
        review_by=fields.review_by,
        valid_from=fields.valid_from,
        valid_until=fields.valid_until,
        phrasings=tuple(dict.fromkeys(fields.phrasings)),
        text=body,
        passages=passages_of(fields.id, body, count_tokens=count_tokens),
    )


def _misplaced(file: Path, source: FrontMatter, fields: ArticleFields) -> list[Problem]:
    problems = []
    for field, written, expected in (
        ("id", fields.id, file.stem),
        ("language", fields.language, file.parent.name),
    ):
        if written != expected:
            message = f"{written!r} is not {expected!r} as in the path. {WAY_OUT[field]}"
            problems.append(Problem(file, source.line_of(field), field, message))
    if not sections(source.body):
        message = "There is no text below the front matter. Write the answer there."
        problems.append(Problem(file, source.body_line, "", message))
    return problems


def _problems(file: Path, source: FrontMatter, error: ValidationError) -> list[Problem]:
    return [_problem(file, source, detail) for detail in error.errors(include_url=False)]


def _problem(file: Path, source: FrontMatter, detail: Any) -> Problem:
    field = str(detail["loc"][0]) if detail["loc"] else "approved_by"
    item = detail["loc"][1] if len(detail["loc"]) > 1 else None
    what = str(detail["msg"]).removeprefix("Value error, ")
    way_out = WAY_OUT.get(field, UNKNOWN_FIELD)
    line = source.line_of(field, item if isinstance(item, int) else None)
    return Problem(file, line, field, f"{what}. {way_out}")
