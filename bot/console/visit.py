"""One visit to a page: what was asked, by whom, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from actions.accounts import Account, SignedIn
from bot.console.addresses import HOME
from bot.console.said import Said

HTML = "text/html; charset=utf-8"
Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a form; its name is the sender's."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the gateway read it; every text in it is clean."""

    address: str  # path and query, as the browser shows them
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    fields: Fields = field(default_factory=dict)
    files: Mapping[str, UploadedFile] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    cookies: Mapping[str, str] = field(default_factory=dict)
    request_id: str = ""

    @property
    def by_htmx(self) -> bool:
        """Whether a part of a page asks, and not the browser for a page."""
        return self.headers.get("hx-request") == "true"


@dataclass(frozen=True, slots=True)
class Visit:
    """A checked request, as handlers see it."""

    asked: Asked
    language: str
    key: str  # of the browser's session, before and after it has signed in
    now: datetime
    section: str = ""
    signed_in: SignedIn | None = None
    told: Said | None = None  # by the page before
    place: str = HOME  # where the browser can come back to

    @property
    def account(self) -> Account:
        """Who has signed in; raises LookupError on a route that is open to everybody."""
        if self.signed_in is None:
            raise LookupError("Nobody has signed in. Give the route a role.")
        return self.signed_in.account

    @property
    def path(self) -> Mapping[str, str]:
        """The parts of the path that the route names."""
        return self.asked.path

    @property
    def query(self) -> Mapping[str, str]:
        """What follows the question mark."""
        return self.asked.query


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers; `said` is shown above the next page."""

    body: str | bytes = ""
    status: int = 200
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    said: Said | None = None
    # Of the browser's session from now on, if that changes.
    key: str | None = None
    language: str | None = None  # from now on


def goes_to(address: str, said: Said | None = None, **others: Any) -> Reply:
    """The browser is sent to another page, by GET; what was posted is not posted again."""
    return Reply(status=303, headers={"Location": address}, said=said, **others)


def download(name: str, content: str | bytes, media_type: str) -> Reply:
    """A file to keep; `name` is ours, of plain letters."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Reply(content, media_type=media_type, headers=headers)
