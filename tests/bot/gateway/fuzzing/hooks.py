"""What schemathesis cannot know: a token opens its own conversation only, and some are deleted.

People of the company have a token of their own, and one conversation that was handed over to them.
"""

import os
import unicodedata
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation

# A long history would make its own reading the slowest thing measured.
CALLS_EACH = 60
FOR_AGENTS = "/v1/agent/"
SECONDS = 10
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"

tokens: dict[str, str] = {}  # conversation → token
calls: dict[str, int] = {}
ticket_tokens = deque(Path(os.environ["TICKET_TOKENS"]).read_text("utf-8").split())


@schemathesis.auth(refresh_interval=None)
class OwnConversation:
    """Gives each call about a conversation one that is there, with its token."""

    def get(self, case: schemathesis.Case, context: Any) -> tuple[str, str]:
        if case.operation.path.startswith(FOR_AGENTS):
            return os.environ["FUZZED_CASE"], os.environ["FUZZED_AGENT"]
        named = str((case.path_parameters or {}).get("conversation_id", ""))
        conversation = named if named in tokens else _living(case)
        calls[conversation] = calls.get(conversation, 0) + 1
        return conversation, tokens[conversation]

    def set(self, case: schemathesis.Case, data: tuple[str, str], context: Any) -> None:
        conversation, token = data
        meant_wrong = case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)
        if case.path_parameters and not meant_wrong:
            case.path_parameters["conversation_id"] = conversation
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, **options: Any) -> None:
    """A private link's call gets a token that leads somewhere, as long as there are any."""
    meant_wrong = case.meta is not None and case.meta.is_negative_at(ParameterLocation.PATH)
    if case.path_parameters and "token" in case.path_parameters and ticket_tokens:
        if not meant_wrong:
            case.path_parameters["token"] = ticket_tokens[0]
            calls[ticket_tokens[0]] = calls.get(ticket_tokens[0], 0) + 1
            if calls[ticket_tokens[0]] >= CALLS_EACH:
                ticket_tokens.popleft()


@schemathesis.hook
def after_call(context: Any, case: schemathesis.Case, response: Any) -> None:
    if case.method == "DELETE" and response.status_code == 204:
        tokens.pop(str((case.path_parameters or {}).get("conversation_id", "")), None)


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: schemathesis.Case, response: Any) -> bool:
    """A text that breaks a rule only before it is cleaned is rightly taken."""
    taken = type(failure).__name__ == "AcceptedNegativeData"
    if taken and "token" in (case.path_parameters or {}) and not _is_wrong_json(case):
        return False
    return not (taken and any(_is_cleaned(text) for text in _texts(case.body)))


def _is_wrong_json(case: schemathesis.Case) -> bool:
    """Whether a private link was sent what is wrong: its token was put right, and in a form every
    value is a text.
    """
    wrong = case.meta is not None and case.meta.is_negative_at(ParameterLocation.BODY)
    return wrong and case.media_type == "application/json"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in _texts(part))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))


def _is_cleaned(text: str) -> bool:
    return (
        text != text.strip()
        or unicodedata.normalize("NFC", text) != text
        or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)
        or any(letter in OVERRIDES for letter in text)
    )


def _living(case: schemathesis.Case) -> str:
    for conversation in list(tokens):
        if calls.get(conversation, 0) < CALLS_EACH:
            return conversation
        del tokens[conversation]
    base = str(case.operation.base_url).rstrip("/")
    response = requests.post(f"{base}/v1/conversations", json={"locale": "en"}, timeout=SECONDS)
    opened = response.json()
    tokens[opened["conversation_id"]] = opened["token"]
    return str(opened["conversation_id"])
