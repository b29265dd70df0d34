"""A site by its sitemap: one host, looked up once, and nothing without a limit."""

import gzip
import time
from itertools import pairwise

import pytest

from bot.importing.document import Document
from bot.importing.errors import NoSource
from bot.importing.found import Failure
from bot.importing.site import Site
from bot.importing.sitemap import read_sitemap
from bot.importing.website import Limits, Website
from tests.bot.importing.served import body, dripping, moved, site

LIMITS = Limits(pages=20, megabytes=0.1, seconds=0.5, delay=0, minutes=1)
PAGE = "<html lang=es><main><h1>T</h1><p>Words.</p></main></html>"


@pytest.fixture
def served():
    with site() as served:
        yield served


def documents(served, path="/sitemap.xml", *, limits=LIMITS, under="", clock=time.monotonic):
    waits: list[float] = []
    with Website(served.base + path, limits=limits) as website:
        whole = Site(
            website, served.base + path, limits=limits, under=under, clock=clock, sleep=waits.append
        )
        found = list(whole.documents(lambda line: None))
    return found, whole.complete, waits


def test_every_page_of_a_sitemap_is_read_once(served):
    served.sitemap("/sitemap.xml", "/es/a", "/es/b?x=1", "/es/a#top", "/es/c.html")
    for path in ("/es/a", "/es/b?x=1", "/es/c.html"):
        served.pages[path] = body(PAGE)
    found, complete, waits = documents(served, limits=Limits(delay=0.25))
    assert [(each.key, each.name) for each in found] == [
        ("/es/a", "a"),
        ("/es/b?x=1", "b"),
        ("/es/c.html", "c"),
    ]
    assert found[0].where == f"{served.base}/es/a"
    assert served.asked == ["/sitemap.xml", "/es/a", "/es/b?x=1", "/es/c.html"]
    assert complete
    assert waits == [0.25] * 3  # between two requests each


def test_sitemaps_may_name_sitemaps_packed_ones_too(served):
    served.sitemap("/sitemap.xml", "/one.xml", "/two.xml.gz", "/sitemap.xml", index=True)
    served.sitemap("/one.xml", "/a")
    served.sitemap("/two.xml", "/b")
    packed = []
    served.pages["/two.xml"](_Keeping(packed))
    served.pages["/two.xml.gz"] = body(gzip.compress(packed[0]), "application/gzip")
    served.pages |= {"/a": body(PAGE), "/b": body(PAGE)}
    found, _, _ = documents(served)
    assert [each.key for each in found] == ["/a", "/b"]


def test_only_what_is_under_a_path_is_read(served):
    served.sitemap("/sitemap.xml", "/shop/tv", "/help/a")
    served.pages["/help/a"] = body(PAGE)
    found, _, _ = documents(served, under="/help")
    assert [each.key for each in found] == ["/help/a"]
    assert "/shop/tv" not in served.asked


def test_what_is_no_page_is_told_and_the_rest_goes_on(served):
    with site() as other:
        other.pages["/x"] = body(PAGE)
        served.pages |= {
            "/away": moved(f"{other.base}/x"),
            "/file": moved("file:///etc/passwd"),
            "/round": moved("/round"),
            "/drip": dripping,
            "/huge": body("x" * 200_000),
            "/broken": body("no", status=500),
            "/picture": body(b"\x89PNG", "image/png"),
            "/empty": body(" "),
            "/moved": moved("/good"),
            "/good": body(PAGE),
        }
        served.sitemap("/sitemap.xml", f"{other.base}/x", f"{other.base}/y", *served.pages)
        found, complete, _ = documents(served)
        assert other.asked == []
    told = {
        each.where.removeprefix(served.base): each.message
        for each in found
        if isinstance(each, Failure)
    }
    assert told == {
        other.base.removeprefix("http://"): (
            "The sitemap names 2 addresses of this other host. Import it by itself."
        ),
        "/away": told["/away"],
        "/file": told["/file"],
        "/round": "It moves on more than 5 times. Correct its redirects.",
        "/drip": "It takes longer than 0.5 s. Allow more with --seconds.",
        "/huge": "It has over 0.1 MB. Split it, or allow more with --max-mb.",
        "/broken": "The site answers 500. Open it yourself.",
        "/picture": "It is image/png and no page. Take it out.",
        "/empty": "The page is empty. Open it yourself.",
    }
    assert told["/away"].startswith("It leads to 127.0.0.1")
    assert told["/file"].startswith("It leads to file:")
    good = [each.key for each in found if isinstance(each, Document)]
    assert good == ["/moved", "/good"]
    assert complete


