"""A contact's files as a ticket has them: each with a link of its own for the help desks."""

from collections.abc import Iterable
from datetime import datetime

from actions.conversations.attachments import Attachment
from actions.links import SignedLinks
from actions.tickets import TicketFile


def ticket_files(
    files: Iterable[Attachment], links: SignedLinks | None, *, now: datetime
) -> tuple[TicketFile, ...]:
    """The files; none without links, as nobody could open them."""
    if links is None:
        return ()
    return tuple(
        TicketFile(
            name=file.name,
            type=file.type,
            size=file.size,
            url=links.url("attachment", file.attachment_id, now=now),
        )
        for file in files
    )
