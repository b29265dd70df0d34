import pytest

from bot.gateway.caller import Proxies, caller_block

PROXY = "10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded_for", "caller"),
    [
        (0, "203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # nobody is believed
        (1, PROXY, ["198.51.100.1"], "198.51.100.1"),
        (1, PROXY, ["8.8.8.8, 198.51.100.1"], "198.51.100.1"),  # what stands before is forged
        (1, PROXY, ["8.8.8.8", "198.51.100.1"], "198.51.100.1"),
        (2, PROXY, ["8.8.8.8, 198.51.100.1, 10.0.0.9"], "198.51.100.1"),
        (2, PROXY, ["198.51.100.1"], PROXY),  # not through both
        (1, PROXY, [], PROXY),
        (["10.0.0.2"], PROXY, ["8.8.8.8, 198.51.100.1"], "198.51.100.1"),
        (["10.0.0.0/24"], PROXY, ["8.8.8.8, 198.51.100.1, 10.0.0.9"], "198.51.100.1"),
        (["10.0.0.2"], "203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # past the proxy
        (["10.0.0.2"], PROXY, ["10.0.0.2"], "10.0.0.2"),  # the proxy itself calls
        (["10.0.0.2"], PROXY, [""], "unknown"),
        (["fd00::/8"], "fd00::2", ["2001:db8:1:2:3::4"], "2001:db8:1:2::/64"),
    ],
)
def test_only_declared_proxies_are_believed(proxies, peer, forwarded_for, caller):
    assert caller_block(peer, forwarded_for, Proxies.of(proxies)) == caller


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("198.51.100.1:4711", "198.51.100.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("[2001:db8::1]:4711", "2001:db8::/64"),
        ('"[2001:db8::1]"', "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("unknown", "unknown"),
        ("x" * 8_000, "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_counts_as_what_its_owner_has(address, block):
    assert caller_block(address, [], Proxies()) == block
