"""Signed webhooks (Standard Webhooks): whether one is to be believed, and one of our own."""

import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from standardwebhooks import Webhook

# The reference verifier would also take " 1", "+1", "1.99" or full-width digits.
TIMESTAMP = re.compile(r"[0-9]{1,12}")


def verified(body: bytes, headers: Mapping[str, str], secret: str) -> dict[str, Any] | None:
    """The event, or None unless signature, age and form are all as they must be."""
    if not TIMESTAMP.fullmatch(headers.get("webhook-timestamp", "")):
        return None
    try:
        event = Webhook(secret).verify(body, dict(headers))
    except Exception:  # the reference verifier raises half a dozen kinds on malformed input
        return None
    return event if isinstance(event, dict) else None


def signed(
    type: str, data: Mapping[str, Any], secret: str, *, now: datetime
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of an event that the bridge sends."""
    moment = now.astimezone(UTC)  # the library drops a time zone instead of converting it
    event = {"type": type, "timestamp": moment.isoformat(timespec="seconds"), "data": data}
    body = json.dumps(event, ensure_ascii=False)
    webhook_id = f"msg_{secrets.token_urlsafe(16)}"
    return body.encode(), {
        "content-type": "application/json",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, moment, body),
    }
