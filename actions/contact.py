"""The person who asks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the person; `verified` only if the site vouched for them."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    verified: bool = False
    external_id: str | None = None  # who they are to the site that vouched
