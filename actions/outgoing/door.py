"""The transport that asks only whom the rules allow, at the address that was looked at."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Self

import httpx

from actions.outgoing.rules import OutgoingRules

Lookup = Callable[[str], Awaitable[list[str]]]


async def addresses_of(host: str) -> list[str]:
    """The IP addresses of a host, the kind that every network has first."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(each[4][0]) for each in found)
    return sorted(addresses, key=lambda address: ":" in address)


class Door(httpx.AsyncBaseTransport):
    """Looks a host up once for each request, checks all its addresses and connects to them alone.

    So a name cannot mean one address when it is looked at and another when it is connected to.
    The certificate must be the name's.
    """

    def __init__(self, rules: OutgoingRules, *, look_up: Lookup = addresses_of) -> None:
        self._rules = rules
        self._look_up = look_up
        # A connection is of one name: kept for another at the same address, the certificate that
        # was checked would be the first one's.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the first address that can be reached; raises httpx.TransportError."""
        host = request.url.host
        self._rules.check_host(host)
        try:
            found = await self._look_up(host)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"There is no host {host!r}.") from error
        failure: httpx.TransportError = httpx.ConnectError(f"{host!r} has no address.")
        for address in self._rules.allowed(host, found):
            try:
                return await self._inner.handle_async_request(_to(address, request))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error  # nothing was sent yet
        raise failure

    async def __aenter__(self) -> Self:
        await self._inner.__aenter__()
        return self

    async def aclose(self) -> None:
        """Closes what is open."""
        await self._inner.aclose()


def outgoing_client(
    rules: OutgoingRules, *, agent: str, look_up: Lookup = addresses_of
) -> httpx.AsyncClient:
    """A client that goes only where the rules allow: no redirects, no proxies from outside."""
    return httpx.AsyncClient(
        transport=Door(rules, look_up=look_up),
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": agent},
    )


def _to(address: str, request: httpx.Request) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
