"""The inbox's part of the route table."""

from bot.console.inbox.acts import (
    note_in_talk,
    release_talk,
    reply_in_talk,
    resolve_talk,
    take_talk,
    transfer_talk,
)
from bot.console.inbox.listing import INBOX, inbox_list, inbox_page
from bot.console.inbox.talk import find_articles, give_file, talk_page, talk_part
from bot.console.route import GET, POST, Handler, Route

TALK = f"{INBOX}/{{conversation}}"


def _part(path: str, handler: Handler) -> Route:
    """What a page asks by itself."""
    return Route(GET, path, handler, role="viewer", section="inbox", by_itself=True, is_file=True)


def _act(name: str, handler: Handler) -> Route:
    return Route(POST, f"{TALK}/{name}", handler, role="agent", section="inbox")


ROUTES = (
    Route(GET, INBOX, inbox_page, role="viewer", section="inbox", in_menu=True),
    _part(f"{INBOX}/list", inbox_list),
    Route(GET, f"{INBOX}/articles", find_articles, role="viewer", section="inbox", is_file=True),
    Route(GET, TALK, talk_page, role="viewer", section="inbox"),
    _part(f"{TALK}/said", talk_part),
    Route(
        GET,
        f"{TALK}/files/{{attachment}}",
        give_file,
        role="viewer",
        section="inbox",
        is_file=True,
    ),
    _act("take", take_talk),
    _act("reply", reply_in_talk),
    _act("note", note_in_talk),
    _act("transfer", transfer_talk),
    _act("release", release_talk),
    _act("resolve", resolve_talk),
)
