"""Articles in a table of questions and answers; several questions of one answer are one article."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.importing.document import Document
from bot.importing.found import MOST_CHARACTERS, Failure, FoundArticle, Outcome
from bot.importing.html_file import pictures_left_out
from bot.importing.markdown import markdown_of, parsed, without_active
from bot.importing.markdown_file import html_of
from bot.importing.naming import slug
from bot.importing.plain_text import one_line, squeezed, tidy
from kb_index.words import plain

# Column → what people and other systems call it, without accents.
HEADERS = {
    "question": ("question", "pregunta", "questions", "preguntas", "consulta", "q"),
    "answer": ("answer", "respuesta", "answers", "respuestas", "a", "r"),
    "title": ("title", "titulo"),
    "topic": ("topic", "tema", "category", "categoria", "section", "seccion"),
    "language": ("language", "idioma", "lang", "lengua", "locale"),
    "phrasings": ("phrasings", "phrasing", "frases", "variantes", "otras preguntas"),
}
COLUMNS = {name: column for column, names in HEADERS.items() for name in names}
MOST_ROWS = 50_000
# "Yes." may answer any question; what says more answers one, however it is asked.
SAYS_ENOUGH = 15
# A line above the header, e.g. the table's title, is no mistake.
HEADER_WITHIN = 5
_HTML = re.compile(r"<(p|br|div|span|ul|ol|li|b|strong|i|em|a|table|h[1-6])\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*[•·▪‣◦]\s*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row and where it stands, e.g. `3` or `Sheet1, row 3`."""

    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    where: str
    title: str
    questions: tuple[str, ...]
    answer: str
    topic: str | None
    language: str | None


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row names the columns."""
    columns = set(columns_of(cells))
    return "answer" in columns and bool({"question", "title"} & columns)


def columns_of(cells: Sequence[str]) -> list[str]:
    """What each column holds; "" for one that is not known."""
    return [COLUMNS.get(" ".join(plain(one_line(cell)).split()), "") for cell in cells]


def articles_in(document: Document, rows: Iterable[Row]) -> list[Outcome]:
    """The articles of a table, in its order, and what is wrong with its rows."""
    numbered = iter(rows)
    columns = _header(numbered)
    if not columns:
        names = "; ".join(", ".join(names[:2]) for names in HEADERS.values())
        what = f"No row names the columns. Write a first row with question and answer ({names})."
        return [Failure(document.where, what, document.key)]
    entries: list[_Entry] = []
    failures: list[Outcome] = []
    for number, row in enumerate(numbered):
        if number >= MOST_ROWS:
            what = f"There are over {MOST_ROWS:,} rows. Split the table."
            failures.append(Failure(f"{document.where}:{row.place}", what, document.key))
            break
        if not any(map(squeezed, row.cells)):
            continue
        match _entry(document, columns, row):
            case Failure() as failure:
                failures.append(failure)
            case entry:
                entries.append(entry)
    return [*(_article(document, group) for group in _of_one_answer(entries)), *failures]


def _header(rows: Iterator[Row]) -> list[str]:
    for _, row in zip(range(HEADER_WITHIN), rows, strict=False):
        if is_header(row.cells):
            return columns_of(row.cells)
    return []


def _entry(document: Document, columns: Sequence[str], row: Row) -> _Entry | Failure:
    where = f"{document.where}:{row.place}"
    said = {
        column: tidy(cell).strip()
        for column, cell in zip(columns, row.cells, strict=False)
        if column and cell.strip()
    }
    if sum(map(len, row.cells)) > MOST_CHARACTERS:
        what = f"The row has over {MOST_CHARACTERS:,} characters. A quote may be missing before it."
        return Failure(where, what, document.key)
    question = one_line(said.get("question", ""))
    title = one_line(said.get("title", "")) or question
    if not title or not said.get("answer"):
        missing = "answer" if title else "question"
        return Failure(
            where, f"The {missing} is empty. Write it, or take the row out.", document.key
        )
    more = re.split(r"[\n|]", said.get("phrasings", ""))
    questions = [question, *map(one_line, more)]
    return _Entry(
        where,
        title,
        tuple(each for each in questions if each and each != title),
        said["answer"],
        said.get("topic"),
        said.get("language"),
    )


def _of_one_answer(entries: Iterable[_Entry]) -> list[list[_Entry]]:
    groups: dict[tuple[str, str], list[_Entry]] = {}
    for number, entry in enumerate(entries):
        answer = squeezed(entry.answer)
        alike = answer if len(answer) >= SAYS_ENOUGH else f"{number}"
        groups.setdefault((entry.language or "", alike), []).append(entry)
    return list(groups.values())


def _article(document: Document, group: Sequence[_Entry]) -> Outcome:
    first = group[0]
    root = parsed(_answer_html(first.answer))
    remarks = list(pictures_left_out(without_active(root)))
    text = markdown_of(root, address=document.address)
    if not text:
        what = "Nothing is left of the answer without scripts and pictures. Write it in words."
        return Failure(first.where, what, document.key)
    topics = dict.fromkeys(entry.topic for entry in group if entry.topic)
    if len(topics) > 1:
        remarks.append("its rows name several topics; the first is taken")
    titles = [entry.title for entry in group[1:]]
    asked = [question for entry in group for question in entry.questions]
    return FoundArticle(
        key=f"{document.key}#{slug(first.title) or slug(first.where)}",
        where=first.where,
        title=first.title,
        text=text,
        language=first.language,
        topic=next(iter(topics), None),
        phrasings=tuple(dict.fromkeys([*titles, *asked])),
        remarks=tuple(remarks),
    )


def _answer_html(answer: str) -> str:
    if _HTML.search(answer):
        return answer
    return html_of(_BULLET.sub("- ", answer), lines_as_written=True)
