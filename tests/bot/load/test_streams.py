"""Streams that only listen, on the real gateway."""

import asyncio

import pytest

from bot.load.streams import idle_streams
from bot.load.visitor import Visitor, client

MANY = 30


async def visitors(url, many):
    async with client(url) as http:
        return [await Visitor.arrive(http, "es") for _ in range(many)]


def test_they_stay_open_and_hear_when_the_gateway_stops(serve, unlimited):
    http = serve(workspace=unlimited)

    async def listen():
        async with idle_streams(str(http.base_url), await visitors(http.base_url, MANY)) as streams:
            await asyncio.sleep(0.3)  # a ping or two
            assert not any(stream.ended for stream in streams)
            await asyncio.to_thread(http.stop_gateway)
            async with asyncio.timeout(5):
                while not all(stream.ended for stream in streams):
                    await asyncio.sleep(0.01)

    asyncio.run(listen())


def test_a_stream_that_is_refused_is_told(served):
    async def listen():
        (visitor,) = await visitors(served.url, 1)
        visitor.token = "nonsense"
        async with idle_streams(served.url, [visitor]):
            raise AssertionError("it was let in")

    with pytest.raises(ConnectionError, match="401"):
        asyncio.run(listen())
