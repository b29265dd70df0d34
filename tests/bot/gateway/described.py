"""The operations that the gateway describes in its own OpenAPI document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import schemathesis
from hypothesis import Phase, given, settings
from schemathesis.core import NOT_SET
from schemathesis.schemas import APIOperation

CONVERSATION = "{conversation_id}"

# Whoever adds a route that asks for no token writes it down here, and thinks before doing so.
FOR_ANYONE = {
    "POST /v1/conversations",
    "GET /health",
    "GET /openapi.json",
    "GET /demo/config.json",
    "GET /",
    "GET /widget/{path}",
    "GET /help",
    "GET /help/help_page.css",
    "GET /help/{language}",
    "GET /help/{language}/{article}",
    "GET /sitemap.xml",
    "GET /robots.txt",
}


@dataclass(frozen=True)
class Operation:
    """A method of a path."""

    method: str
    path: str
    guarded: bool

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method, described in item.items():
            yield Operation(method.upper(), path, bool(described.get("security")))


def without_rules(document: dict[str, Any]) -> list[str]:
    """What needs no token though it is of one conversation, or nobody wrote down as for anyone."""
    return [
        operation.name
        for operation in operations(document)
        if not operation.guarded
        and (CONVERSATION in operation.path or operation.name not in FOR_ANYONE)
    ]


def valid_bodies(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By an operation's name: the arguments for httpx that send a body which it takes, if any."""
    schema = schemathesis.openapi.from_dict(document)
    return {
        operation.name: _valid_body(schema[operation.path][operation.method])
        for operation in operations(document)
    }


def _valid_body(described: APIOperation) -> dict[str, Any]:
    cases: list[schemathesis.Case] = []

    @settings(max_examples=1, database=None, derandomize=True, phases=[Phase.generate])
    @given(described.as_strategy())
    def draw(case: schemathesis.Case) -> None:
        cases.append(case)

    draw()
    body = cases[0].body
    return {} if body is NOT_SET else {"json": body}
