"""Word documents, by way of the HTML that mammoth makes of their styles."""

from io import BytesIO

import mammoth
from bs4 import Tag

from bot.importing.archive import refused
from bot.importing.document import Document
from bot.importing.found import Failure, Outcome
from bot.importing.html_file import articles_of
from bot.importing.markdown import parsed, without_active
from bot.importing.page import Page
from bot.importing.plain_text import one_line

STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='Subtitle'] => p:fresh"
DAMAGED = "The document is damaged. Open it with Word or LibreOffice and save it again."


def read_docx(document: Document) -> list[Outcome]:
    """The article of a document, or each of the questions it consists of."""
    why_not = refused(document.content, program="Word or LibreOffice")
    if why_not:
        return [Failure(document.where, why_not, document.key)]
    try:
        html = mammoth.convert_to_html(
            BytesIO(document.content),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(_left_out),
        ).value
    except Exception:  # mammoth lets through whatever its XML reader raises
        return [Failure(document.where, DAMAGED, document.key)]
    return articles_of(document, page_of(html, document))


def page_of(html: str, document: Document) -> Page:
    """A document without head or frame as a page."""
    root = parsed(html)
    content = root.body or root
    pictures = without_active(content)
    return Page(_taken_title(content) or _named(document), None, content, (), pictures)


def _taken_title(content: Tag) -> str:
    """The title or the only heading of the first level, which is then no part of the text."""
    headings = content.find_all("h1", class_="title") or content.find_all("h1")
    if len(headings) != 1:
        return ""
    title = one_line(headings[0].get_text(" "))
    headings[0].decompose()
    return title


def _named(document: Document) -> str:
    return document.name.replace("-", " ").replace("_", " ").strip().capitalize()


def _left_out(_image: object) -> dict[str, str]:
    return {"src": "left-out"}  # counted, then taken out
