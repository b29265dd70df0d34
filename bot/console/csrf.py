"""The token that says that a form is one of ours, shown to this browser.

It is made of the browser's session, so nothing is kept, and one from another session is worth
nothing. Another site's page can have the browser send its cookie, but can read neither.
"""

import hmac
import secrets

FIELD = "csrf"
HEADER = "x-csrf-token"
KEY_BYTES = 32


def new_key() -> str:
    """The key of a session that opens nothing yet."""
    return secrets.token_urlsafe(KEY_BYTES)


def csrf_of(key: str) -> str:
    """The token of a session."""
    return hmac.new(key.encode(), b"csrf", "sha256").hexdigest()


def is_csrf_of(key: str, token: str) -> bool:
    """Whether it is the session's; never, where there is no session."""
    return bool(key) and hmac.compare_digest(csrf_of(key).encode(), token.encode())
