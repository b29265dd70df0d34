"""Keeps Rasa's connection to the action server open from one call to the next.

Rasa 3.6.21 opens a session, and so a connection, for every call of an action.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from weakref import WeakKeyDictionary

import aiohttp
from rasa.utils.endpoints import EndpointConfig

Open = Callable[[EndpointConfig], aiohttp.ClientSession]


class Kept:
    """A session that is lent: it stays open when the borrower is done."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_raised: object) -> None:
        return None


class Sessions:
    """One session for each endpoint, opened on first use."""

    def __init__(self, open_session: Open) -> None:
        self._open = open_session
        # By identity: endpoints that look alike may have other parameters.
        self._kept: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[int, Lent]] = (
            WeakKeyDictionary()
        )

    def lend(self, endpoint: EndpointConfig) -> Kept:
        """Stands in for `EndpointConfig.session`; call it in the event loop that uses it."""
        of_loop = self._kept.setdefault(asyncio.get_running_loop(), {})
        lent = of_loop.get(id(endpoint))
        if lent is None or lent[1].closed:
            # The endpoint is held, so that its identity is not given to another.
            lent = of_loop[id(endpoint)] = (endpoint, self._open(endpoint))
        return Kept(lent[1])

    async def close(self) -> None:
        """Closes what is open in this event loop."""
        for _, session in self._kept.pop(asyncio.get_running_loop(), {}).values():
            await session.close()


Lent = tuple[EndpointConfig, aiohttp.ClientSession]
SESSIONS = Sessions(EndpointConfig.session)


def lent_session(endpoint: EndpointConfig) -> Kept:
    """Stands in for `EndpointConfig.session`."""
    return SESSIONS.lend(endpoint)
