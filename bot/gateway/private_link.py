"""What is behind a ticket's private link: how it stands, a place to reply, the survey, the receipt.

Whoever has the link is let in, without a chat and without a script. Its token is in no log and no
Referer; whether another one leads anywhere, nobody learns from it.
"""

from functools import partial
from typing import Any

from actions.tickets import Ticket
from actions.tickets.links import STATUS_PATH, SURVEY_PATH
from bot.gateway.bodies import TicketRating, TicketReply
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.headers import WITHOUT_SCRIPTS
from bot.gateway.masking import masked
from bot.gateway.problems import NotClosedYet, NotFound, RatedBefore
from bot.gateway.rates import Caller

HTML = "text/html; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"
PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Vary": "Accept, Origin"}


async def read_status(gateway: Gateway, call: Call[None, None]) -> Response:
    """See how a ticket stands, by its private link."""
    ticket = await _found(gateway, call)
    if ticket is None:
        return _missing(gateway, call)
    return await _shown(gateway, call, ticket)


async def reply_to_ticket(gateway: Gateway, call: Call[TicketReply, None]) -> Response:
    """Add something to a ticket, or say whether it is solved; after its end a new one follows."""
    ticket = await _found(gateway, call)
    if ticket is None:
        return _missing(gateway, call)
    gateway.rates.count("messages", Caller(call.address, "", ticket.conversation_id))
    after = await gateway.blocking(
        gateway.private.reply,
        ticket,
        masked(call.body.text, gateway.secret_words).text if call.body.text else None,
        solved=call.body.solved,
        key=f"page:{call.body.client_message_id}",
        now=gateway.now(),
    )
    gateway.feed.announce(ticket.conversation_id)
    if _is_browser(call):
        return _to(gateway.private.path(after, STATUS_PATH))
    return await _shown(gateway, call, after)


async def read_survey(gateway: Gateway, call: Call[None, None]) -> Response:
    """See whether a ticket can be rated, by its private link."""
    ticket = await _found(gateway, call)
    if ticket is None:
        return _missing(gateway, call)
    return await _shown(gateway, call, ticket, survey=True)


async def rate_ticket(gateway: Gateway, call: Call[TicketRating, None]) -> Response:
    """Rate how a ticket was dealt with, 1 to 5, once."""
    ticket = await _found(gateway, call)
    if ticket is None:
        return _missing(gateway, call)
    if not ticket.is_over:
        raise NotClosedYet
    rate = partial(gateway.private.tickets.rate, ticket.number, call.body.rating)
    comment = masked(call.body.comment, gateway.secret_words).text
    new = await gateway.blocking(rate, comment=comment, now=gateway.now())
    if _is_browser(call):
        return _to(gateway.private.path(ticket, SURVEY_PATH))
    if not new:
        raise RatedBefore
    return await _shown(gateway, call, ticket, survey=True)


async def read_receipt(gateway: Gateway, call: Call[None, None]) -> Response:
    """Download the receipt of a complaint."""
    ticket = await _found(gateway, call)
    text = None if ticket is None else gateway.private.receipt(ticket)
    if ticket is None or text is None:
        raise NotFound
    name = f'attachment; filename="{ticket.number}.txt"'
    return Response(text, media_type=PLAIN, headers={**PRIVATE, "Content-Disposition": name})


async def _found(gateway: Gateway, call: Call[Any, None]) -> Ticket | None:
    gateway.rates.count("pages", Caller(call.address, ""))
    return await gateway.blocking(gateway.private.tickets.behind, call.path["token"])


async def _shown(
    gateway: Gateway,
    call: Call[Any, None],
    ticket: Ticket,
    *,
    survey: bool = False,
) -> Response:
    page = await gateway.blocking(gateway.private.page, ticket)
    if not _is_browser(call):
        return Response(page, headers=PRIVATE)
    paths = {
        "status": gateway.private.path(ticket, STATUS_PATH),
        "survey": gateway.private.path(ticket, SURVEY_PATH),
    }
    show = gateway.ticket_pages.survey if survey else gateway.ticket_pages.status
    return _html(show(page, **paths))


def _missing(gateway: Gateway, call: Call[Any, None]) -> Response:
    if not _is_browser(call):
        raise NotFound
    return _html(gateway.ticket_pages.missing(call.language), status=404)


def _is_browser(call: Call[Any, None]) -> bool:
    return "text/html" in call.headers.get("accept", "")


def _html(page: str, *, status: int = 200) -> Response:
    headers = {**WITHOUT_SCRIPTS, **PRIVATE}
    return Response(page, status=status, media_type=HTML, headers=headers)


def _to(path: str) -> Response:
    """After a form, a page of its own: to load that again sends nothing again."""
    return Response("", status=303, media_type=HTML, headers={**PRIVATE, "Location": path})
