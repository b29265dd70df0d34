"""The company's words on privacy: before the first message, and until they have been seen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.bot.widget.recorded_gateway import RecordedGateway
from tests.bot.widget.visitor import (
    announced,
    heard,
    messages,
    open_bare_page,
    said,
    until,
    violations,
    write,
)

pytestmark = pytest.mark.browser

NOTICE = """<p slot="privacy">We use what you write to answer you. <a href="/privacy">More</a></p>
<p slot="privacy-es">Usamos lo que escribas para atenderte. <a href="/privacidad">Más</a></p>"""


@pytest.fixture(autouse=True)
def with_notice(gateway: RecordedGateway) -> None:
    gateway.children = NOTICE


def notice(page: Page) -> Locator:
    return page.get_by_role("note", name="Privacy")


def asked_of_the_api(gateway: RecordedGateway) -> list[str]:
    return [each for each in gateway.requests if "/v1/" in each]


def test_the_company_says_what_becomes_of_what_is_written_before_anything_is_sent(page, gateway):
    open_bare_page(page, gateway)
    expect(notice(page)).to_be_visible()
    expect(page.get_by_text("We use what you write to answer you.")).to_be_in_viewport()
    expect(page.get_by_role("link", name="More")).to_have_attribute("href", "/privacy")
    expect(page.get_by_role("link", name="More")).to_be_in_viewport()
    expect(page.get_by_role("textbox")).to_have_accessible_description(
        "We use what you write to answer you. More"
    )
    assert asked_of_the_api(gateway) == []
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    expect(notice(page)).to_have_count(0)
    page.reload()
    expect(said(page)).to_have_count(1)
    expect(notice(page)).to_have_count(0)


def test_it_is_said_in_the_language_of_the_chat(page, gateway):
    open_bare_page(page, gateway)
    page.get_by_role("group", name="Language").get_by_role("button", name="español").click()
    expect(page.get_by_role("note", name="Privacidad")).to_be_visible()
    expect(page.get_by_text("Usamos lo que escribas")).to_be_visible()
    expect(page.get_by_text("We use what you write")).to_be_hidden()
    page.locator("[slot=privacy-es]").evaluate("each => each.remove()")
    page.get_by_role("group", name="Idioma").get_by_role("button", name="English").click()
    page.get_by_role("group", name="Language").get_by_role("button", name="español").click()
    expect(page.get_by_text("We use what you write")).to_be_visible()


def test_who_has_understood_is_not_told_again_until_the_words_change(page, gateway):
    open_bare_page(page, gateway)
    notice(page).get_by_role("button", name="Understood").press("Enter")
    expect(notice(page)).to_have_count(0)
    expect(page.get_by_role("textbox")).to_be_focused()
    page.reload()
    expect(page.get_by_role("textbox")).to_be_visible()
    expect(notice(page)).to_have_count(0)
    assert asked_of_the_api(gateway) == []
    gateway.children = NOTICE.replace("answer you", "answer you, for a year")
    page.reload()
    expect(page.get_by_text("for a year")).to_be_visible()


def test_what_the_page_sends_by_itself_waits_until_the_notice_can_be_read(page, gateway):
    page.goto(f"{gateway.url}/bare")
    chat = page.locator("support-chat")
    chat.evaluate("chat => { chat.send('time'); }")
    page.wait_for_timeout(500)
    assert asked_of_the_api(gateway) == []
    chat.evaluate("chat => chat.open()")
    expect(messages(page, "suggestions")).to_be_visible()
    expect(notice(page)).to_be_visible()  # nobody has had the time to read it yet
    write(page, "fault")
    expect(notice(page)).to_have_count(0)


def test_the_next_person_at_this_computer_is_told_again(page, gateway):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    page.locator("support-chat").evaluate("chat => chat.end()")
    expect(notice(page)).to_be_visible()


def test_a_message_that_waits_for_the_notice_is_forgotten_with_the_end(page, gateway):
    page.goto(f"{gateway.url}/bare")
    chat = page.locator("support-chat")
    chat.evaluate("chat => { chat.send('half a thought'); chat.end(); chat.open(); }")
    expect(notice(page)).to_be_visible()
    page.wait_for_timeout(300)
    assert asked_of_the_api(gateway) == []
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    assert [each["text"] for each in gateway.conversation.messages][:1] == ["time"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notice_is_accessible_and_leaves_room_on_a_small_phone(page, gateway, axe, scheme):
    gateway.children = NOTICE.replace("answer you.", "answer you. " + "And so on. " * 60)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 568})
    open_bare_page(page, gateway)
    expect(notice(page)).to_be_visible()
    page.evaluate(axe)
    assert violations(page) == []
    expect(page.get_by_role("textbox")).to_be_in_viewport(ratio=1)
    assert page.get_by_role("log").evaluate("log => log.clientHeight") >= 96
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_page_without_a_notice_has_none(page, gateway):
    gateway.children = "<a href='tel:1'>1</a>"
    open_bare_page(page, gateway)
    announced(page)
    expect(page.get_by_role("note")).to_have_count(0)
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    until(page, lambda: "No connection" not in " ".join(heard(page)))
