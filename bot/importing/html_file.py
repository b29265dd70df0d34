"""Articles in HTML pages."""

from bot.importing.document import Document
from bot.importing.encoding import page_text
from bot.importing.found import MOST_CHARACTERS, Failure, FoundArticle, Outcome
from bot.importing.markdown import markdown_of
from bot.importing.naming import slug
from bot.importing.page import Page, page_in
from bot.importing.plain_text import one_line, squeezed
from bot.importing.questions import Questions, questions_of

# More than a sentence outside the questions is worth a look.
WORTH_TELLING = 200
# A page of links leads to articles and is none.
MOST_LINKS = 0.7


def read_html(document: Document) -> list[Outcome]:
    """The article of a page, or each of the questions it consists of."""
    return articles_of(document, page_in(page_text(document.content, header=document.charset)))


def articles_of(document: Document, page: Page) -> list[Outcome]:
    """What a page, or a document turned into one, holds."""
    length = len(page.content.get_text())
    if length > MOST_CHARACTERS:
        return [
            _failure(document, f"has {length:,} characters of text. Split it, or import a part")
        ]
    asked = questions_of(page.content, page.title, page.linked_data)
    if asked.found:
        return list(_questions(document, page, asked))
    if not squeezed(page.content.get_text()):
        return [_failure(document, "has no text. If a script shows it, export the page as a file")]
    if _is_of_links(page):
        what = "The page is a list of links, not an article."
        return [Failure(document.where, what, document.key, mistake=False)]
    return [_article(document, page)]


def _article(document: Document, page: Page) -> Outcome:
    return FoundArticle(
        key=document.key,
        where=document.where,
        title=page.title,
        text=markdown_of(page.content, address=document.address),
        name=document.name,
        language=page.language,
        remarks=pictures_left_out(page.pictures),
        address=document.address,
    )


def _questions(document: Document, page: Page, asked: Questions) -> list[Outcome]:
    articles: list[Outcome] = []
    for number, question in enumerate(asked.found):
        remarks = [] if number else [*pictures_left_out(page.pictures)]
        if not number and asked.left_out > WORTH_TELLING:
            remarks.append(f"{asked.left_out} characters outside the questions are left out")
        title = one_line(question.title)
        articles.append(
            FoundArticle(
                key=f"{document.key}#{slug(title)}",
                where=f"{document.where} ({title})",
                title=title,
                text=markdown_of(question.answer, address=document.address),
                language=page.language,
                remarks=tuple(remarks),
            )
        )
    return articles


def pictures_left_out(pictures: int) -> tuple[str, ...]:
    """The remark on pictures, where there were any."""
    if not pictures:
        return ()
    return ("a picture is left out",) if pictures == 1 else (f"{pictures} pictures are left out",)


def _is_of_links(page: Page) -> bool:
    links = sum(len(squeezed(each.get_text())) for each in page.content.find_all("a"))
    many = len(page.content.find_all("a")) > 2
    return many and links > MOST_LINKS * len(squeezed(page.content.get_text()))


def _failure(document: Document, what: str) -> Failure:
    return Failure(document.where, f"The {document.kind} document {what}.", document.key)
