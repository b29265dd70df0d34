"""What help desks receive about a conversation's tickets, for the demo page's panel."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from actions.tickets import Attempt, Delivery, Desk, HelpDesk, TicketStore
from actions.tickets.failure import kind_of
from bot.gateway.bodies import DeliveryAttempt, DeliveryList, PublicDelivery
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway


async def list_deliveries(gateway: Gateway, call: Call[None, None]) -> Response:
    """See what help desks receive about this conversation's tickets."""
    deliveries = await gateway.blocking(gateway.deliveries, call.conversation.id)
    return Response(DeliveryList(deliveries=list(deliveries)))


def deliveries_of(tickets: TicketStore, desk: Desk) -> Callable[[str], Sequence[PublicDelivery]]:
    """Looks up the deliveries of a conversation."""
    helpdesks = {helpdesk.name: helpdesk for helpdesk in desk.helpdesks}
    addresses = {name: _address(helpdesk.url) for name, helpdesk in helpdesks.items()}

    def look_up(conversation_id: str) -> list[PublicDelivery]:
        found = tickets.deliveries(conversation_id)
        return [public_delivery(_as_received(each, helpdesks), addresses) for each in found]

    return look_up


def _as_received(delivery: Delivery, helpdesks: Mapping[str, HelpDesk]) -> Delivery:
    helpdesk = helpdesks.get(delivery.helpdesk)
    if helpdesk is None:
        return delivery
    return replace(delivery, payload=helpdesk.addressed(delivery.payload))


def public_delivery(delivery: Delivery, addresses: Mapping[str, str]) -> PublicDelivery:
    """The delivery as the panel shows it."""
    return PublicDelivery(
        id=delivery.id,
        type=delivery.event_type,
        ticket=delivery.ticket_number,
        helpdesk=delivery.helpdesk,
        url=addresses.get(delivery.helpdesk),
        state=delivery.state,
        attempts=[
            DeliveryAttempt(at=attempt.at, status=attempt.status, error=_reason(attempt))
            for attempt in delivery.attempts
        ],
        next_attempt_at=delivery.next_attempt_at,
        headers=dict(delivery.headers),
        payload=json.loads(delivery.payload),
    )


def _address(url: str) -> str:
    # Some help desks keep a password or key in their address: it is not for the browser.
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}"


def _reason(attempt: Attempt) -> str | None:
    # A status says it all; without one the kind does, and the details are for support leads.
    if attempt.status is not None or attempt.error is None:
        return None
    return kind_of(attempt.error)
