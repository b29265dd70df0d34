"""Which address a request comes from, as far as those who say so are believed."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, field

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What a provider gives one household or one server: whoever has one address has all of them.
IPV6_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies in front of the gateway: how many there are, or where."""

    count: int = 0
    networks: tuple[Network, ...] = field(default=())

    @classmethod
    def of(cls, declared: int | Sequence[str]) -> "Proxies":
        """As `gateway.proxies` says."""
        if isinstance(declared, int):
            return cls(count=declared)
        return cls(networks=tuple(ipaddress.ip_network(each) for each in declared))

    def __bool__(self) -> bool:
        return bool(self.count or self.networks)


def caller_block(peer: str, forwarded_for: Sequence[str], proxies: Proxies) -> str:
    """What counts as one caller: an IPv4 address, or the /64 of an IPv6 address.

    `forwarded_for` is what came in X-Forwarded-For, header by header. Each proxy adds at its end
    whom it heard; what stands before that is whatever the caller wrote.
    """
    heard = [each.strip() for header in forwarded_for for each in header.split(",")]
    return _block(_caller(peer, heard, proxies))


def is_proxy(peer: str, proxies: Proxies) -> bool:
    """Whether a peer is a declared proxy; a number of them means that every peer is one."""
    return bool(proxies.count) or _is_among(peer, proxies.networks)


def _caller(peer: str, heard: list[str], proxies: Proxies) -> str:
    if proxies.count:
        # Fewer than that many: the request did not come all the way through them.
        return heard[-proxies.count] if len(heard) >= proxies.count else peer
    believed = peer
    for said in reversed(heard):
        if not _is_among(believed, proxies.networks):
            break
        believed = said
    return believed


def _is_among(text: str, networks: Sequence[Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _block(text: str) -> str:
    address = _address(text)
    if address is None:
        return "unknown"  # no caller can choose this: only a proxy's own word gets here
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, IPV6_BLOCK), strict=False))
    return str(address)


def _address(text: str) -> Address | None:
    """An address with or without port, brackets and zone; IPv4 also where IPv6 carries it."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
