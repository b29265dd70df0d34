"""WCAG 2.2 AA: what axe can tell in every state, sizes, and the narrow and the magnified page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bot.widget.recorded_gateway import RecordedGateway
from tests.bot.widget.visitor import messages, said, violations, write

pytestmark = pytest.mark.browser

LANGUAGES = {"es": "español", "en": "English"}
QUESTIONS = {"es": "¿Cómo devuelvo un pedido?", "en": "How do I return an order?"}
SURVEY = {"kind": "survey", "text": "5?", "buttons": [{"title": str(mark)} for mark in range(1, 6)]}
TICKET = {
    "number": "P-1042",
    "status": "in_progress",
    "label": "2",
    "team": "Pedidos",
    "due_at": "2026-11-24T12:00:00Z",
    "stages": ["1", "2", "3"],
    "outcomes": ["4", "5"],
    "url": "/status/x",
}


def part(page: Page, name: str) -> Locator:
    return page.locator(f"support-chat [part={name}]")


def states(page: Page, gateway: RecordedGateway, locale: str) -> Iterator[str]:
    """Leads the chat from one state to the next, and names each."""
    page.get_by_role("dialog").get_by_role("button", name=LANGUAGES[locale]).click()
    yield "empty"
    write(page, QUESTIONS[locale])
    expect(messages(page, "answer").get_by_role("button")).to_have_count(2)
    yield "answer with thumbs"
    says = gateway.conversation.say
    page.locator("support-chat input[type=file]").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a"}
    )
    expect(part(page, "tray").locator("[data-state=ready]")).to_have_count(1)
    yield "file ready"
    part(page, "send").click()
    expect(part(page, "file")).to_have_count(1)
    yield "file sent, typing"
    says({"kind": "suggestions", "text": "?", "buttons": [{"title": "A"}, {"title": "B"}]})
    expect(messages(page, "suggestions")).to_be_visible()
    yield "suggestions"
    says({"kind": "question", "field": "contact", "text": "?", "buttons": [{"title": "C"}]})
    expect(messages(page, "question")).to_be_visible()
    yield "question"
    says({"kind": "ticket", "text": "1", "ticket": TICKET})
    expect(messages(page, "ticket")).to_be_visible()
    yield "ticket"
    says(SURVEY)
    expect(messages(page, "survey")).to_be_visible()
    yield "survey"
    says({"kind": "handoff", "text": "1"})
    says({"sender": "agent", "author": {"name": "Lucía"}, "text": "2"})
    expect(page.locator("li[data-sender=agent]")).to_be_visible()
    yield "person"
    says({"kind": "notice", "sender": "system", "text": "3"})
    expect(messages(page, "notice")).to_be_visible()
    yield "notice"
    page.locator("#options").click()
    yield "options"
    part(page, "sheet").get_by_role("button").last.click()
    yield "delete my data"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    yield "closed"
    says({"text": "4"})
    expect(part(page, "badge")).to_be_visible()
    yield "closed with news"
    part(page, "launcher").click()
    page.context.set_offline(True)
    write(page, "5")
    expect(said(page).last).to_have_attribute("data-state", "failed")
    yield "offline, failed"
    page.context.set_offline(False)
    expect(page.locator("li[data-state=failed]")).to_have_count(0)
    page.route("**/attachments", lambda route: route.abort())
    page.locator("support-chat input[type=file]").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a"}
    )
    expect(part(page, "tray").locator("[data-state=failed]")).to_have_count(1)
    yield "file failed"


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and lone links that a thumb would miss; links inside of sentences may be."""
    targets = page.locator("support-chat :is(button, textarea, a.read-more):visible")
    sizes = targets.evaluate_all(
        "all => all.map(each => [each.outerHTML, each.offsetWidth, each.offsetHeight])"
    )
    return [html for html, *sides in sizes if min(sides) < 44]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["es", "en"])
def test_axe_finds_nothing_to_repair_in_any_state(page, gateway, axe, locale, scheme):
    """A5: nothing of the chat needs repair for assistive technology; a person is never far."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{gateway.url}/")
    page.evaluate(axe)
    found = {}
    for state in states(page, gateway, locale):
        found[state] = violations(page)
        if not state.startswith("closed"):
            expect(part(page, "person")).to_be_in_viewport(ratio=1)  # a person is never far
        assert small_targets(page) == [], state
    assert len(found) >= 14
    assert {state: each for state, each in found.items() if each} == {}


# The last is what 400 % leaves of a window of 1280 by 1024.
@pytest.mark.parametrize("size", [(390, 640), (320, 640), (320, 256)])
def test_narrow_and_magnified_pages_need_no_sideways_scrolling(page, gateway, size):
    width, height = size
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{gateway.url}/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("main").get_by_role("button", name=QUESTIONS["es"]).click()
    expect(messages(page, "answer")).to_be_visible()
    dialog = page.get_by_role("dialog")
    for open_options in (False, True):
        if open_options:
            page.locator("#options").click()
        box = dialog.bounding_box()
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
        sideways = "each => each.scrollWidth - each.clientWidth"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert dialog.evaluate(sideways) <= 0
        assert page.get_by_role("log").evaluate(sideways) <= 0
        buttons = dialog.get_by_role("button")
        sizes = buttons.evaluate_all(
            "all => all.map(each => [each.offsetWidth, each.offsetHeight])"
        )
        assert all(min(size) >= 44 for size in sizes), sizes
    page.keyboard.press("Escape")
    field = page.get_by_role("textbox")
    field.focus()
    expect(field).to_be_in_viewport(ratio=1)
    expect(page.locator("support-chat [part=send]")).to_be_in_viewport(ratio=1)
    assert page.get_by_role("log").evaluate("log => log.clientHeight") >= 96


def test_typing_loading_and_a_lost_connection_are_announced(page, gateway):
    page.goto(f"{gateway.url}/bare")
    page.get_by_role("button", name="Open the help chat").click()
    status = page.get_by_role("status")
    write(page, "nobody knows")  # and nothing is replied
    expect(status).to_have_text("The assistant is typing…")
    gateway.conversation.say({"text": "Hello"})
    expect(status).to_have_text("")
    page.context.set_offline(True)
    write(page, "fault")
    expect(status).to_have_text(
        "No connection. What you write stays here and is sent when it is back."
    )
    page.context.set_offline(False)
    expect(messages(page, "notice")).to_be_visible()
    expect(status).to_have_text("")
    page.route("**/messages?after=0", lambda route: None)
    page.reload()
    expect(page.get_by_role("status")).to_have_text("Loading the conversation…")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
