"""The door to the workbench: its pages, read from Sanic's requests and made into its responses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sanic import HTTPResponse, Request, Sanic

from bot.console.addresses import HOME
from bot.console.answering import answer, begin, refuse
from bot.console.building import beside_release
from bot.console.catalogue import LANGUAGES
from bot.console.console import Console
from bot.console.cookies import cookies_of
from bot.console.route import Route
from bot.console.routes import ROUTES
from bot.console.visit import Asked, Reply, Visit
from bot.gateway.blocking import Blocking
from bot.gateway.caller import caller_block
from bot.gateway.console_forms import Sent, read_sent
from bot.gateway.edge import clean_text
from bot.gateway.gateway import Gateway
from bot.gateway.headers import FRESH_FOR
from bot.gateway.language import preferred
from bot.gateway.paths import sanic_path
from bot.gateway.problem_response import problem_of
from bot.gateway.problems import InternalError, NotFound
from bot.gateway.rates import Caller
from bot.gateway.request_ids import begin_request
from bot.gateway.static_files import find_file
from bot.gateway.surprise import report

STATIC = Path(__file__).parent.parent / "console" / "static"
THREADS = 4
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")

# Scripts and styles are files of ours, and nobody shows a page of the workbench in a frame.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # its forms name their page; no other site learns any
}
# What a problem of the gateway's is called on a page.
SLUGS: Mapping[int, str] = {
    404: "not-there",
    405: "not-there",
    413: "too-large",
    429: "too-often",
    500: "internal-error",
    503: "unavailable",
}


class ConsoleDoor:
    """Has pages made in a few threads of their own: they never keep a contact's message waiting."""

    def __init__(self, console: Console, gateway: Gateway) -> None:
        self._console = console
        self._gateway = gateway
        self._pages = Blocking(THREADS)
        self._secure = (gateway.settings.gateway.public_url or "").startswith("https://")

    def bind(self, app: Sanic[Any, Any]) -> None:
        """Makes the app answer the workbench's routes, and say on a page what is not there."""
        for number, route in enumerate(ROUTES):
            name = f"console{number}_{route.name}"
            methods = [route.method.value]
            app.add_route(
                self._endpoint(route),
                sanic_path(route.path),
                methods=methods,
                name=name,
                stream=route.changes,
            )
        app.add_route(self._static, f"{HOME}/static/<path:path>", name="console_static")
        app.add_route(
            self._missing, f"{HOME}/<path:path>", methods=EVERY_METHOD, name="console_missing"
        )

    def take_up(self) -> None:
        """Goes over to the release that the gateway has gone over to."""
        gateway = self._gateway
        self._console = beside_release(
            self._console,
            desk=gateway.desk,
            handoffs=gateway.handoffs,
            find_articles=gateway.help_centre.found,
        )

    async def close(self) -> None:
        """Waits for the pages that are being made."""
        self._pages.close()

    async def problem(self, request: Request, error: Exception) -> HTTPResponse:
        """Anything that went wrong, as a page; a surprise is logged and tells nothing of itself."""
        problem = problem_of(error)
        if isinstance(problem, InternalError):
            report(error, "a page of the workbench")
        slug = SLUGS.get(problem.status, "broken-request")
        asked = _asked(request, self._request_id(request))
        language = self._language(request)

        def page() -> tuple[Visit, Reply]:
            visit = begin(self._console, asked, language=language)
            return visit, refuse(self._console, visit, slug, problem.status)

        visit, reply = await self._pages(page)
        return self._response(visit, reply, problem.headers)

    def _endpoint(self, route: Route) -> Any:
        async def endpoint(request: Request, **path: str) -> HTTPResponse:
            self._gateway.door.pass_through()
            if route.checks_password:
                self._gateway.rates.count("sign_ins", Caller(self._address(request), ""))
            sent = await read_sent(request, most=route.most_bytes) if route.changes else Sent()
            asked = _asked(
                request,
                self._request_id(request),
                path={name: clean_text(unquote(value)) for name, value in path.items()},
                fields=sent.fields,
                files=sent.files,
            )
            lane = self._gateway.checking_passwords if route.checks_password else self._pages
            visit, reply = await lane(
                answer, self._console, route, asked, language=self._language(request)
            )
            return self._response(visit, reply)

        return endpoint

    async def _static(self, request: Request, path: str) -> HTTPResponse:
        file = await self._gateway.reading_files(find_file, STATIC, path)
        if file is None:
            raise NotFound
        return HTTPResponse(
            file.content, content_type=file.media_type, headers={**HEADERS, **FRESH_FOR}
        )

    async def _missing(self, request: Request, path: str) -> HTTPResponse:
        raise NotFound

    def _response(
        self, visit: Visit, reply: Reply, headers: Mapping[str, str] | None = None
    ) -> HTTPResponse:
        response = HTTPResponse(
            reply.body,
            status=reply.status,
            content_type=reply.media_type,
            headers={**HEADERS, "Content-Language": visit.language, **reply.headers}
            | dict(headers or {}),
        )
        for cookie in cookies_of(visit, reply):
            response.headers.add("Set-Cookie", cookie.header(secure=self._secure))
        return response

    def _language(self, request: Request) -> str:
        wished = preferred(request.headers.get("accept-language"), LANGUAGES)
        own = self._gateway.settings.default_language
        return wished or (own if own in LANGUAGES else LANGUAGES[0])

    def _request_id(self, request: Request) -> str:
        return begin_request(request, self._gateway.proxies)

    def _address(self, request: Request) -> str:
        forwarded_for = request.headers.getall("x-forwarded-for", [])
        return caller_block(request.ip, forwarded_for, self._gateway.proxies)


def is_of_console(path: str) -> bool:
    """Whether a path is the workbench's."""
    return path == HOME or path.startswith(f"{HOME}/")


def _asked(request: Request, request_id: str, **parts: Any) -> Asked:
    query = request.get_args(keep_blank_values=True)
    return Asked(
        address=request.path + (f"?{request.query_string}" if request.query_string else ""),
        query={clean_text(name): clean_text(values[-1]) for name, values in query.items()},
        headers={name.lower(): value for name, value in request.headers.items()},
        cookies={name: values[0] for name, values in request.cookies.items()},
        request_id=request_id,
        **parts,
    )
