"""What a browser asks for: the demo page, the widget's files, articles, and how we are."""

from bot.gateway.bodies import DemoConfiguration, Health
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.help_page import STYLE, article_page, no_article_page
from bot.gateway.language import offered
from bot.gateway.problems import NotFound
from bot.gateway.static_files import find_file

HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"
# Files keep their names when they change, so that a browser asks again soon.
FRESH_FOR = {"Cache-Control": "public, max-age=60"}


async def demo_page(gateway: Gateway, call: Call[None, None]) -> Response:
    """See the demo page."""
    return await _file(gateway, "demo", "index.html")


async def widget_file(gateway: Gateway, call: Call[None, None]) -> Response:
    """Load a file of the widget or of the demo page."""
    first, _, rest = call.path["path"].partition("/")
    place = ("demo", rest) if first == "demo" else ("built", call.path["path"])
    return await _file(gateway, *place)


async def demo_configuration(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read what the demo page shows of this workspace."""
    settings = gateway.settings
    starters = {language: list(questions) for language, questions in settings.starters.items()}
    return Response(
        DemoConfiguration(
            company=settings.company,
            languages=list(settings.languages),
            site=next(iter(settings.sites), ""),
            starters=starters,
            demo=settings.demo,
        )
    )


async def help_style(gateway: Gateway, call: Call[None, None]) -> Response:
    """Load the style of the help pages."""
    style = await gateway.reading_files(STYLE.read_bytes)
    return Response(style, media_type=CSS, headers=FRESH_FOR)


async def help_article(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read an article of the knowledge base."""
    company = gateway.settings.company
    language = offered(call.path["language"], gateway.settings.languages)
    if language is not None:
        article = await gateway.reading_files(gateway.article, call.path["article"], language)
        if article is not None:
            page = article_page(article, company=company, texts=gateway.texts)
            return Response(page, media_type=HTML, headers=FRESH_FOR)
    page = no_article_page(language or call.language, company=company, texts=gateway.texts)
    return Response(page, status=404, media_type=HTML)


async def health(gateway: Gateway, call: Call[None, None]) -> Response:
    """Ask whether the gateway answers."""
    return Response(Health())


async def read_openapi(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read this description of the interface."""
    return Response(gateway.openapi)


async def _file(gateway: Gateway, folder: str, path: str) -> Response:
    file = await gateway.reading_files(find_file, gateway.widget / folder, path)
    if file is None:
        raise NotFound
    return Response(file.content, media_type=file.media_type, headers=FRESH_FOR)
