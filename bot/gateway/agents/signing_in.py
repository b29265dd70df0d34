"""Signing in and out, and saying whether one is there to talk."""

from actions.accounts import LockedOut, WrongCredentials
from bot.gateway.agents.bodies import (
    AgentAccount,
    Colleagues,
    Credentials,
    OpenedSession,
    Session,
    WishedPresence,
)
from bot.gateway.exchange import Call, Response
from bot.gateway.gateway import Gateway
from bot.gateway.problems import CredentialsRefused
from bot.gateway.rates import Caller, too_often


async def sign_in(gateway: Gateway, call: Call[Credentials, None]) -> Response:
    """Exchange e-mail and password for a token."""
    gateway.rates.count("sign_ins", Caller(call.address, ""))
    try:
        # Apart from everything else: checking a password keeps a processor busy on purpose.
        signed_in = await gateway.checking_passwords(
            gateway.accounts.sign_in, call.body.email, call.body.password, now=gateway.now()
        )
    except WrongCredentials:
        raise CredentialsRefused from None
    except LockedOut as locked:
        raise too_often(locked.wait.total_seconds()) from None
    presence = await gateway.blocking(gateway.accounts.presence, signed_in.account.id)
    account = AgentAccount.of(signed_in.account, presence, now=gateway.now())
    opened = OpenedSession(token=signed_in.token, expires_at=signed_in.expires_at, account=account)
    return Response(opened, status=201)


async def sign_out(gateway: Gateway, call: Call[None, None]) -> Response:
    """End the session: its token opens nothing any more."""
    await gateway.blocking(gateway.accounts.sign_out, call.agent.token, now=gateway.now())
    return Response("", status=204)


async def read_session(gateway: Gateway, call: Call[None, None]) -> Response:
    """Read who is signed in, and as what."""
    presence = await gateway.blocking(gateway.accounts.presence, call.agent.account.id)
    return Response(Session.of(call.agent, presence, now=gateway.now()))


async def say_presence(gateway: Gateway, call: Call[WishedPresence, None]) -> Response:
    """Say whether one is there to talk; it holds for 90 s, so repeat it every 30 s."""
    presence = await gateway.blocking(
        gateway.accounts.say_presence,
        call.agent.account.id,
        call.body.status,
        now=gateway.now(),
    )
    return Response(Session.of(call.agent, presence, now=gateway.now()))


async def list_colleagues(gateway: Gateway, call: Call[None, None]) -> Response:
    """List to whom a conversation can be transferred, and who of them is there."""
    known = await gateway.blocking(gateway.accounts.colleagues)
    colleagues = [
        AgentAccount.of(account, presence, now=gateway.now()) for account, presence in known
    ]
    return Response(Colleagues(colleagues=colleagues))
