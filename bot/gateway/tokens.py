"""The token that opens one conversation, until it expires."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import Signer

LONGEST_TOKEN = 256


@dataclass(frozen=True, slots=True)
class Pass:
    """What a valid token says."""

    conversation_id: str
    expires_at: float  # seconds since the epoch


class ConversationTokens:
    """Issues and checks `<conversation>.<expiry>.<signature>`."""

    def __init__(self, key: str, *, lifetime_seconds: int) -> None:
        self._signer = Signer(
            key,
            salt="primera.conversation",
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )
        self._lifetime = timedelta(seconds=lifetime_seconds)

    def issue(self, conversation_id: str, *, now: datetime) -> str:
        """A token for this conversation only."""
        expires_at = int((now + self._lifetime).timestamp())
        return self._signer.sign(f"{conversation_id}.{expires_at}").decode()

    def check(self, token: str, *, now: datetime, grace_seconds: int = 0) -> Pass | None:
        """What the token says, or None if we did not sign it or it expired before the grace."""
        value, _, _ = token.rpartition(".")
        conversation_id, _, expires_at = value.rpartition(".")
        if len(token) > LONGEST_TOKEN or not token.isascii() or not conversation_id:
            return None
        # Compared as text: two spellings of one signature must not both open the conversation.
        if not hmac.compare_digest(self._signer.sign(value), token.encode()):
            return None
        if now.timestamp() >= int(expires_at) + grace_seconds:
            return None
        return Pass(conversation_id, float(expires_at))
