"""What a browser asks for: the demo page, the widget's files, and how we are."""

from bot.gateway.bodies import DemoConfiguration, Health
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.headers import FRESH_FOR
from bot.gateway.problems import NotFound
from bot.gateway.static_files import find_file


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
