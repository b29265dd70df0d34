"""A sitemap: the pages of a site, or its other sitemaps (sitemaps.org)."""

import zlib
from dataclasses import dataclass

from lxml import etree

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses of pages and of further sitemaps, in order."""

    pages: tuple[str, ...]
    sitemaps: tuple[str, ...]


def read_sitemap(content: bytes, *, most_bytes: int) -> Sitemap | None:
    """The addresses in a sitemap; None for what is none."""
    unpacked = _unpacked(content, most_bytes)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(unpacked, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    kind = etree.QName(root).localname
    found = tuple(
        dict.fromkeys(
            (each.text or "").strip() for each in root.iterfind("{*}*/{*}loc") if each.text
        )
    )
    if kind == "urlset":
        return Sitemap(found, ())
    return Sitemap((), found) if kind == "sitemapindex" else None


def _unpacked(content: bytes, most_bytes: int) -> bytes:
    if not content.startswith(_GZIP):
        return content
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(content, most_bytes)
    except zlib.error:
        return b""
