"""The operations that the gateway describes in its own OpenAPI document."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import schemathesis
from hypothesis import Phase, given, settings
from schemathesis.core import NOT_SET
from schemathesis.schemas import APIOperation

CONVERSATION = "{conversation_id}"
ATTACHMENT = "{attachment_id}"

# Whoever adds a route that asks for no token writes it down here, and thinks before doing so.
FOR_ANYONE = {
    "POST /v1/conversations",
    "GET /v1/status/{token}",  # the token is the ticket's own: 256 bits
    "POST /v1/status/{token}",
    "GET /v1/status/{token}/receipt",
    "GET /v1/survey/{token}",
    "POST /v1/survey/{token}",
    "POST /v1/helpdesks/{name}/events",  # signed in its own way; it only makes us look
    "POST /v1/agent/session",
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
    # Whoever has the signed link: see test_transcripts.py.
    "GET /v1/transcripts/{signed}",
}


@dataclass(frozen=True)
class Operation:
    """A method of a path."""

    method: str
    path: str
    scheme: str | None  # who may call: whoever holds the token of a conversation, or an agent

    @property
    def guarded(self) -> bool:
        """Whether a token of a conversation opens it."""
        return self.scheme == "conversation"

    @property
    def for_anyone(self) -> bool:
        return self.scheme is None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for method, described in item.items():
            scheme = next((name for one in described.get("security", ()) for name in one), None)
            yield Operation(method.upper(), path, scheme)


def without_rules(document: dict[str, Any]) -> list[str]:
    """What needs no token though it is of one conversation, or nobody wrote down as for anyone."""
    return [
        operation.name
        for operation in operations(document)
        if operation.for_anyone
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
    if cases[0].media_type == "multipart/form-data":
        return {"files": {"file": ("notes.txt", b"a plain text", "text/plain")}}
    body = cases[0].body
    return {} if body is NOT_SET else {"json": body}
