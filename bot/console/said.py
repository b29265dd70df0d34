"""A sentence of the catalogue with its facts, to be said in whatever language is read."""

import base64
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Said:
    """`name` is one of texts/."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    mood: Literal["good", "bad"] = "good"


def said(name: str, /, **facts: Any) -> Said:
    """Something that went well."""
    return Said(name, facts)


def warned(name: str, /, **facts: Any) -> Said:
    """Something that did not."""
    return Said(name, facts, "bad")


def sealed(said: Said, key: str) -> str:
    """As the browser keeps it until the next page; only its own session's is believed."""
    content = json.dumps([said.name, dict(said.facts), said.mood]).encode()
    return f"{base64.urlsafe_b64encode(content).decode().rstrip('=')}.{_seal(content, key)}"


def unsealed(text: str, key: str) -> Said | None:
    """What was said, if this session was told it."""
    packed, _, seal = text.partition(".")
    try:
        content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except ValueError:
        return None
    if not hmac.compare_digest(_seal(content, key).encode(), seal.encode()):
        return None
    name, facts, mood = json.loads(content)
    return Said(name, facts, mood)


def _seal(content: bytes, key: str) -> str:
    return hmac.new(key.encode(), b"said:" + content, "sha256").hexdigest()
