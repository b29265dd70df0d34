"""Links that open one thing for whoever has them, until they expire or it is erased."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Literal

from itsdangerous import Signer

from actions.workspace import Workspace

LinkedThing = Literal["attachment", "transcript"]
LONGEST_LINK = 256
SECRET = "links"


class SignedLinks:
    """Makes and reads `<id>.<expiry>.<signature>`; one kind of thing is not taken for another."""

    def __init__(self, key: str, *, base: str, days: int) -> None:
        self._key = key
        self._base = base.rstrip("/")
        self._lifetime = timedelta(days=days)

    @classmethod
    def of(cls, workspace: Workspace) -> "SignedLinks":
        """With the workspace's secret and public address."""
        settings = workspace.settings
        gateway = settings.gateway
        base = gateway.public_url or f"http://{gateway.host}:{gateway.port}"
        return cls(workspace.secret(SECRET), base=base, days=settings.attachments.link_days)

    def url(self, thing: LinkedThing, id: str, *, now: datetime) -> str:
        """The whole address, for a help desk."""
        return f"{self._base}/v1/{thing}s/{self.sign(thing, id, now=now)}"

    def sign(self, thing: LinkedThing, id: str, *, now: datetime) -> str:
        """The signed part of the address."""
        expires_at = int((now + self._lifetime).timestamp())
        return self._signer(thing).sign(f"{id}.{expires_at}").decode()

    def read(self, thing: LinkedThing, signed: str, *, now: datetime) -> str | None:
        """The id, or None if we did not sign it for such a thing or it has expired."""
        value, _, _ = signed.rpartition(".")
        id, _, expires_at = value.rpartition(".")
        if len(signed) > LONGEST_LINK or not signed.isascii() or not id:
            return None
        # Compared as text: two spellings of one signature must not both be links.
        if not hmac.compare_digest(self._signer(thing).sign(value), signed.encode()):
            return None
        return id if now.timestamp() < int(expires_at) else None

    def _signer(self, thing: LinkedThing) -> Signer:
        return Signer(
            self._key,
            salt=f"primera.{thing}",
            key_derivation="hmac",
            digest_method=hashlib.sha256,
        )
