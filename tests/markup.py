"""Sixty texts that would run something, or ask another host for something, if they were markup."""

from pathlib import Path

import yaml
from playwright.sync_api import Locator, Page

PAYLOADS: list[str] = yaml.safe_load(
    Path(__file__).with_name("markup_payloads.yml").read_text(encoding="utf-8")
)
# What such a text would put into a page; no page of ours has any of it where words are shown.
HOSTILE = (
    "script, img, svg:not([aria-hidden]), math, iframe, object, embed, video, audio, style, link, "
    "base, meta, frame, marquee, picture, template"
)
HANDLERS = "all => all.some(each => [...each.attributes].some(({name}) => name.startsWith('on')))"
ADDRESSES = "all => all.map(each => each.protocol)"


def asked_of(page: Page) -> list[str]:
    """What the page asks for from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def assert_nothing_came_of_it(where: Locator, asked: list[str], *, own: str) -> None:
    """In this part of a page markup is text; `own`: the only host that may have been asked."""
    assert where.locator(HOSTILE).count() == 0
    assert not where.locator("*").evaluate_all(HANDLERS)
    leads = where.locator("a").evaluate_all(ADDRESSES)
    assert set(leads) <= {"http:", "https:", "mailto:", "tel:"}
    assert where.page.evaluate("window.ran") is None
    assert [url for url in asked if not url.startswith((own, "data:"))] == []
