"""What help desks call when something has happened to a ticket."""

from actions.helpdesks import Refused
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.problems import Unauthorised


async def hear_helpdesk(gateway: Gateway, call: Call[None, None]) -> Response:
    """Say that something has happened to a ticket; what it was is then asked of the help desk."""
    headers = {name.lower(): value for name, value in call.headers.items()}
    try:
        await gateway.blocking(
            gateway.callbacks.heard, call.path["name"], call.content, headers, now=gateway.now()
        )
    except Refused:
        raise Unauthorised from None
    return Response("", status=204)
