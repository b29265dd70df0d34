"""The door at real sockets: what was looked at is what is connected to."""

import ast
import asyncio
import ssl
from contextlib import suppress

import httpx
import pytest

from actions.outgoing import Door, NotAllowed, OutgoingRules, outgoing_client
from tests.actions.conftest import AURORA
from tests.actions.tickets.receiver import answers, receiver

LOOPBACK = ("127.0.0.0/8",)


def looks_up(*answers_of_dns: list[str]):
    """A name server that says one thing after the other."""
    left = list(answers_of_dns)

    async def look_up(host):
        asked.append(host)
        return left.pop(0) if len(left) > 1 else left[0]

    asked: list[str] = []
    look_up.asked = asked
    return look_up


def get(url, *, rules, look_up):
    async def exchange():
        async with outgoing_client(rules, agent="test", look_up=look_up) as client:
            return await client.get(url)

    return asyncio.run(exchange())


def named(desk, name="desk.example"):
    return desk.url.replace("127.0.0.1", name)


def test_a_name_is_asked_under_its_name():
    look_up = looks_up(["127.0.0.1"])
    with receiver(answers(200)) as desk:
        rules = OutgoingRules.of([named(desk)], LOOPBACK)
        answer = get(named(desk), rules=rules, look_up=look_up)
    [(headers, _)] = desk.received
    assert (answer.status_code, str(answer.url)) == (200, named(desk))
    assert headers["host"].startswith("desk.example:")
    assert look_up.asked == ["desk.example"]


def test_a_name_that_changes_after_the_check_is_not_looked_up_again():
    look_up = looks_up(["127.0.0.1"], ["169.254.169.254"])
    with receiver(answers(200)) as desk:
        rules = OutgoingRules.of([named(desk)], LOOPBACK)
        assert get(named(desk), rules=rules, look_up=look_up).status_code == 200
        with pytest.raises(NotAllowed, match=r"169\.254\.169\.254"):
            get(named(desk), rules=rules, look_up=look_up)
    assert len(desk.received) == 1


def test_a_name_that_leads_inside_is_told_and_not_asked():
    with receiver(answers(200)) as desk:
        rules = OutgoingRules.of([named(desk)])
        with pytest.raises(NotAllowed, match=r"networks: \[127\.0\.0\.1/32\]"):
            get(named(desk), rules=rules, look_up=looks_up(["127.0.0.1"]))
    assert desk.received == []


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1:9/", "http://169.254.169.254/latest/", "//evil"]
)
def test_a_redirect_leads_nowhere(place):
    with receiver(answers(302, location=place)) as desk:
        rules = OutgoingRules.of([desk.url])
        assert get(desk.url, rules=rules, look_up=looks_up(["127.0.0.1"])).status_code == 302
    assert len(desk.received) == 1


def test_the_next_address_is_tried_where_nobody_listens():
    with receiver(answers(200)) as desk:
        rules = OutgoingRules.of([named(desk)], LOOPBACK)
        look_up = looks_up(["127.0.0.2", "127.0.0.1"])
        # Both are this machine, but the receiver listens at one of them only.
        assert get(named(desk), rules=rules, look_up=look_up).status_code == 200


def test_a_name_without_address_is_no_connection():
    rules = OutgoingRules.of(["http://desk.example/"])

    async def nothing(host):
        raise OSError("no such name")

    for look_up in (nothing, looks_up([])):
        with pytest.raises(httpx.ConnectError, match=r"no host|no address"):
            get("http://desk.example/", rules=rules, look_up=look_up)


def test_a_secure_connection_is_asked_for_under_the_name():
    """The certificate must be the name's, not the address's."""
    asked = []

    async def exchange():
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = lambda _socket, name, _context: asked.append(name)
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        url = f"https://desk.example:{port}/"
        rules = OutgoingRules.of([url], LOOPBACK)
        async with (
            server,
            outgoing_client(rules, agent="test", look_up=looks_up(["127.0.0.1"])) as c,
        ):
            with suppress(httpx.ConnectError):  # it has no certificate
                await c.get(url)

    asyncio.run(exchange())
    assert asked == ["desk.example"]


def test_no_connection_is_kept_for_another_name_at_the_same_address():
    async def exchange(desk):
        urls = [named(desk, "one.example"), named(desk, "two.example")]
        door = Door(OutgoingRules.of(urls, LOOPBACK), look_up=looks_up(["127.0.0.1"]))
        async with httpx.AsyncClient(transport=door) as client:
            for url in urls:
                await client.get(url)
                assert door._inner._pool.connections == []

    with receiver(answers(200)) as desk:
        asyncio.run(exchange(desk))


def test_everything_that_asks_elsewhere_goes_through_the_door():
    """The bridges are programs of their own; they know only their help desk."""
    opens = {"Client", "AsyncClient", "AsyncHTTPTransport", "HTTPTransport", "urlopen"}
    found = {
        path.relative_to(AURORA).as_posix()
        for path in (AURORA / "actions").rglob("*.py")
        if "bridges" not in path.parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in opens
    }
    assert found == {"actions/outgoing/door.py"}
