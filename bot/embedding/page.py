"""What a page's HTML says of the chat: its script, its element, and the page's own policies."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

WIDGET_PATH = "/widget/"


@dataclass(frozen=True, slots=True)
class Script:
    """A script element; `src` is absolute."""

    src: str
    is_module: bool
    nonce: str = ""
    integrity: str = ""
    has_crossorigin: bool = False


@dataclass(slots=True)
class Page:
    """What was found, in the order of the page."""

    url: str
    scripts: list[Script] = field(default_factory=list)
    elements: list[dict[str, str]] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)  # of meta elements

    @property
    def origin(self) -> str:
        """As a browser tells it to other servers."""
        return origin_of(self.url)

    @property
    def script(self) -> Script | None:
        """The chat's script, if the page names one."""
        return next((one for one in self.scripts if WIDGET_PATH in urlsplit(one.src).path), None)


def origin_of(url: str) -> str:
    """Scheme, host and the port where it is not the usual one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def address(base: str, reference: str) -> str | None:
    """The absolute address; None if there is none that could be asked."""
    try:
        absolute = urljoin(base, reference.strip())
        is_web = urlsplit(absolute).scheme in ("http", "https")
        return absolute if is_web and origin_of(absolute) else None
    except ValueError:
        return None


def read_page(url: str, html: str) -> Page:
    """The page as a browser would read it, without running anything."""
    reader = _Reader(url)
    reader.feed(html)
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.page = Page(url)
        self._base = url

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "base":
            self._base = address(self._base, values.get("href", "")) or self._base
        elif tag == "script" and (source := address(self._base, values.get("src", ""))):
            self.page.scripts.append(
                Script(
                    src=source,
                    is_module=values.get("type", "").strip().lower() == "module",
                    nonce=values.get("nonce", ""),
                    integrity=values.get("integrity", ""),
                    has_crossorigin="crossorigin" in values,
                )
            )
        elif tag == "support-chat":
            self.page.elements.append(values)
        elif tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.page.policies.append(values.get("content", ""))
