"""Where an IP address is: in the public internet, inside somebody's network, or nowhere to go."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Standing = Literal["public", "inside", "special"]

# All that is given out of IPv6 (IANA); what is outside it is old, local, or leads into IPv4.
GIVEN_OUT = IPv6Network("2000::/3")
# Behind a provider's own translation (RFC 6598): other customers, and its machines.
SHARED = IPv4Network("100.64.0.0/10")
UNIQUE_LOCAL = IPv6Network("fc00::/7")
# An IPv4 address in the last 32 bits: compatible (RFC 4291), translated (RFC 2765), NAT64
# (RFC 6052, 8215; the local prefix is used with any length, 96 is the usual one).
CARRIES_AT_ITS_END = tuple(
    IPv6Network(network)
    for network in ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48")
)


def read_address(text: str) -> Address:
    """The address; IPv4 also where IPv6 carries it. Raises ValueError."""
    address = ip_address(text.partition("%")[0])
    return _carried(address) if isinstance(address, IPv6Address) else address


def standing(address: Address) -> Standing:
    """Inside: this machine or a private network. Special: link-local, multicast, 0.0.0.0 …."""
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return "special"
    if isinstance(address, IPv4Address):
        return _standing_v4(address)
    if address.is_loopback or address in UNIQUE_LOCAL:
        return "inside"
    return "public" if address.is_global and address in GIVEN_OUT else "special"


# RFC 1918; `is_private` also says so of addresses for documentation and tests.
PRIVATE = tuple(IPv4Network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))


def _standing_v4(address: IPv4Address) -> Standing:
    if address.is_loopback or any(address in network for network in (*PRIVATE, SHARED)):
        return "inside"
    return "public" if address.is_global and not address.is_reserved else "special"


def _carried(address: IPv6Address) -> Address:
    if address.is_loopback or address.is_unspecified:
        return address  # of the form ::/96, too
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if any(address in network for network in CARRIES_AT_ITS_END):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
