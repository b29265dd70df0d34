"""A one-time code: how it is made, kept and compared; pure."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import timedelta

DIGITS = 6
# NIST SP 800-63B allows ten minutes for a secret that is sent out of band.
VALID = timedelta(minutes=10)
# Of a million codes five tries find one in 200,000 cases.
MOST_TRIES = 5
# Within an hour: asked for in one conversation, sent to one address, tried in one conversation.
WINDOW = timedelta(hours=1)
MOST_ASKED = 3
MOST_SENT = 3
MOST_TRIES_IN_A_WINDOW = 10

# The code alone, or a few words around it; a longer number is something else.
WRITTEN = re.compile(rf"\D{{0,40}}(\d{{3}})[ -]?(\d{{{DIGITS - 3}}})\D{{0,20}}")


def new_code(below: Callable[[int], int]) -> str:
    """Six digits; `below(n)` draws a number from 0 to n - 1, as `secrets.randbelow`."""
    return f"{below(10**DIGITS):0{DIGITS}}"


def code_in(text: str) -> str | None:
    """The code that a message is."""
    found = WRITTEN.fullmatch(text)
    return found[1] + found[2] if found else None


def kept(code: str, *, key: str, conversation_id: str) -> str:
    """What is stored of a code: without the key nobody can try a million of them."""
    said = f"{conversation_id}:{code}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()


def address_key(email: str, *, key: str) -> str:
    """What an address is counted by."""
    return hmac.new(key.encode(), email.casefold().encode(), hashlib.sha256).hexdigest()


def is_right(code: str, stored: str | None, *, key: str, conversation_id: str) -> bool:
    """Whether it is the code; takes as long where there is none."""
    said = kept(code, key=key, conversation_id=conversation_id)
    return hmac.compare_digest(said, stored or "-" * len(said)) and stored is not None
