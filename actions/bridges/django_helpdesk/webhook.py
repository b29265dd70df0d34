"""Whether a webhook is to be believed (Standard Webhooks)."""

import re
from collections.abc import Mapping
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
