"""The review in a real browser, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from bot.reviewing.decisions import Decisions
from bot.workspace_files import WorkspaceFiles
from tests.bot.console.test_in_browser import STRICTER
from tests.bot.console.test_reviewing import (  # noqa: F401
    company,
    console,
    redactor,
    slots,
    wrote,
)
from tests.system.visit import Visit

pytestmark = pytest.mark.browser

UNSURE = {
    "whereabouts is that box of mine": 0.2,
    "sing me a song about parcels": 0.3,
    "asdf asdf": 0.4,
    "my cousin's package from another shop": 0.5,
    "may I have it engraved": 0.6,
}


def test_messages_are_reviewed_and_taken_back_by_keyboard_alone(
    owner,
    wrote,  # noqa: F811
    company,  # noqa: F811
    axe,
):
    for words, sure in UNSURE.items():
        wrote(words, sure)
    visit = Visit(owner.new_page())
    page, keys = visit.page, visit.page.keyboard
    page.add_init_script(axe)
    page.goto("/console/review")
    message, told = page.locator("blockquote"), page.get_by_role("status")
    expect(message).to_have_text("whereabouts is that box of mine")
    assert visit.violations(STRICTER) == []
    keys.press("a")
    expect(told).to_contain_text("It is an example now.")
    expect(message).to_have_text("sing me a song about parcels")
    keys.press("o")
    expect(message).to_have_text("asdf asdf")
    keys.press("d")
    expect(told).to_contain_text("Discarded.")
    keys.press("u")
    expect(told).to_contain_text("Undone.")
    expect(message).to_have_text("asdf asdf")
    keys.press("d")
    expect(message).to_have_text("my cousin's package from another shop")
    # A letter that is typed into a field is no decision; the choice of a list is by keyboard, too.
    tabs_to(page, "#text")
    keys.press("End")
    keys.type(" and you")
    keys.press("Tab")
    keys.type("out_of_scope")
    tabs_to(page, "button[data-key=a]")
    keys.press("Enter")
    expect(message).to_have_text("may I have it engraved")
    keys.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("New topic")
    expect(page.locator("textarea[name='examples.en']")).to_have_value("may I have it engraved")
    assert visit.violations(STRICTER) == []
    assert visit.complaints == []
    assert len(Decisions(company.home).reviewed()) == 4
    taught = (company.nlu_data / "nlu" / "en" / "out_of_scope.yml").read_text("utf-8")
    assert "- sing me a song about parcels\n" in taught
    assert "- my cousin's package from another shop and you\n" in taught
    assert len(WorkspaceFiles.of(company).history.newest()) == 3


def tabs_to(page, field: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(f"{field}:focus").count():
            return
    raise AssertionError(f"Tab does not lead to {field}")
