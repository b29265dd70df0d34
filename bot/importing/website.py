"""The only door to a site: one host, looked up once, and nothing without a limit."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import httpx

from bot.importing.errors import NoSource
from bot.importing.folder import too_large

AGENT = "Primera (articles import)"
MOST_REDIRECTS = 5
MOVED = (301, 302, 303, 307, 308)

Lookup = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a site is fetched, and how fast."""

    pages: int = 1_000
    megabytes: float = 5.0  # a page
    seconds: float = 20.0  # a page, from its request to its last byte
    delay: float = 0.5  # seconds between two requests
    minutes: float = 60.0  # in all

    @property
    def most_bytes(self) -> int:
        """Of one page or file."""
        return int(self.megabytes * 1_000_000)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the site answered; `url` is where it was at last."""

    url: str
    content: bytes
    kind: str  # media type, e.g. text/html
    charset: str | None


@dataclass(frozen=True, slots=True)
class NotFetched:
    """Why there is nothing, with the way out."""

    message: str


def addresses_of(host: str) -> list[str]:
    """The IP addresses of a host, the kind that every network has first."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(each[4][0]) for each in found)
    return sorted(addresses, key=lambda address: ":" in address)


class Website:
    """One host. It is looked up once, so that it cannot turn into another one meanwhile."""

    def __init__(self, url: str, *, limits: Limits, look_up: Lookup = addresses_of) -> None:
        self._site = _checked(url)
        self._limits = limits
        address = _address(self._site.host, look_up)
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(
            transport=_Pinned(self._site.host, address),
            headers={"user-agent": AGENT},
            trust_env=False,
        )

    @property
    def root(self) -> str:
        """Scheme, host and port."""
        return str(self._site.copy_with(path="/", query=None, fragment=None)).rstrip("/")

    def is_here(self, url: str) -> bool:
        """Whether an address is of this host: the same port, or the secure one of both usual."""
        try:
            other = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError):
            return False
        if other.scheme not in ("http", "https") or other.host != self._site.host:
            return False
        usual = {(each.scheme, each.port) for each in (other, self._site)} <= USUAL
        return usual or (other.scheme, other.port) == (self._site.scheme, self._site.port)

    def get(self, url: str) -> Fetched | NotFetched:
        """A page's content, or why it cannot be had."""
        return self._runner.run(self._get_in_time(url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    async def _get_in_time(self, url: str) -> Fetched | NotFetched:
        seconds = self._limits.seconds
        try:
            async with asyncio.timeout(seconds):
                return await self._get(url)
        except (TimeoutError, httpx.TimeoutException):
            return NotFetched(f"It takes longer than {seconds:g} s. Allow more with --seconds.")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return NotFetched(
                f"It cannot be fetched ({type(error).__name__}). Is the address right, and the "
                "site there?"
            )

    async def _get(self, url: str) -> Fetched | NotFetched:
        for _ in range(MOST_REDIRECTS + 1):
            if not self.is_here(url):
                return NotFetched(
                    f"It leads to {_host(url)}, which is not {self._site.host}. If that is yours, "
                    "import from its address."
                )
            async with self._client.stream("GET", url) as response:
                if response.status_code in MOVED and "location" in response.headers:
                    url = str(response.url.join(response.headers["location"]))
                    continue
                if not response.is_success:
                    return NotFetched(f"The site answers {response.status_code}. Open it yourself.")
                return await self._read(response, url)
        return NotFetched(f"It moves on more than {MOST_REDIRECTS} times. Correct its redirects.")

    async def _read(self, response: httpx.Response, url: str) -> Fetched | NotFetched:
        content = bytearray()
        async for part in response.aiter_bytes():
            content += part
            if len(content) > self._limits.most_bytes:
                return NotFetched(too_large(self._limits.most_bytes))
        kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
        return Fetched(url, bytes(content), kind, response.charset_encoding)


USUAL = {("http", None), ("https", None)}


class _Pinned(httpx.AsyncBaseTransport):
    """Connects to one address, whatever the name means by then; the certificate is the name's."""

    def __init__(self, host: str, address: str) -> None:
        self._host = host
        self._address = address
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=1))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions = {**request.extensions, "sni_hostname": self._host}
        request.url = request.url.copy_with(host=self._address)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _checked(url: str) -> httpx.URL:
    try:
        site = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise NoSource(f"{url} is no address: {error}.") from None
    if site.scheme not in ("http", "https") or not site.host:
        raise NoSource(f"{url} is no address of a site. Write https://, the host and the path.")
    if site.userinfo:
        raise NoSource("The address holds a user or password. Pages behind a login are not read.")
    return site


def _address(host: str, look_up: Lookup) -> str:
    try:
        addresses = look_up(host)
    except (OSError, UnicodeError):
        addresses = []
    if not addresses:
        raise NoSource(f"There is no host {host}. Check the address, and the network.")
    inside = [each for each in addresses if not ipaddress.ip_address(each.split("%")[0]).is_global]
    if inside and not _names_itself(host):
        raise NoSource(
            f"{host} is at {inside[0]}, inside a private network. If that is meant, write the "
            "address itself instead of the name."
        )
    return addresses[0]


def _names_itself(host: str) -> bool:
    """Whether the host is an address, so that nobody else decides where it leads."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host or url
    except (httpx.InvalidURL, ValueError):
        return url
