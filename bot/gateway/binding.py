"""Binds the route table to Sanic: the only code that reads its requests and makes its responses."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import aclosing
from functools import cache
from http import HTTPMethod
from typing import Any

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse

from bot.gateway.access import admit
from bot.gateway.bodies import Localised
from bot.gateway.caller import caller_block
from bot.gateway.edge import read_json
from bot.gateway.exchange import Access, Call, Response, Route
from bot.gateway.gateway import Gateway
from bot.gateway.headers import NOT_KEPT, PREFLIGHT, SECURITY, cross_origin
from bot.gateway.language import offered, preferred
from bot.gateway.openapi import PATH_PARAMETER
from bot.gateway.problem_response import problem_response
from bot.gateway.problems import InvalidRequest, NotJson
from bot.gateway.surprise import log, report

Endpoint = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


def bind(app: Sanic[Any, Any], gateway: Gateway, routes: Sequence[Route]) -> None:
    """Makes the app answer the routes, preflights and everything that goes wrong."""
    for route in routes:
        methods: list[str] = [route.method]
        if route.method is HTTPMethod.GET and route.access is Access.PUBLIC:
            methods.append(HTTPMethod.HEAD)
        endpoint = _endpoint(gateway, route)
        app.add_route(endpoint, sanic_path(route.path), methods=methods, name=route.name)
    for number, path in enumerate(dict.fromkeys(route.path for route in routes)):
        app.add_route(_preflight, sanic_path(path), methods=["OPTIONS"], name=f"preflight{number}")
    origins = {origin for site in gateway.settings.sites.values() for origin in site.origins}

    async def answer_problem(request: Request, error: Exception) -> HTTPResponse:
        return problem_response(gateway, error, language=_language(gateway, request))

    async def complete_headers(request: Request, response: BaseHTTPResponse) -> None:
        shared = cross_origin(request.headers.get("origin"), allowed=origins)
        for name, value in {**SECURITY, **NOT_KEPT, **shared}.items():
            response.headers.setdefault(name, value)  # what a handler says itself holds

    app.error_handler.add(Exception, answer_problem)
    app.register_middleware(complete_headers, "response")


def sanic_path(path: str) -> str:
    """`/widget/{path}` as Sanic writes it; `path` takes slashes, every other name does not."""
    return PATH_PARAMETER.sub(
        lambda found: f"<{found[1]}:{'path' if found[1] == 'path' else 'str'}>", path
    )


def _endpoint(gateway: Gateway, route: Route) -> Endpoint:
    async def endpoint(request: Request, **path: str) -> HTTPResponse | None:
        call = await _call(gateway, route, request, path)
        response = await route.handler(gateway, call)
        if isinstance(response.body, AsyncIterator):
            await _stream(request, response, response.body, doing=route.name)
            return None
        return _whole(response, response.body)

    return endpoint


async def _call(
    gateway: Gateway, route: Route, request: Request, path: Mapping[str, str]
) -> Call[Any, Any]:
    opened = None
    if route.access is not Access.PUBLIC:
        opened = await admit(
            gateway,
            route.access,
            authorization=request.headers.get("authorization", ""),
            conversation_id=path["conversation_id"],
        )
        request.ctx.locale = opened.conversation.locale
    body = _body(gateway, route, request)
    if isinstance(body, Localised) and (told := offered(body.locale, gateway.settings.languages)):
        request.ctx.locale = told
    return Call(
        body=body,
        query=_query(route, request),
        language=_language(gateway, request),
        headers=request.headers,
        path=path,
        address=_address(gateway, request),
        opened=opened,
    )


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


def _validated(model: type[BaseModel], content: Any) -> BaseModel:
    try:
        return model.model_validate(content)
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
