"""Binds the route table to Sanic: the only code that reads its requests and makes its responses."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing, suppress
from functools import cache
from http import HTTPMethod
from typing import Any

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import BaseHTTPResponse

from bot.gateway.access import admit, admit_agent, is_link
from bot.gateway.bodies import Localised, NewConversation
from bot.gateway.caller import caller_block
from bot.gateway.console import ConsoleDoor, is_of_console
from bot.gateway.edge import FORM, read_form, read_json
from bot.gateway.exchange import Access, Call, Response, Route, nothing
from bot.gateway.gateway import Gateway
from bot.gateway.headers import NOT_KEPT, PREFLIGHT, Origins, cross_origin, secured
from bot.gateway.language import offered, preferred
from bot.gateway.paths import sanic_path
from bot.gateway.problem_response import problem_response
from bot.gateway.problems import InvalidRequest, NotJson, Problem
from bot.gateway.request_ids import HEADER, begin_request
from bot.gateway.surprise import log, report

Endpoint = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


def bind(
    app: Sanic[Any, Any], gateway: Gateway, routes: Sequence[Route], *, console: ConsoleDoor
) -> None:
    """Makes the app answer the routes, preflights and everything that goes wrong."""
    for route in routes:
        methods: list[str] = [route.method]
        if route.method is HTTPMethod.GET and route.access is Access.PUBLIC:
            methods.append(HTTPMethod.HEAD)
        endpoint = _endpoint(gateway, route)
        app.add_route(
            endpoint,
            sanic_path(route.path),
            methods=methods,
            name=route.name,
            stream=route.takes_file,
        )
    for number, path in enumerate(dict.fromkeys(route.path for route in routes)):
        app.add_route(_preflight, sanic_path(path), methods=["OPTIONS"], name=f"preflight{number}")
    origins = Origins.of(gateway.settings.sites)
    secure = secured(gateway.settings.gateway.public_url)

    async def begin(request: Request) -> None:
        begin_request(request, gateway.proxies)

    async def answer_problem(request: Request, error: Exception) -> HTTPResponse:
        request_id = begin_request(request, gateway.proxies)
        if is_of_console(request.path):
            return await console.problem(request, error)
        language = _language(gateway, request)
        return problem_response(gateway, error, language=language, request_id=request_id)

    async def complete_headers(request: Request, response: BaseHTTPResponse) -> None:
        allowed = origins.allowed(getattr(request.ctx, "site", None))
        shared = cross_origin(request.headers.get("origin"), allowed=allowed)
        asked = {HEADER: begin_request(request, gateway.proxies)}
        for name, value in {**secure, **NOT_KEPT, **shared, **asked}.items():
            response.headers.setdefault(name, value)  # what a handler says itself holds
        gateway.metrics.responded(response.status)

    app.error_handler.add(Exception, answer_problem)
    app.register_middleware(begin, "request")
    app.register_middleware(complete_headers, "response")


def _endpoint(gateway: Gateway, route: Route) -> Endpoint:
    async def endpoint(request: Request, **path: str) -> HTTPResponse | None:
        gateway.door.pass_through()
        call = await _call(gateway, route, request, path)
        try:
            response = await route.handler(gateway, call)
        except Problem:
            await _read_to_its_end(call.upload, within=gateway.patience.upload)
            raise
        if isinstance(response.body, AsyncIterator):
            await _stream(request, response, response.body, doing=route.name)
            return None
        return _whole(response, response.body)

    return endpoint


async def _call(
    gateway: Gateway, route: Route, request: Request, path: Mapping[str, str]
) -> Call[Any, Any]:
    opened = signed_in = None
    authorization = request.headers.get("authorization", "")
    if route.access is Access.AGENT:
        signed_in = await admit_agent(gateway, route.role, authorization=authorization)
    elif route.access is not Access.PUBLIC and not is_link(route.access, path):
        opened = await admit(
            gateway,
            route.access,
            authorization=authorization,
            conversation_id=path.get("conversation_id"),
        )
        request.ctx.locale = opened.conversation.locale
        request.ctx.site = opened.conversation.site
    body = _body(gateway, route, request)
    if isinstance(body, Localised) and (told := offered(body.locale, gateway.settings.languages)):
        request.ctx.locale = told
    if isinstance(body, NewConversation):
        request.ctx.site = body.site_among(gateway.settings.sites)
    return Call(
        body=body,
        query=_query(route, request),
        language=_language(gateway, request),
        headers=request.headers,
        path=path,
        address=_address(gateway, request),
        opened=opened,
        upload=_upload(gateway, request) if route.takes_file else nothing(),
        content=request.body,
        signed_in=signed_in,
    )


def _upload(gateway: Gateway, request: Request) -> AsyncIterator[bytes]:
    # Sanic reads what a handler leaves unread of a stream, however long that is, unless told.
    largest = int(gateway.settings.attachments.megabytes * 1_000_000)
    request.stream.request_max_size = 2 * largest  # type: ignore[union-attr]
    return aiter(request.stream)  # type: ignore[arg-type]


async def _read_to_its_end(upload: AsyncIterator[bytes], *, within: float) -> None:
    # Whoever is still sending does not read why they are refused.
    with suppress(SanicException, TimeoutError):
        async with asyncio.timeout(within):
            async for _ in upload:
                pass


def _address(gateway: Gateway, request: Request) -> str:
    forwarded_for = request.headers.getall("x-forwarded-for", [])
    if forwarded_for and not gateway.proxies:
        _tell_of_proxy()
    return caller_block(request.ip, forwarded_for, gateway.proxies)


@cache  # once is enough: everybody can send the header
def _tell_of_proxy() -> None:
    log.warning(
        "A request came with X-Forwarded-For, which is not believed. If a proxy stands in front, "
        "declare it as gateway.proxies in bot/settings.yml: now all behind it count as one address."
    )


def _language(gateway: Gateway, request: Request) -> str:
    languages = gateway.settings.languages
    spoken = offered(getattr(request.ctx, "locale", None), languages)
    wished = preferred(request.headers.get("accept-language"), languages)
    return spoken or wished or gateway.settings.default_language


def _body(gateway: Gateway, route: Route, request: Request) -> BaseModel | None:
    if route.body is None:
        return None
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if route.page and media_type == FORM:
        return _validated(route.body, read_form(request.body), strict=False)
    if media_type != "application/json":
        raise NotJson
    content = read_json(request.body, max_depth=gateway.limits.json_depth)
    return _validated(route.body, content)


def _query(route: Route, request: Request) -> BaseModel | None:
    if route.query is None:
        return None
    # An empty value is a value: `?after=` must not pass for no `after`.
    parameters = request.get_args(keep_blank_values=True)
    given = {name: values[0] if len(values) == 1 else values for name, values in parameters.items()}
    return _validated(route.query, given)


def _validated(model: type[BaseModel], content: Any, *, strict: bool | None = None) -> BaseModel:
    try:
        return model.model_validate(content, strict=strict)
    except ValidationError as error:
        raise InvalidRequest.because(error) from None


def _whole(response: Response, body: BaseModel | str | bytes) -> HTTPResponse:
    content = body.model_dump_json(exclude_none=True) if isinstance(body, BaseModel) else body
    return HTTPResponse(
        content,
        status=response.status,
        content_type=response.media_type,
        headers=dict(response.headers),
    )


async def _stream(
    request: Request, response: Response, chunks: AsyncIterator[bytes], *, doing: str
) -> None:
    wire = await request.respond(
        status=response.status,
        content_type=response.media_type,
        headers=dict(response.headers),
    )
    try:
        async with aclosing(chunks) as open_chunks:  # type: ignore[type-var]
            async for chunk in open_chunks:
                await wire.send(chunk)
    except Exception as error:
        # Nothing can be said any more; the client sees the end and comes back.
        report(error, doing)


async def _preflight(request: Request, **path: str) -> HTTPResponse:
    return HTTPResponse(status=204, headers=dict(PREFLIGHT))
