"""In place of the page, as on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.bot.widget.visitor import messages, open_bare_page, said, until, write

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 700}
KEYBOARD = 280


@pytest.fixture(autouse=True)
def phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(reduced_motion="reduce")


def test_the_chat_takes_the_whole_screen_and_the_page_behind_waits(page, gateway):
    open_bare_page(page, gateway)
    dialog = page.get_by_role("dialog")
    assert dialog.bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert dialog.evaluate("dialog => dialog.matches(':modal')")
    page.get_by_role("dialog").get_by_role("button", name="Close the chat").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Open the help chat")).to_be_focused()


def test_it_never_opens_by_itself_in_place_of_the_page(page, gateway):
    open_bare_page(page, gateway)
    page.reload()
    expect(page.get_by_role("button", name="Open the help chat")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_no_field_is_so_small_that_a_phone_zooms_in(page, gateway):
    open_bare_page(page, gateway)
    for root_size in ("16px", "10px"):  # some pages make it small
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", root_size)
        sizes = page.locator("support-chat :is(textarea, input, select)").evaluate_all(
            "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
        )
        field = page.get_by_role("textbox").evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        assert len(sizes) == 2 and field >= 16


def test_with_the_keyboard_up_field_and_last_words_stay_above_it(page, gateway):
    open_bare_page(page, gateway)
    write(page, "caro@example.com")
    expect(messages(page, "question")).to_be_in_viewport(ratio=1)
    left = PHONE["height"] - KEYBOARD
    page.evaluate(
        """height => {
            Object.defineProperty(visualViewport, "height", { get: () => height });
            visualViewport.dispatchEvent(new Event("resize"));
        }""",
        left,
    )
    for part in (
        page.get_by_role("textbox"),
        page.get_by_role("button", name="Send"),
        messages(page, "question"),
    ):
        until(page, lambda part=part: bottom(part) <= left)


def bottom(part) -> float:
    box = part.bounding_box()
    return box["y"] + box["height"]


def test_what_is_cut_out_of_the_screen_covers_no_control(page, gateway):
    tools = page.context.new_cdp_session(page)
    insets = {"bottom": 40, "bottomMax": 40}
    tools.send("Emulation.setSafeAreaInsetsOverride", {"insets": insets})
    page.goto(f"{gateway.url}/bare")
    launcher = page.get_by_role("button", name="Open the help chat")
    until(page, lambda: bottom(launcher) <= PHONE["height"] - 40)
    launcher.click()
    until(page, lambda: bottom(page.get_by_role("textbox")) <= PHONE["height"] - 40)


def test_a_stream_that_broke_in_the_background_is_back_with_the_reader(page, gateway):
    page.clock.install()
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    page.context.set_offline(True)
    page.clock.run_for(120_000)  # by now it would rest for half a minute
    gateway.conversation.say({"text": "while you were away"})
    page.context.set_offline(False)
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))  # no timer runs out any more
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(messages(page, "text").last).to_contain_text("while you were away")
    expect(said(page)).to_have_count(1)
