"""The help centre: articles as pages that people and search engines read."""

from collections.abc import Mapping

from bot.gateway.bodies import HelpSearch
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.headers import FRESH_FOR, WITHOUT_SCRIPTS
from bot.gateway.help_page import STYLE
from bot.gateway.language import offered
from bot.gateway.sitemap import base_address, robots, sitemap

CSS = "text/css; charset=utf-8"
HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


async def help_home(gateway: Gateway, call: Call[None, None]) -> Response:
    """Go to the help centre in the language that the browser asks for."""
    index = gateway.help_centre.index_twins()[call.language]
    return Response("", status=302, media_type=HTML, headers={"Location": index})


async def help_index(gateway: Gateway, call: Call[None, HelpSearch]) -> Response:
    """See all articles by topic, or those that a search finds."""
    language = offered(call.path["language"], gateway.settings.languages)
    if language is None:
        return _missing(gateway, call.language)
    if words := call.query.q:
        found = await gateway.reading_files(gateway.help_centre.found, words, language)
        # Kept by no cache: the words are the visitor's own.
        return _page(gateway.help_pages.found(language, words, found))
    topics = await gateway.reading_files(gateway.help_centre.topics, language)
    return _page(gateway.help_pages.index(language, topics), keep=FRESH_FOR)


async def help_article(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read an article of the knowledge base."""
    language = offered(call.path["language"], gateway.settings.languages)
    if language is None:
        return _missing(gateway, call.language)
    centre, article_id = gateway.help_centre, call.path["article"]
    article = await gateway.reading_files(centre.article, article_id, language)
    if article is None:
        return _missing(gateway, language)
    twins = await gateway.reading_files(centre.twins, article_id)
    topic_name = centre.topic_name(article)
    page = gateway.help_pages.article(article, topic_name=topic_name, twins=twins)
    return _page(page, keep=FRESH_FOR)


async def help_style(gateway: Gateway, call: Call[None, None]) -> Response:
    """Load the style of the help pages."""
    style = await gateway.reading_files(STYLE.read_bytes)
    return Response(style, media_type=CSS, headers=FRESH_FOR)


async def read_sitemap(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read the list of all help pages, for search engines."""
    base = _base(gateway, call)
    pages = await gateway.reading_files(gateway.help_centre.pages)
    return Response(sitemap(pages, base=base), media_type=XML)


async def read_robots(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read what search engines may look at."""
    return Response(robots(base=_base(gateway, call)), media_type=PLAIN)


def _base(gateway: Gateway, call: Call[None, None]) -> str:
    return base_address(gateway.settings.gateway.public_url, host=call.headers.get("host"))


def _missing(gateway: Gateway, language: str) -> Response:
    return _page(gateway.help_pages.missing(language), status=404)


def _page(page: str, *, status: int = 200, keep: Mapping[str, str] = {}) -> Response:
    return Response(page, status=status, media_type=HTML, headers={**keep, **WITHOUT_SCRIPTS})
