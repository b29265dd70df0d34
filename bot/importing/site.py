"""The documents of a site, by its sitemap."""

from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlsplit

from bot.importing.document import Document, Kind
from bot.importing.errors import NoSource
from bot.importing.found import Failure
from bot.importing.sitemap import read_sitemap
from bot.importing.website import Fetched, Limits, NotFetched, Website

MOST_SITEMAPS = 100
KINDS_BY_TYPE: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
}

Tell = Callable[[str], None]


class Site:
    """A site to import from; `complete` is false once something of it was not looked at."""

    def __init__(
        self,
        website: Website,
        sitemap: str,
        *,
        limits: Limits,
        under: str,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._website = website
        self._sitemap = sitemap
        self._limits = limits
        self._under = under  # what the path of each page begins with
        self._clock = clock
        self._sleep = sleep
        self._ends = clock() + limits.minutes * 60
        self._asked = False
        self.complete = True

    def documents(self, tell: Tell) -> Iterator[Document | Failure]:
        """Each page that the sitemap names, after what is wrong with the sitemap."""
        pages, failures = self._pages(tell)
        yield from failures
        for number, url in enumerate(pages[: self._limits.pages], start=1):
            if self._clock() > self._ends:
                yield self._cut(url, f"The import took over {self._limits.minutes:g} minutes", "")
                return
            tell(f"page {number} of {min(len(pages), self._limits.pages)}: {url}")
            yield self._page(url)
        if len(pages) > self._limits.pages:
            last = pages[self._limits.pages]
            yield self._cut(last, f"The sitemap names {len(pages):,} pages", "; --max-pages")

    def _cut(self, url: str, what: str, option: str) -> Failure:
        self.complete = False
        return Failure(
            url, f"{what}. From here on nothing was read; narrow it with --under{option}."
        )

    def _get(self, url: str) -> Fetched | NotFetched:
        if self._asked:
            self._sleep(self._limits.delay)
        self._asked = True
        return self._website.get(url)

    def _page(self, url: str) -> Document | Failure:
        key = _key(url)
        match self._get(url):
            case NotFetched(message):
                return Failure(url, message, key)
            case Fetched(address, content, media_type, charset):
                kind = KINDS_BY_TYPE.get(media_type)
                if kind is None:
                    what = f"It is {media_type or 'of no kind'} and no page. Take it out."
                    return Failure(url, what, key)
                if not content.strip():
                    return Failure(url, "The page is empty. Open it yourself.", key)
                name = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
                name = name.rsplit(".", 1)[0] if name.endswith((".html", ".htm", ".php")) else name
                return Document(key, url, kind, content, address, charset, name=name)

    def _pages(self, tell: Tell) -> tuple[list[str], list[Failure]]:
        pages: dict[str, None] = {}
        failures: list[Failure] = []
        elsewhere = Counter[str]()
        waiting, seen = [self._sitemap], {self._sitemap}
        while waiting:
            url = waiting.pop(0)
            tell(f"sitemap: {url}")
            match self._get(url):
                case NotFetched(message):
                    self._unless_named(url, message)
                    failures.append(Failure(url, message))
                    continue
                case Fetched(content=content):
                    found = read_sitemap(content, most_bytes=self._limits.most_bytes)
            if found is None:
                message = "This is no sitemap. It is often at /sitemap.xml; robots.txt names it."
                self._unless_named(url, message)
                failures.append(Failure(url, message))
                continue
            for address in (*found.sitemaps, *found.pages):
                if not self._website.is_here(address):
                    elsewhere[urlsplit(address).netloc or address] += 1
                elif address in found.pages:
                    page = urldefrag(address).url
                    if _key(page).startswith(self._under):
                        pages[page] = None
                elif address not in seen and len(seen) < MOST_SITEMAPS:
                    seen.add(address)
                    waiting.append(address)
        failures += [_elsewhere(host, number) for host, number in elsewhere.items()]
        return list(pages), failures

    def _unless_named(self, url: str, message: str) -> None:
        """Without the sitemap that was asked for there is nothing to do."""
        self.complete = False
        if url == self._sitemap:
            raise NoSource(f"{url}: {message}")


def _elsewhere(host: str, number: int) -> Failure:
    addresses = "an address" if number == 1 else f"{number} addresses"
    what = f"The sitemap names {addresses} of this other host. Import it by itself."
    return Failure(host, what, mistake=False)


def _key(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
