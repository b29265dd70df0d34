"""The OpenAPI 3.1 description of the route table."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.gateway.bodies import ProblemDocument
from bot.gateway.edge import FORM
from bot.gateway.exchange import Access, Route
from bot.gateway.paths import PATH_PARAMETER
from bot.gateway.problems import (
    MEDIA_TYPE,
    AttachmentTooLarge,
    BodyTooLarge,
    InvalidRequest,
    NotAForm,
    NotFound,
    NotJson,
    NotYourRole,
    Problem,
    Unauthorised,
    UnreadableBody,
    UnreadableForm,
)

REFERENCE = "#/components/schemas/{model}"
FILE_FORM = {
    "schema": {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}},
        "additionalProperties": False,
    }
}


def describe(routes: Sequence[Route], *, title: str, version: str) -> dict[str, Any]:
    """The whole document, every route in it."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": _schemas(routes),
            "securitySchemes": {
                name: {"type": "http", "scheme": "bearer"} for name in ("conversation", "agent")
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": list(_parameters(route)),
        "responses": _responses(route),
    }
    if route.access is Access.AGENT:
        operation["security"] = [{"agent": []}]
        operation["x-role"] = route.role
    elif route.access is not Access.PUBLIC:
        operation["security"] = [{"conversation": []}]
        if route.access is Access.ATTACHMENT:
            operation["security"].append({})  # a signed link needs none
    if route.body is not None:
        kinds = ("application/json", FORM) if route.page else ("application/json",)
        content = {kind: {"schema": _reference(route.body)} for kind in kinds}
        operation["requestBody"] = {"required": True, "content": content}
    if route.takes_file:
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": FILE_FORM}}
    return operation


def _parameters(route: Route) -> Iterator[dict[str, Any]]:
    text = {"type": "string"}
    for name in PATH_PARAMETER.findall(route.path):
        yield {"name": name, "in": "path", "required": True, "schema": text}
    for name in route.headers:
        yield {"name": name, "in": "header", "schema": text}
    if route.query is not None:
        schema = route.query.model_json_schema()
        required = schema.get("required", [])
        for name, of_parameter in schema["properties"].items():
            yield {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": of_parameter,
            }


def _responses(route: Route) -> dict[str, Any]:
    responses = {
        str(status): {
            "description": HTTPStatus(status).phrase,
            **({} if answer is None else {"content": _content(answer, page=route.page)}),
        }
        for status, answer in route.answers.items()
    }
    for problem in problems_of(route):
        responses.setdefault(str(problem.status), _problem(HTTPStatus(problem.status).phrase))
    return {**responses, "default": _problem("Another problem")}


def problems_of(route: Route) -> Iterator[type[Problem]]:
    """What can be wrong with a call of the route."""
    if route.access is Access.AGENT:
        yield from (Unauthorised, NotYourRole)
    elif route.access is not Access.PUBLIC:
        yield from (Unauthorised, NotFound)
    if route.body is not None:
        yield from (BodyTooLarge, NotJson, UnreadableBody)
    if route.takes_file:
        yield from (NotAForm, UnreadableForm, AttachmentTooLarge)
    if route.body is not None or route.query is not None or route.headers:
        yield InvalidRequest
    yield from route.problems


def _problem(description: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": _reference(ProblemDocument)}}
    return {"description": description, "content": content}


def _content(answer: type[BaseModel] | str, *, page: bool = False) -> Mapping[str, Any]:
    if isinstance(answer, str):
        return {answer: {}}
    shown: dict[str, Any] = {"text/html": {}} if page else {}
    return {"application/json": {"schema": _reference(answer)}, **shown}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas(routes: Sequence[Route]) -> dict[str, Any]:
    given = {route.body for route in routes if route.body is not None}
    answers = {
        answer
        for route in routes
        for answer in route.answers.values()
        if answer is not None and not isinstance(answer, str)
    }
    models = sorted(given | answers | {ProblemDocument}, key=lambda model: model.__name__)
    _, schema = models_json_schema(
        [(model, "validation" if model in given else "serialization") for model in models],
        ref_template=REFERENCE,
    )
    schemas: dict[str, Any] = schema["$defs"]
    return schemas
