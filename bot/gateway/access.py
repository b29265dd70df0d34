"""The one checked way in: into a conversation, or to what people of the company see."""

from collections.abc import Mapping

from actions.accounts import Role, SignedIn
from bot.gateway.exchange import Access, Opened
from bot.gateway.gateway import Gateway
from bot.gateway.problems import NotFound, NotYourRole, Unauthorised

SCHEME = "bearer "


def is_link(access: Access, path: Mapping[str, str]) -> bool:
    """Whether a signed link stands where an id could: it opens what it names, and needs no token.

    Ids have no dot.
    """
    return access is Access.ATTACHMENT and "." in path["attachment_id"]


async def admit(
    gateway: Gateway, access: Access, *, authorization: str, conversation_id: str | None
) -> Opened:
    """The conversation, if the token opens it; raises Unauthorised or NotFound.

    Without an id the token's own, whose the thing that is asked for must be.
    """
    bearer = _bearer(authorization)
    grace = gateway.patience.renewal if access is Access.RENEWAL else 0
    token = gateway.tokens.check(bearer, now=gateway.now(), grace_seconds=grace)
    if token is None:
        raise Unauthorised
    # The token's own, whichever is asked for: whether another one exists can then change nothing,
    # not even how long the answer takes.
    conversation = await gateway.blocking(gateway.conversations.get, token.conversation_id)
    if conversation is None or conversation_id not in (None, token.conversation_id):
        raise NotFound
    return Opened(conversation, token)


async def admit_agent(gateway: Gateway, role: Role, *, authorization: str) -> SignedIn:
    """Who has signed in, with at least a role; raises Unauthorised or NotYourRole."""
    signed_in = await gateway.blocking(
        gateway.accounts.signed_in, _bearer(authorization), now=gateway.now()
    )
    if signed_in is None:
        raise Unauthorised
    if not signed_in.account.may(role):
        raise NotYourRole
    return signed_in


def _bearer(authorization: str) -> str:
    if authorization[: len(SCHEME)].lower() != SCHEME:
        raise Unauthorised
    return authorization[len(SCHEME) :].strip()
