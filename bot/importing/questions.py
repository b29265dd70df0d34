"""Questions with their answers, where one page or document has many of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import Tag

from bot.importing.markdown import HEADINGS, OPENS, parsed
from bot.importing.plain_text import asks, one_line, squeezed
from kb_index.words import plain_words

# One question is a heading; several are a list of them.
FEWEST = 2
# So many headings that ask are a list of questions, whatever its title; an article may ask a few
# times what its reader may ask ("How is it done?"), and each alone would not say what of.
MANY = 6
LIST_WORDS = {"faq", "faqs", "questions", "preguntas", "dudas", "answers", "respuestas"}
# A list of questions is most of its page. An article with some at its end is an article.
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer as HTML."""

    title: str
    answer: str


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that a text consists of, and how much of the text is in none of them."""

    found: tuple[Question, ...]
    left_out: int  # characters


NONE = Questions((), 0)


def questions_of(content: Tag, title: str, linked_data: Sequence[Any] = ()) -> Questions:
    """The questions that a text consists of, in order; none where it is one article."""
    whole = len(squeezed(content.get_text()))
    for found in (_in_text(content, title), _in_linked_data(linked_data)):
        questions = [each for each in found if each.title and _text(each.answer)]
        said = sum(len(squeezed(each.title)) + len(_text(each.answer)) for each in questions)
        if len(questions) >= FEWEST and said >= SHARE * whole:
            return Questions(tuple(questions), max(0, whole - said))
    return NONE


def _in_text(content: Tag, title: str) -> list[Question]:
    """What opens at a click, and what stands under headings that ask."""
    folded = list(_folded(content))
    rest = parsed(str(content))
    for each in rest.find_all("details"):
        each.decompose()
    body = rest.body or rest
    with_headings(body)
    if folded:
        fewest = 1
    elif LIST_WORDS & set(plain_words(title)) or body.find(HEADINGS, attrs={OPENS: True}):
        fewest = FEWEST
    else:
        fewest = MANY
    return [*folded, *_under_headings(body, fewest)]


def with_headings(content: Tag) -> None:
    """Make headings of questions that stand in bold letters in a line of their own."""
    for line in content.find_all(["p", "div", "dt"]):
        children = [child for child in line.children if squeezed(child.get_text())]
        only = children[0] if len(children) == 1 else None
        bold = isinstance(only, Tag) and only.name in ("b", "strong")
        if line.name == "dt" or bold:
            text = one_line(line.get_text(" "))
            if asks(text):
                line.name = "h4"
                line.string = text


def _folded(content: Tag) -> Iterator[Question]:
    """What opens at a click."""
    for details in content.find_all("details"):
        summary = details.find("summary")
        if not isinstance(summary, Tag) or details.find_parent("details"):
            continue
        title = one_line(summary.get_text(" "))
        rest = "".join(str(each) for each in details.contents if each is not summary)
        yield Question(title, rest)


def _under_headings(content: Tag, fewest: int) -> list[Question]:
    """The sections of the first level most of whose headings are questions."""
    for level in HEADINGS:
        headings = content.find_all(level)
        asking = [each for each in headings if asks(one_line(each.get_text(" ")))]
        if len(asking) >= fewest and len(asking) * 2 > len(headings):
            return [
                Question(one_line(each.get_text(" ")), _below(each, content)) for each in asking
            ]
    return []


def _below(heading: Tag, content: Tag) -> str:
    """All that follows a heading until the next one of its level or above, as HTML."""
    ends = HEADINGS[: HEADINGS.index(heading.name) + 1]
    node, parts = heading, list[str]()
    while node is not content:
        for sibling in node.next_siblings:
            if isinstance(sibling, Tag) and (sibling.name in ends or sibling.find(ends)):
                return "".join(parts)
            parts.append(str(sibling))
        if node.parent is None or squeezed("".join(map(_text, parts))):
            return "".join(parts)
        node = node.parent
    return "".join(parts)


def _in_linked_data(data: Sequence[Any]) -> Iterator[Question]:
    """schema.org's FAQPage."""
    for page in _things(data, "FAQPage"):
        for question in _things(page.get("mainEntity"), "Question"):
            for answer in _things(question.get("acceptedAnswer"), "Answer"):
                title = parsed(str(question.get("name") or "")).get_text(" ")
                yield Question(one_line(title), str(answer.get("text") or ""))
                break


def _things(data: Any, kind: str) -> Iterator[dict[str, Any]]:
    pending = [data]
    while pending:
        each = pending.pop(0)
        if isinstance(each, list | tuple):
            pending = [*each, *pending]
        elif isinstance(each, dict):
            kinds = each.get("@type")
            if kind == kinds or (isinstance(kinds, list) and kind in kinds):
                yield each
            else:
                pending = [*_inner(each), *pending]


def _inner(thing: dict[str, Any]) -> list[Any]:
    graph = thing.get("@graph")
    return graph if isinstance(graph, list) else []


def _text(html: str) -> str:
    return squeezed(parsed(html).get_text())