def test_a_site_with_more_pages_than_allowed_is_read_so_far(served):
    served.sitemap("/sitemap.xml", "/a", "/b", "/c")
    served.pages |= {path: body(PAGE) for path in ("/a", "/b", "/c")}
    found, complete, _ = documents(served, limits=Limits(pages=2, delay=0))
    assert [each.key for each in found] == ["/a", "/b", None]
    assert found[2].message.startswith("The sitemap names 3 pages. From here on nothing was read")
    assert not complete


def test_a_site_that_takes_too_long_is_read_so_far(served):
    served.sitemap("/sitemap.xml", "/a", "/b")
    served.pages |= {path: body(PAGE) for path in ("/a", "/b")}
    times = iter([0, 10, 61])
    found, complete, _ = documents(served, clock=lambda: next(times))
    assert [each.key for each in found] == ["/a", None]
    assert "took over 1 minutes" in found[1].message
    assert not complete


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (body(PAGE), "This is no sitemap"),
        (body("no", status=404), "The site answers 404"),
        (body(b"\x00\xff", "application/xml"), "This is no sitemap"),
        (body(b"\x1f\x8bbroken", "application/gzip"), "This is no sitemap"),
    ],
)
def test_without_its_sitemap_nothing_begins(served, answer, told):
    served.pages["/sitemap.xml"] = answer
    with pytest.raises(NoSource, match=told):
        documents(served)


def test_a_sitemap_reads_no_file_and_does_not_grow():
    bomb = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefg"))
    text = (
        f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<urlset><url><loc>https://h/&g;&f;</loc></url></urlset>"
    )
    found = read_sitemap(text.encode(), most_bytes=10_000)
    assert found is None or max(map(len, found.pages), default=0) < 100
    assert read_sitemap(gzip.compress(b"<urlset>" * 10**6), most_bytes=10_000) is not None


@pytest.mark.parametrize(
    ("url", "addresses", "told"),
    [
        ("ftp://shop.example/s.xml", [], "no address of a site"),
        ("https:///s.xml", [], "no address of a site"),
        ("https://ana:pass@shop.example/s.xml", [], "holds a user or password"),
        ("https://shop.example/s.xml", [], "There is no host shop.example"),
        ("https://shop.example/s.xml", ["10.0.0.7"], "at 10.0.0.7, inside a private network"),
        ("https://shop.example/s.xml", ["93.184.216.34", "169.254.169.254"], "169.254.169.254"),
        ("https://shop.example/s.xml", ["::1"], "at ::1, inside a private network"),
        ("https://shop.example/s.xml", ["::ffff:127.0.0.1"], "inside a private network"),
    ],
)
def test_a_host_that_must_not_be_asked_is_not(url, addresses, told):
    with pytest.raises(NoSource, match=told):
        Website(url, limits=LIMITS, look_up=lambda host: addresses)


def test_a_host_is_looked_up_once_and_keeps_its_address(served):
    asked: list[str] = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    served.pages["/a"] = body(PAGE)
    port = served.base.rsplit(":", 1)[1]
    with Website(f"http://localhost:{port}/s.xml", limits=LIMITS, look_up=look_up) as website:
        for _ in range(3):
            assert website.get(f"http://localhost:{port}/a").content == PAGE.encode()
        assert website.is_here(f"http://localhost:{port}/b")
        assert not website.is_here(f"http://127.0.0.1:{port}/b")
        assert not website.is_here("http://localhost:1/b")
    assert asked == ["localhost"]


def test_the_secure_address_of_the_same_host_is_the_same_site():
    with Website("http://93.184.216.34/s.xml", limits=LIMITS) as website:
        assert website.is_here("https://93.184.216.34/a")
        assert not website.is_here("https://93.184.216.34:8443/a")
        assert not website.is_here("https://93.184.216.34.evil.example/a")
        assert not website.is_here("https://93.184.216.34@evil.example/a")


class _Keeping:
    """Keeps what would be sent."""

    def __init__(self, kept: list[bytes]) -> None:
        self.wfile = self
        self.write = kept.append

    def send_response(self, status): ...

    def send_header(self, name, value): ...

    def end_headers(self): ...
