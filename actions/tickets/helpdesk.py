"""HelpDesk: an outside system that receives tickets."""

from ipaddress import ip_address
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator


class HelpDesk(BaseModel):
    """Where signed webhooks go; `secret` names a secret of the workspace."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9_-]+$")]
    url: str
    secret: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    plain_http: bool = False

    @model_validator(mode="after")
    def _safe(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url {self.url!r} is no web address; write https://…")
        if parts.scheme == "http" and not self.plain_http and not _is_loopback(parts.hostname):
            raise ValueError(
                f"url {self.url!r} would carry customers' data in the clear; write https://, "
                "or `plain_http: true` if that network is yours"
            )
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
