"""Which addresses may be asked: the spellings and places that such checks are led past with."""

import asyncio

import httpx
import pytest
from pydantic import ValidationError

from actions.outgoing import NotAllowed, OutgoingRules
from actions.outgoing.address import read_address, standing
from actions.outgoing.door import addresses_of
from actions.tickets import HelpDesk

DESK = "https://desk.example/hook"
RULES = OutgoingRules.of([DESK])

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"]

NOT_PUBLIC = {
    # this machine
    "127.0.0.1": "inside",
    "127.0.0.53": "inside",
    "127.255.255.254": "inside",
    "::1": "inside",
    "::ffff:127.0.0.1": "inside",
    "::ffff:7f00:1": "inside",
    "::127.0.0.1": "inside",  # IPv4-compatible
    "::ffff:0:127.0.0.1": "inside",  # IPv4-translated
    "64:ff9b::127.0.0.1": "inside",  # NAT64
    "64:ff9b:1::7f00:1": "inside",
    "2002:7f00:1::": "inside",  # 6to4
    "2001:0:4136:e378:8000:63bf:80ff:fffe": "inside",  # Teredo of 127.0.0.1
    # somebody's network
    "10.0.0.1": "inside",
    "10.255.255.255": "inside",
    "172.16.0.1": "inside",
    "172.31.255.255": "inside",
    "192.168.0.1": "inside",
    "192.168.255.255": "inside",
    "100.64.0.1": "inside",  # a provider's own
    "100.100.100.200": "inside",  # a cloud's metadata
    "::ffff:10.0.0.1": "inside",
    "64:ff9b::10.0.0.1": "inside",
    "2002:c0a8:1::": "inside",
    "fc00::1": "inside",
    "fd00:ec2::254": "inside",  # a cloud's metadata
    # link-local, and the metadata of clouds there
    "169.254.169.254": "special",
    "169.254.170.2": "special",
    "::ffff:169.254.169.254": "special",
    "::ffff:a9fe:a9fe": "special",
    "64:ff9b::a9fe:a9fe": "special",
    "2002:a9fe:a9fe::": "special",
    "fe80::1": "special",
    "fe80::1%eth0": "special",
    # nowhere, everybody, or kept for another use
    "0.0.0.0": "special",
    "0.0.0.1": "special",
    "0.255.255.255": "special",
    "::": "special",
    "::ffff:0.0.0.0": "special",
    "224.0.0.1": "special",
    "239.255.255.250": "special",
    "ff02::1": "special",
    "255.255.255.255": "special",
    "240.0.0.1": "special",
    "192.0.0.1": "special",
    "192.0.2.1": "special",
    "198.18.0.1": "special",
    "198.51.100.1": "special",
    "203.0.113.1": "special",
    "2001:db8::1": "special",
    "100::1": "special",
    "fec0::1": "special",
    "4000::1": "special",
    "5f00::1": "special",
}

# A name for the company, another number for the resolver.
OTHER_SPELLINGS = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://017700000001/",
    "http://0x7f.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0x0/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://169.254.43518/",
    "http://0xa.0.0.1/",
    "http://167772161/",
]

NO_ADDRESSES = [
    "http://0177.0.0.1/",
    "http://0251.0376.0251.0376/",
    "http://127.0.0.256/",
    "http://[::ffff:127.0.0.1/",
    "http://[::g]/",
]

OTHER_HOSTS = [
    "https://desk.example.evil.example/hook",
    "https://evil.example/desk.example",
    "https://desk.example@evil.example/",
    "https://desk.example:443@evil.example/",
    "https://evil.example#desk.example",
    "https://evil.example?desk.example",
    "https://evil.example\\@desk.example.evil.example/",
    "https://sub.desk.example/",
    "https://xdesk.example/",
    "https://desk.example./",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://localhost/",
    "https://metadata.google.internal/",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_help_desk_in_the_internet_may_be_asked(address):
    assert RULES.allowed("desk.example", [address]) == [address]


@pytest.mark.parametrize(("address", "where"), NOT_PUBLIC.items())
def test_a_name_may_not_lead_inside(address, where):
    assert standing(read_address(address)) == where
    with pytest.raises(NotAllowed, match=r"desk\.example is at"):
        RULES.allowed("desk.example", [address])


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_public_address_beside_it_changes_nothing(address):
    for both in ([PUBLIC[0], address], [address, PUBLIC[0]]):
        with pytest.raises(NotAllowed):
            RULES.allowed("desk.example", both)


@pytest.mark.parametrize("url", OTHER_SPELLINGS)
def test_another_spelling_of_an_address_is_a_name(url):
    """Looked up by the system itself, which takes more for an address than we do."""
    rules = OutgoingRules.of([url])
    host = httpx.URL(url).host
    rules.check_host(host)
    with pytest.raises(NotAllowed):
        rules.allowed(host, asyncio.run(addresses_of(host)))


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_is_refused_in_the_desk_file(url):
    with pytest.raises(ValidationError, match="no web address"):
        HelpDesk(name="desk", url=url, secret="desk", plain_http=True)


@pytest.mark.parametrize("url", OTHER_HOSTS)
def test_a_host_that_nobody_named_is_not_asked(url):
    with pytest.raises(NotAllowed, match=r"actions/desk\.yml"):
        RULES.check_host(httpx.URL(url).host)


@pytest.mark.parametrize(
    ("network", "address"),
    [
        ("10.0.5.0/24", "10.0.5.7"),
        ("10.0.5.7", "10.0.5.7"),
        ("10.0.5.0/24", "::ffff:10.0.5.7"),
        ("fd12:3456::/32", "fd12:3456::7"),
        ("169.254.10.0/24", "169.254.10.1"),
    ],
)
def test_a_help_desk_in_an_allowed_network_may_be_asked(network, address):
    rules = OutgoingRules.of(["https://desk.lan"], [network])
    assert rules.allowed("desk.lan", [address]) == [address]
    with pytest.raises(NotAllowed):
        rules.allowed("desk.lan", ["10.0.6.1"])


@pytest.mark.parametrize("address", ["10.0.5.7", "fd12::7", "::ffff:10.0.5.7"])
def test_what_a_refusal_names_is_what_makes_it_allowed(address):
    with pytest.raises(NotAllowed) as refusal:
        OutgoingRules.of(["https://desk.lan"]).allowed("desk.lan", [address])
    [_, after] = str(refusal.value).split("bot/settings.yml: `outgoing: {networks: [")
    network = after.removesuffix("]}`")
    assert OutgoingRules.of(["https://desk.lan"], [network]).allowed("desk.lan", [address])


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.5.7", "::1", "192.168.1.1"])
def test_who_writes_an_address_means_it(host):
    written = f"http://[{host}]/" if ":" in host else f"http://{host}/"
    assert OutgoingRules.of([written]).allowed(httpx.URL(written).host, [host]) == [host]


@pytest.mark.parametrize("host", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "[fe80::1]", "[::]"])
def test_but_nobody_means_these(host):
    rules = OutgoingRules.of([f"http://{host}/"])
    with pytest.raises(NotAllowed):
        rules.allowed(httpx.URL(f"http://{host}/").host, [host.strip("[]")])


def test_localhost_is_this_machine_and_nothing_else():
    rules = OutgoingRules.of(["http://localhost:5335/webhook"])
    assert rules.allowed("localhost", ["127.0.0.1", "::1"]) == ["127.0.0.1", "::1"]
    with pytest.raises(NotAllowed):
        rules.allowed("localhost", ["10.0.0.1"])
