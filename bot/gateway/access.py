"""The one checked way into a conversation."""

from bot.gateway.exchange import Access, Opened
from bot.gateway.gateway import Gateway
from bot.gateway.problems import NotFound, Unauthorised

SCHEME = "bearer "


async def admit(
    gateway: Gateway, access: Access, *, authorization: str, conversation_id: str
) -> Opened:
    """The conversation, if the token opens it; raises Unauthorised or NotFound."""
    if authorization[: len(SCHEME)].lower() != SCHEME:
        raise Unauthorised
    grace = gateway.patience.renewal if access is Access.RENEWAL else 0
    token = gateway.tokens.check(
        authorization[len(SCHEME) :].strip(), now=gateway.now(), grace_seconds=grace
    )
    if token is None:
        raise Unauthorised
    # The token's own conversation, never the one that is asked for: "not yours" takes exactly as
    # long as "not there", for nobody has looked.
    conversation = await gateway.blocking(gateway.conversations.get, token.conversation_id)
    if conversation is None or token.conversation_id != conversation_id:
        raise NotFound
    return Opened(conversation, token)
