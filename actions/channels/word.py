"""Words of threads: by its word a message finds its conversation again."""

import base64
import hmac

# 75 bits: nobody guesses one by sending messages.
LETTERS = 15


def word_of(conversation_id: str, *, key: str) -> str:
    """The word of a conversation's thread; who has no key cannot make one."""
    code = hmac.digest(key.encode(), f"channel thread {conversation_id}".encode(), "sha256")
    return base64.b32encode(code).decode().lower()[:LETTERS]
