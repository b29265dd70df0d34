"""Every page of the workbench in a real browser: by keyboard, on a phone, in the dark."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from actions.figures import FIGURES
from actions.tickets import Desk, TicketStore
from bot.console.routes import ROUTES
from tests.actions.accounts.conftest import PASSWORD
from tests.actions.figures.conftest import Days
from tests.bot.console.conftest import DESKTOP
from tests.system.visit import WCAG, Visit

pytestmark = pytest.mark.browser

STRICTER = [*WCAG, "best-practice"]
SMALL_PHONE = {"width": 320, "height": 640}
# Shown to whoever is there; those with an id in their path are looked at by their section's tests.
PAGES = [
    route.path
    for route in ROUTES
    if not route.changes and "{" not in route.path and not route.is_file
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("screen", [DESKTOP, SMALL_PHONE], ids=["desktop", "phone"])
def test_every_page_is_well_made(owner, axe, screen, language):
    visit = Visit(owner.new_page())
    visit.page.add_init_script(axe)
    visit.page.set_viewport_size(screen)
    visit.page.emulate_media(color_scheme="dark" if screen is SMALL_PHONE else "light")
    if language == "es":
        visit.page.goto("/console/account")
        visit.page.get_by_role("button", name="Español").click()
    amiss = {}
    for path in PAGES:
        visit.page.goto(path)
        found = visit.violations(STRICTER)
        if visit.page.evaluate("document.documentElement.scrollWidth") > screen["width"]:
            found.append("wider than the screen")
        if visit.page.locator("html").get_attribute("lang") != language:
            found.append("in another language")
        if found:
            amiss[path] = found
    assert amiss == {}
    assert visit.complaints == []


def test_what_a_figure_opens_is_well_made(owner, axe, database, store, workspace, clock):
    days = Days(database, store, TicketStore(database, Desk.load(workspace.desk_file)))
    at = clock() - timedelta(hours=1)
    talk = days.asks(at, "answer", text="how do I return it?")
    days.rates(at, days.opens(at, talk, mood="angry"), 5)
    days.hands_over(at, talk, "angry")
    visit = Visit(owner.new_page())
    visit.page.add_init_script(axe)
    visit.page.set_viewport_size(SMALL_PHONE)
    amiss = {}
    lists = [f"/console/today/{figure}" for figure in FIGURES]
    for path in ("/console/today", *lists, f"/console/conversations/{talk}"):
        visit.page.goto(path)
        for summary in visit.page.locator("main summary").all():
            summary.click()
        wide = visit.page.evaluate("document.documentElement.scrollWidth") > SMALL_PHONE["width"]
        if found := visit.violations(STRICTER) + ["wide"] * wide:
            amiss[path] = found
    assert amiss == {}
    visit.page.goto("/console/today")
    expect(visit.page.locator("[data-chart] canvas")).to_have_count(2)
    assert visit.complaints == []


def test_somebody_is_invited_and_comes_in_by_keyboard_alone(owner, chromium, axe):
    visit = Visit(owner.new_page())
    visit.page.add_init_script(axe)
    page = visit.page
    page.goto("/console/people/new")
    page.get_by_label("E-mail").press_sequentially("pol@aurora.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Pol")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    link = page.get_by_label("Link").input_value()
    assert visit.violations(STRICTER) == []
    page.get_by_role("navigation").get_by_role("link", name="People").press("Enter")
    page.get_by_role("link", name="Pol").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pol")
    assert visit.violations(STRICTER) == []
    elsewhere = chromium.new_context(locale="en-GB", viewport=SMALL_PHONE)
    guest = Visit(elsewhere.new_page())
    guest.page.add_init_script(axe)
    guest.page.goto(link)
    assert guest.violations(STRICTER) == []
    guest.page.get_by_label("New password").fill(PASSWORD)
    guest.page.keyboard.press("Enter")
    expect(guest.page.get_by_role("status")).to_contain_text("Password kept.")
    elsewhere.close()
    assert visit.complaints + guest.complaints == []


def test_a_form_with_mistakes_is_well_made_and_leads_to_them(owner, axe):
    visit = Visit(owner.new_page())
    visit.page.add_init_script(axe)
    visit.page.goto("/console/account")
    visit.page.get_by_role("button", name="Change the password").press("Enter")
    alert = visit.page.get_by_role("alert")
    expect(alert).to_contain_text("Something needs to be put right")
    assert visit.violations(STRICTER) == []
    alert.get_by_role("link").first.press("Enter")
    expect(visit.page.get_by_label("Current password")).to_be_focused()


def test_by_keyboard_the_first_stop_leads_past_the_menu(owner):
    page = owner.new_page()
    page.goto("/console/account")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
