"""The calls about who a visitor is."""

from actions.conversations import UnknownConversation
from bot.gateway.bodies import KnownVisitor
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.problems import NotFound


async def introduce_visitor(gateway: Gateway, call: Call[KnownVisitor, None]) -> Response:
    """Say who the visitor is, by a token that the site has signed."""
    conversation = call.conversation.conversation
    visitor = gateway.visitor_tokens.visitor(
        call.body.visitor_jwt, site=conversation.site, now=gateway.now()
    )
    try:
        await gateway.blocking(gateway.conversations.introduce, conversation.id, visitor)
    except UnknownConversation:  # erased since the token was looked at
        raise NotFound from None
    return Response("", status=204)


async def forget_visitor(gateway: Gateway, call: Call[None, None]) -> Response:
    """Forget who the visitor is, as they log out; what was said stays."""
    await gateway.blocking(gateway.conversations.forget_visitor, call.conversation.id)
    return Response("", status=204)
