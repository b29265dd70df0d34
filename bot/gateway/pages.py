"""What a browser asks for: the demo page, the widget's files, and how we are."""

from collections.abc import Mapping

from bot.gateway.bodies import DemoConfiguration, Health
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.headers import FRESH_BEHIND, FRESH_FOR, NEVER_CHANGES
from bot.gateway.problems import NotFound
from bot.gateway.static_files import StaticFile, find_file, squeezed, takes_gzip
from bot.gateway.widget_releases import file_for, is_released, versions_in


async def demo_page(gateway: Gateway, call: Call[None, None]) -> Response:
    """See the demo page."""
    return await _file(gateway, call, "demo", "index.html")


async def widget_file(gateway: Gateway, call: Call[None, None]) -> Response:
    """Load a file of the widget, the newest or one of a released version, or of the demo page."""
    path = call.path["path"]
    if path.startswith("demo/"):
        return await _file(gateway, call, "demo", path.removeprefix("demo/"))
    kept = NEVER_CHANGES if is_released(path) else FRESH_BEHIND
    versions = await gateway.reading_files(versions_in, gateway.widget / "built")
    file = file_for(path, versions)
    if file is None:
        raise NotFound
    return await _file(gateway, call, "built", file, kept)


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
            privacy=dict(settings.privacy.notice),
            demo=settings.demo,
        )
    )


async def health(gateway: Gateway, call: Call[None, None]) -> Response:
    """Ask whether the gateway answers."""
    return Response(Health())


async def read_openapi(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read this description of the interface."""
    return Response(gateway.openapi)


async def _file(
    gateway: Gateway,
    call: Call[None, None],
    folder: str,
    path: str,
    kept: Mapping[str, str] = FRESH_FOR,
) -> Response:
    file = await gateway.reading_files(find_file, gateway.widget / folder, path)
    if file is None:
        raise NotFound
    squeeze = takes_gzip(call.headers.get("accept-encoding", ""))
    return await gateway.reading_files(_sent, file, kept, squeeze=squeeze)


def _sent(file: StaticFile, kept: Mapping[str, str], *, squeeze: bool) -> Response:
    headers = {**kept, "Vary": "Accept-Encoding, Origin"}
    small = squeezed(file.content) if squeeze else None
    if small is None:
        return Response(file.content, media_type=file.media_type, headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(small, media_type=file.media_type, headers=headers)
