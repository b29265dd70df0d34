"""Sharing: whoever writes on a site and by a channel has one transcript.

Both must vouch for the address: the site in its token, the channel by its own check or because
its thread's word came back from there.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, ScalarSelect, func, select, update

from actions.channels.tables import channel_threads
from actions.conversations.tables import conversations, messages, visitors
from actions.conversations.visitors import Visitor, introduce
from actions.database import reading
from actions.tickets.visitors import rename_visitor

# A conversation is still the same matter for so long.
STILL_GOING = timedelta(days=7)


class Sharing:
    """What a gateway asks when a visitor begins to write on a site."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take_up(
        self,
        visitor: Visitor,
        *,
        site: str,
        page: Mapping[str, Any],
        context: Mapping[str, Any],
        now: datetime,
    ) -> str | None:
        """The visitor's own conversation of a channel, which is the site's from now on; or None.

        It keeps its thread: what comes by the channel is answered there.
        """
        if not visitor.email or not visitor.vouched:
            return None
        # Nearly nobody has one, and to look for it waits for no writer.
        with reading(self._engine) as connection:
            found = by_a_channel(connection, visitor.email, now)
        if found is None:
            return None
        with self._engine.begin() as connection:
            this = (conversations.c.id == found.id, conversations.c.site == found.site)
            values = {"site": site, "page": dict(page), "context": {**found.context, **context}}
            moved = connection.execute(update(conversations).where(*this).values(values))
            if not moved.rowcount:  # erased, or taken up elsewhere meanwhile
                return None
            was = by_channel_id(found.site, visitor.email)
            rename_visitor(connection, found.id, was, visitor.external_id)
            introduce(connection, found.id, visitor)
            return str(found.id)


def by_channel_id(channel: str, address: str) -> str:
    """The id of whom the channel alone knows; sites' ids are another matter."""
    return f"{channel}:{address.lower()}"


def by_a_channel(connection: Connection, address: str, now: datetime) -> Row[Any] | None:
    """The newest conversation that began by a channel, if it goes on and the address is proven."""
    query = (
        select(conversations, _last(conversations.c.id).label("last_at"))
        .join(channel_threads, channel_threads.c.conversation_id == conversations.c.id)
        .where(
            func.lower(channel_threads.c.address) == address.lower(),
            channel_threads.c.proven,
            conversations.c.site == channel_threads.c.channel,
        )
        .order_by(conversations.c.created_at.desc())
        .limit(1)
    )
    found = connection.execute(query).one_or_none()
    return found if found and _goes_on(found.last_at, now) else None


def on_a_site(connection: Connection, channel: str, address: str, now: datetime) -> str | None:
    """The visitor's newest conversation on a site that vouches for the address, if it goes on."""
    query = (
        select(visitors.c.conversation_id, _last(visitors.c.conversation_id).label("last_at"))
        .join(conversations, conversations.c.id == visitors.c.conversation_id)
        .where(
            func.lower(visitors.c.email) == address.lower(),
            visitors.c.vouched,
            conversations.c.site != channel,
            visitors.c.until > now,
        )
        .order_by(conversations.c.created_at.desc())
        .limit(1)
    )
    found = connection.execute(query).one_or_none()
    return str(found.conversation_id) if found and _goes_on(found.last_at, now) else None


def site_vouches(connection: Connection, conversation_id: str, channel: str) -> bool:
    """Whether the one who writes there is known by a site, and not by the channel alone."""
    query = select(visitors.c.external_id).where(
        visitors.c.conversation_id == conversation_id, visitors.c.vouched
    )
    known: str | None = connection.execute(query).scalar_one_or_none()
    return known is not None and not known.startswith(f"{channel}:")


def _last(conversation_id: Any) -> ScalarSelect[Any]:
    """When something was said last."""
    last = select(func.max(messages.c.created_at)).where(
        messages.c.conversation_id == conversation_id
    )
    return last.scalar_subquery()


def _goes_on(last_at: datetime | None, now: datetime) -> bool:
    return last_at is not None and last_at > now - STILL_GOING
