"""The page of an article, and the one that says there is none."""

from html import escape
from pathlib import Path
from string import Template

from bot.gateway.texts import Texts
from kb_index.article import Article

HERE = Path(__file__).parent
STYLE = HERE / "help_page.css"
TEMPLATE = Template((HERE / "help_page.html").read_text(encoding="utf-8"))


def article_page(article: Article, *, company: str, texts: Texts) -> str:
    """The article's title and text; its HTML is safe as kb_index makes it."""
    site = texts.say("help-center", article.language, company=company)
    return _page(article.language, site, article.title, content=article.html)


def no_article_page(language: str, *, company: str, texts: Texts) -> str:
    """There is no such article; the chat is the way on."""
    site = texts.say("help-center", language, company=company)
    sentence = escape(texts.say("page-not-found-text", language))
    title = texts.say("page-not-found", language)
    return _page(language, site, title, content=f"<p>{sentence}</p>")


def _page(language: str, site: str, title: str, *, content: str) -> str:
    return TEMPLATE.substitute(
        language=escape(language), site=escape(site), title=escape(title), content=content
    )
