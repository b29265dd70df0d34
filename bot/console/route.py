"""A line of the route table."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPMethod

from actions.accounts import Role
from bot.console.console import Console
from bot.console.visit import Reply, Visit

GET, POST = HTTPMethod.GET, HTTPMethod.POST
FORM_BYTES = 512 * 1024

Handler = Callable[[Console, Visit], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """`role` is the least that is needed; None lets in whoever has not signed in.

    Every method but GET changes something and needs the CSRF token, without a word in the table.
    """

    method: HTTPMethod
    path: str
    handler: Handler
    role: Role | None
    section: str = ""  # of the menu; its name is the text `menu-<section>`
    in_menu: bool = False
    # What a page asks by itself keeps nobody signed in.
    by_itself: bool = False
    # Keeps a processor busy on purpose: few at a time, and counted by address.
    checks_password: bool = False
    most_bytes: int = FORM_BYTES
    # Answers a file to keep, or a part of a page, and not a page.
    is_file: bool = False

    @property
    def name(self) -> str:
        """The handler's name."""
        return str(getattr(self.handler, "__name__", "handler"))

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method is not GET
