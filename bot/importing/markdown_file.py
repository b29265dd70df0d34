"""Articles in Markdown files, with the front matter of whatever system wrote them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bs4 import Tag
from markdown_it import MarkdownIt

from bot.importing.document import Document
from bot.importing.encoding import text_of
from bot.importing.found import MOST_CHARACTERS, Failure, FoundArticle, Outcome
from bot.importing.html_file import articles_of
from bot.importing.markdown import HEADINGS, parsed, without_active
from bot.importing.page import Page
from bot.importing.plain_text import one_line
from kb_index.front_matter import FENCE, Unreadable, taken_apart
from kb_index.words import plain

TOML_FENCE = "+++"
# What Jekyll, Hugo, Docusaurus, Astro, MkDocs and people call a field.
TITLE = ("title", "titulo")
NAME = ("id", "slug", "permalink", "url")
LANGUAGE = ("language", "lang", "locale", "idioma")
TOPIC = ("topic", "tema", "category", "categoria", "categories", "section", "seccion")
PHRASINGS = ("phrasings", "phrasing", "questions", "preguntas")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_LINES_AS_WRITTEN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable("table")


@dataclass(frozen=True, slots=True)
class Unparsed:
    """The fields above a text, and the text."""

    fields: Mapping[str, Any]
    body: str


def read_markdown(document: Document) -> list[Outcome]:
    """The article of a file, or each of the questions it consists of."""
    text = text_of(document.content)
    if len(text) > MOST_CHARACTERS:
        what = f"The file has {len(text):,} characters. Split it, or import a part."
        return [Failure(document.where, what, document.key)]
    match _taken_apart(text):
        case Unreadable(line, message):
            return [Failure(f"{document.where}:{line}", message, document.key)]
        case Unparsed(fields, body):
            return [_with_fields(each, fields) for each in _articles(document, fields, body)]


def html_of(markdown: str, *, lines_as_written: bool = False) -> str:
    """Markdown of any system as HTML, not yet safe."""
    return str((_LINES_AS_WRITTEN if lines_as_written else _MARKDOWN).render(markdown))


def _taken_apart(text: str) -> Unparsed | Unreadable:
    lines = text.splitlines()
    first = lines[0].rstrip() if lines else ""
    if first == FENCE and FENCE in [line.rstrip() for line in lines[1:]]:
        match taken_apart(text):
            case Unreadable() as unreadable:
                return unreadable
            case found:
                return Unparsed(_plainly_named(found.fields), found.body)
    if first == TOML_FENCE and TOML_FENCE in lines[1:]:
        end = lines.index(TOML_FENCE, 1)
        try:
            fields = tomllib.loads("\n".join(lines[1:end]))
        except (tomllib.TOMLDecodeError, RecursionError):
            return Unreadable(2, "The front matter is not TOML. Correct it, or take it out.")
        return Unparsed(_plainly_named(fields), "\n".join(lines[end + 1 :]))
    return Unparsed({}, text)


def _plainly_named(fields: Mapping[Any, Any]) -> dict[str, Any]:
    return {plain(str(name)): value for name, value in fields.items()}


def _articles(document: Document, fields: Mapping[str, Any], body: str) -> list[Outcome]:
    root = parsed(html_of(body))
    content = root.body or root
    pictures = without_active(content)
    title = _said(fields, TITLE) or _taken_title(content)
    made_up = not title
    if made_up:
        title = document.name.replace("-", " ").replace("_", " ").strip().capitalize()
    page = Page(title, _said(fields, LANGUAGE) or None, content, (), pictures)
    found = articles_of(document, page)
    if made_up and len(found) == 1 and isinstance(found[0], FoundArticle):
        remark = "it has no title; this is its file's name"
        return [replace(found[0], remarks=(*found[0].remarks, remark))]
    return found


def _taken_title(content: Tag) -> str:
    """The first heading, which is then no part of the text; none where there are words before."""
    first = next(iter(content.find_all(True, recursive=False)), None)
    if first is None or first.name not in HEADINGS:
        return ""
    title = one_line(first.get_text(" "))
    alone = len(content.find_all(first.name)) == 1
    if first.name == "h1" or alone:
        first.decompose()
        return title
    return ""


def _with_fields(outcome: Outcome, fields: Mapping[str, Any]) -> Outcome:
    if isinstance(outcome, Failure):
        return outcome
    topic = _said(fields, TOPIC) or None
    if "#" in outcome.key:  # one of many questions
        return replace(outcome, topic=topic)
    name = _said(fields, NAME).strip("/").rsplit("/", 1)[-1]
    phrasings = tuple(_several(fields, PHRASINGS))
    return replace(outcome, topic=topic, name=name or outcome.name, phrasings=phrasings)


def _said(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the fields that says something, as text."""
    return next(iter(_several(fields, names)), "")


def _several(fields: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    for name in names:
        value = fields.get(name)
        values = value if isinstance(value, list) else [value]
        said = [one_line(str(each)) for each in values if isinstance(each, str | int)]
        if said := [each for each in said if each]:
            return said
    return []
