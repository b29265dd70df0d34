"""What of a transcript is to be said in a channel, and when; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from actions.conversations.message import Message

# The bot is at it still; after so long what there is goes out, be it an honest line.
PATIENCE = timedelta(minutes=3)
# A person writes in several lines; one mail takes them together.
SETTLES = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the transcript; `open`: it came by the channel and has had no reply."""

    message: Message = field(repr=False)
    open: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be said, which may be nothing, and up to which number all is dealt with."""

    said: tuple[Message, ...]
    up_to: int


def due(
    lines: Sequence[Line],
    *,
    came: Collection[str],
    by_channel: bool,
    mails_tickets: bool,
    now: datetime,
) -> Due | None:
    """Of the lines that nothing was done with yet; None: not now.

    In the channel is said what answers a message that `came` by it, and what is told without being
    asked while the contact writes there (`by_channel`: the last time). `mails_tickets`: nobody
    else tells of tickets.
    """
    if not lines or _is_waited_for(lines, now):
        return None
    said = [
        each.message
        for each in lines
        if _is_for_channel(each.message, came, by_channel=by_channel, mails_tickets=mails_tickets)
    ]
    said = _without_excuses(said)
    newest = max((each.created_at for each in said if each.created_at), default=None)
    unasked = any(not each.in_reply_to for each in said)
    if unasked and newest is not None and newest > now - SETTLES:
        return None
    return Due(tuple(said), max(each.message.seq or 0 for each in lines))


def _is_waited_for(lines: Sequence[Line], now: datetime) -> bool:
    waiting = [each.message for each in lines if each.open]
    return any(each.created_at is None or each.created_at > now - PATIENCE for each in waiting)


def _is_for_channel(
    message: Message, came: Collection[str], *, by_channel: bool, mails_tickets: bool
) -> bool:
    if message.sender == "contact" or not (message.text or message.attachments):
        return False
    if message.in_reply_to:
        return any(each in came for each in message.in_reply_to)
    return mails_tickets if message.ticket is not None else by_channel


def _without_excuses(said: Sequence[Message]) -> list[Message]:
    """Without "I am still trying" where the answer has come since."""
    answered = {
        id
        for each in said
        for id in each.in_reply_to
        if each.sender == "bot" and each.kind != "notice"
    }
    return [
        each
        for each in said
        if not (
            each.sender == "bot"
            and each.kind == "notice"
            and each.in_reply_to
            and all(id in answered for id in each.in_reply_to)
        )
    ]
