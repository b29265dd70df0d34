"""Which hosts may be asked, and at which addresses; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_network

import httpx

from actions.outgoing.address import Address, Network, read_address, standing


class NotAllowed(httpx.TransportError):
    """A host or an address that is not to be asked; says what to write where, if it is meant."""


@dataclass(frozen=True, slots=True)
class OutgoingRules:
    """The hosts that the company's files name, and the networks that are not public it allows."""

    hosts: frozenset[str]
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, urls: Iterable[str], networks: Iterable[str] = ()) -> "OutgoingRules":
        """The hosts of these addresses, read as the client will read them."""
        return cls(
            frozenset(httpx.URL(url).host for url in urls),
            tuple(ip_network(network) for network in networks),
        )

    def check_host(self, host: str) -> None:
        """Raises NotAllowed unless the company's files name the host."""
        if host not in self.hosts:
            raise NotAllowed(
                f"{host!r} is no host of a help desk. If it is meant, name it in actions/desk.yml."
            )

    def allowed(self, host: str, addresses: Sequence[str]) -> list[str]:
        """The addresses, if every one may be asked; raises NotAllowed.

        All of them: a name that is public and private at once is somebody's trick.
        """
        for text in addresses:
            address = read_address(text)
            if not self._may_be_asked(host, address):
                raise NotAllowed(
                    f"{host} is at {text}, which is not in the public internet. If that is meant, "
                    f"add its network to bot/settings.yml: "
                    f"`outgoing: {{networks: [{_network(address)}]}}`"
                )
        return list(addresses)

    def _may_be_asked(self, host: str, address: Address) -> bool:
        if any(address in network for network in self.networks):
            return True
        where = standing(address)
        return where == "public" or (where == "inside" and _names_itself(host, address))


def _names_itself(host: str, address: Address) -> bool:
    # Who writes an address, or localhost, has decided where it leads; of any other name that is
    # decided by whoever answers for it.
    if host == "localhost":
        return address.is_loopback
    try:
        return read_address(host) == address
    except ValueError:
        return False


def _network(address: Address) -> str:
    return str(ip_network(address))
