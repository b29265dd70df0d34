"""Sets of passages and of questions whose right passages are known.

A folder with `passages.jsonl` (`id, title, text, lang`) and `queries_*.jsonl` (`id, text, lang,
positive`) is a set. A question is searched among the passages of its own language.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from bot.training.bench.sets import BenchDataError
from kb_index.article import Article
from kb_index.passage import CountTokens, Passage, passages_of

# Passages are nobody's articles: these fields decide nothing of what is found.
TOPIC, APPROVED_BY = "none", "the set"


class PassageRow(BaseModel):
    """A line of `passages.jsonl`."""

    model_config = ConfigDict(hide_input_in_errors=True)

    id: str
    title: str = ""
    text: str
    lang: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not f"{self.title}{self.text}".strip():
            raise ValueError("there is neither title nor text")
        return self


class QueryRow(BaseModel):
    """A line of `queries_*.jsonl`."""

    model_config = ConfigDict(hide_input_in_errors=True)

    id: str
    text: str
    lang: str
    positive: list[str]


class OwnRow(BaseModel):
    """A line of `questions.jsonl`, as `primera evaluate` reads it."""

    model_config = ConfigDict(hide_input_in_errors=True)

    id: str
    text: str
    positive: list[str]


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the passages that answer it; none where the base has none."""

    text: str = field(repr=False)
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """A base in one language, and what it is asked."""

    name: str
    language: str
    articles: tuple[Article, ...]
    queries: tuple[Query, ...]
    left_out: int = 0  # questions that only passages of another language or cut would answer


Row = TypeVar("Row", bound=BaseModel)


def answer_sets(data: Path, *, count_tokens: CountTokens) -> list[AnswerSet]:
    """All sets of a folder that can be judged, by name and language.

    Raises BenchDataError where there is none, or a line cannot be read.
    """
    files = sorted(data.rglob("passages.jsonl"))
    found = [each for file in files for each in _sets_of(file, data, count_tokens)]
    if not found:
        raise BenchDataError(
            f"{data} holds no set: a set is a folder with passages.jsonl (id, title, text, lang) "
            "and queries_*.jsonl (id, text, lang, positive)."
        )
    return found


def own_sets(
    name: str, articles: Mapping[str, Sequence[Article]], labelled: Path
) -> Iterator[AnswerSet]:
    """A company's own articles by language, asked `<language>/questions.jsonl` of a folder."""
    for language, published in articles.items():
        file = labelled / language / "questions.jsonl"
        if published and file.is_file():
            queries = [Query(row.text, frozenset(row.positive)) for row in _rows(file, OwnRow)]
            if queries:
                yield AnswerSet(name, language, tuple(published), tuple(queries))


def _sets_of(file: Path, data: Path, count_tokens: CountTokens) -> Iterator[AnswerSet]:
    folder = file.parent
    passages = list(_rows(file, PassageRow))
    queries = [
        row for each in sorted(folder.glob("queries_*.jsonl")) for row in _rows(each, QueryRow)
    ]
    name = folder.name if folder == data else folder.relative_to(data).as_posix()
    for language in sorted({query.lang for query in queries}):
        own = [row for row in passages if row.lang in ("", language)]
        asked = [query for query in queries if query.lang == language]
        judged = list(_judged(asked, {row.id for row in own}))
        if judged:
            yield AnswerSet(
                name=name,
                language=language,
                articles=tuple(_article(row, language, count_tokens) for row in own),
                queries=tuple(judged),
                left_out=len(asked) - len(judged),
            )


def _judged(asked: Iterable[QueryRow], ids: set[str]) -> Iterator[Query]:
    for row in asked:
        right = ids.intersection(row.positive)
        if right or not row.positive:
            yield Query(row.text, frozenset(right))


def _article(row: PassageRow, language: str, count_tokens: CountTokens) -> Article:
    # One that is only a heading, or has only a title, is searched by that.
    whole = Passage(id=row.id, article_id=row.id, heading="", text=row.text.strip() or row.title)
    return Article(
        id=row.id,
        language=language,
        topic=TOPIC,
        title=row.title,
        status="published",
        approved_by=APPROVED_BY,
        review_by=None,
        valid_from=None,
        valid_until=None,
        phrasings=(),
        text=row.text,
        passages=passages_of(row.id, row.text, count_tokens=count_tokens) or (whole,),
    )


def _rows(file: Path, row: type[Row]) -> Iterator[Row]:
    for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield row.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                # The field alone: a message may quote the line, which is somebody's words.
                raise BenchDataError(
                    f"{file}, line {number}: {_what(error)}. A line needs "
                    f"{', '.join(row.model_fields)}."
                ) from None


def _what(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        problem: Any = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
    return "no JSON"


def counted(sets: Sequence[AnswerSet]) -> str:
    """How much there is to do, for a person."""
    asked = sum(len(each.queries) for each in sets)
    left_out = sum(each.left_out for each in sets)
    beside = f"; {left_out} more have their answer in another language only" if left_out else ""
    return f"{len(sets)} bases, {asked} questions{beside}"
