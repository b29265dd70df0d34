"""Whether a call is a help desk's own, by the way it proves that; pure."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from standardwebhooks import Webhook

from actions.tickets.helpdesk import Callback

# The reference verifier would also take " 1", "+1", "1.99" or full-width digits.
TIMESTAMP = re.compile(r"[0-9]{1,12}")
ID_LENGTH = 200
NAME_LENGTH = 100


def is_its_own(body: bytes, headers: Mapping[str, str], secret: str, how: Callback) -> bool:
    """Whether the call proves who makes it; whatever is malformed does not."""
    if not secret:
        return False
    match how.verify:
        case "standard":
            return _signed(body, headers, secret)
        case "hmac_sha1":
            digest = hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()
            return _same(headers.get(how.header or "x-hub-signature", ""), f"sha1={digest}")
        case "shared_secret":
            return _same(headers.get(how.header.lower(), ""), secret)


def _signed(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    if not TIMESTAMP.fullmatch(headers.get("webhook-timestamp", "")):
        return False
    try:
        Webhook(secret).verify(body, dict(headers))
    except Exception:  # the reference verifier raises half a dozen kinds on malformed input
        return False
    return True


def call_id(headers: Mapping[str, str], how: Callback) -> str | None:
    """What names the call, the same when it is sent again; None if nothing does."""
    header = how.id_header or ("webhook-id" if how.verify == "standard" else "")
    found = headers.get(header.lower(), "") if header else ""
    return found if 0 < len(found) <= ID_LENGTH else None


def ticket_named(body: bytes, how: Callback) -> str | None:
    """Which ticket the call is about: a public id or the help desk's own number.

    Nothing else of the body is read: what became of the ticket is asked of the help desk.
    """
    try:
        content: Any = json.loads(body)
        for name in how.ticket.split("."):
            content = content[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if isinstance(content, bool) or not isinstance(content, str | int):
        return None
    named = str(content)
    return named if 0 < len(named) <= NAME_LENGTH and named.isprintable() else None


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
