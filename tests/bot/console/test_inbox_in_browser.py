"""A conversation in the inbox in a real browser: what the contact writes appears by itself."""

import pytest
from playwright.sync_api import expect

from tests.bot.console.test_in_browser import SMALL_PHONE, STRICTER
from tests.system.visit import Visit

pytestmark = pytest.mark.browser


def test_a_conversation_is_taken_and_answered_while_the_contact_writes(owner, chats, axe):
    chat = chats()
    visit = Visit(owner.new_page())
    page = visit.page
    page.add_init_script(axe)
    page.goto("/console/inbox")
    page.get_by_role("button", name="Take conversations").press("Enter")
    expect(page.get_by_text("Available").first).to_be_visible()
    assert visit.violations(STRICTER) == []
    page.get_by_role("link", name="Somebody without a name").press("Enter")
    page.get_by_role("button", name="Take over").press("Enter")
    field = page.get_by_role("textbox", name="Reply")
    field.press_sequentially("Hello, I am ")
    chat.write("are you there?")
    expect(page.get_by_role("log")).to_contain_text("are you there?")
    expect(field).to_be_focused()
    expect(field).to_have_value("Hello, I am ")
    field.press_sequentially("Ana.")
    assert visit.violations(STRICTER) == []
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("log")).to_contain_text("Hello, I am Ana.")
    assert chat.messages()[-1]["text"] == "Hello, I am Ana."
    page.set_viewport_size(SMALL_PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE["width"]
    assert visit.violations(STRICTER) == []
    assert visit.complaints == []
