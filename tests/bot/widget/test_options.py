import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bot.widget.conftest import ARGUMENTS
from tests.bot.widget.recorded_gateway import RecordedGateway
from tests.bot.widget.visitor import announced, heard, messages, open_bare_page, said, until, write

pytestmark = pytest.mark.browser


def stored(page: Page) -> str:
    """All that the browser keeps for the chat, less what tells other tabs that it has ended."""
    return page.evaluate("""() => {
        const kept = Object.keys({...localStorage, ...sessionStorage});
        return JSON.stringify(kept.filter(key => !/:(ended|endedHere|locale|opened)$/.test(key)));
    }""")


def begin(page: Page, gateway: RecordedGateway) -> None:
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()


def choose(page: Page, *names: str) -> None:
    page.get_by_role("button", name="Options").click()
    for name in names:
        page.get_by_role("group", name="Options").get_by_role("button", name=name).click()


def test_options_come_with_the_conversation_and_keyboard_alone_leads_in_and_out(page, gateway):
    open_bare_page(page, gateway)
    options = page.get_by_role("button", name="Options")
    expect(options).to_have_count(0)
    write(page, "fault")
    options.focus()
    page.keyboard.press("Enter")
    expect(options).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("button", name="Download the conversation")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This browser will forget the conversation")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Options")).to_have_count(0)
    expect(options).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_conversation_is_downloaded_as_a_text(page, gateway):
    begin(page, gateway)
    with page.expect_download() as download:
        choose(page, "Download the conversation")
    assert download.value.suggested_filename == "cnv_1.txt"
    assert "I have trouble answering" in Path(download.value.path()).read_text()
    expect(page.get_by_role("button", name="Options")).to_be_focused()


def test_deleting_says_what_goes_and_what_stays_and_then_all_is_gone(page, gateway):
    begin(page, gateway)
    announced(page)
    choose(page, "Delete my data")
    group = page.get_by_role("group", name="Options")
    expect(group).to_contain_text("this conversation, your details and your files")
    expect(group).to_contain_text("the number, the team and the dates stay")
    expect(group).to_contain_text("Any backups hold them until they expire")
    assert len(gateway.conversations) == 1
    group.get_by_role("button", name="Back").click()
    group.get_by_role("button", name="Delete my data").click()
    group.get_by_role("button", name="Delete my data").click()
    expect(said(page)).to_have_count(0)
    assert gateway.conversations == {}
    assert stored(page) == "[]"
    expect(page.get_by_role("textbox")).to_be_focused()
    until(page, lambda: "Your conversation and your details are deleted." in heard(page))
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    expect(page.locator("li[data-restarted]")).to_have_count(0)


def test_what_cannot_be_deleted_now_is_said_and_kept(page, gateway):
    begin(page, gateway)
    page.route("**/v1/**", lambda route: route.abort())
    choose(page, "Delete my data", "Delete my data")
    expect(page.get_by_role("status")).to_contain_text("They could not be deleted. Try again.")
    expect(said(page)).to_have_count(1)
    page.unroute("**/v1/**")
    page.get_by_role("group", name="Options").get_by_role("button", name="Delete my data").click()
    expect(said(page)).to_have_count(0)


def test_what_the_company_has_deleted_already_counts_as_deleted(page, gateway):
    begin(page, gateway)
    gateway.conversations.clear()
    choose(page, "Delete my data", "Delete my data")
    expect(page.get_by_role("status")).to_contain_text("are deleted")
    expect(said(page)).to_have_count(0)


def test_nothing_is_called_deleted_that_an_expired_token_cannot_reach(page, gateway):
    begin(page, gateway)
    refusal = {"status": 401, "content_type": "application/problem+json", "body": "{}"}
    page.route("**/conversations/cnv_1", lambda route: route.fulfill(**refusal))
    page.route("**/token", lambda route: route.fulfill(**refusal))
    choose(page, "Delete my data", "Delete my data")
    expect(page.get_by_role("status")).to_contain_text("They could not be deleted.")


def test_a_message_under_way_does_not_bring_back_what_was_ended(page, gateway):
    begin(page, gateway)
    page.route("**/messages", lambda route: None)  # never answered
    write(page, "half way")
    choose(page, "End the chat", "End the chat")
    page.unroute("**/messages")
    expect(said(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("textbox")).to_be_visible()
    expect(said(page)).to_have_count(0)
    assert len(gateway.conversations) == 1


def test_ending_forgets_token_history_and_drafts_in_all_tabs(page, gateway):
    begin(page, gateway)
    other = page.context.new_page()
    other.goto(f"{gateway.url}/bare")
    other.get_by_role("button", name="Open the help chat").click()
    expect(said(other)).to_have_count(1)
    other.get_by_role("textbox").fill("half a thought")
    choose(page, "End the chat", "End the chat")
    expect(page.get_by_role("status")).to_contain_text("left in this browser")
    for tab in (page, other):
        expect(said(tab)).to_have_count(0)
        expect(tab.get_by_role("textbox")).to_have_value("")
        assert stored(tab) == "[]"
    assert len(gateway.conversations) == 1  # the company keeps it
    assert not [each for each in gateway.requests if each.startswith("DELETE")]
    other.reload()
    expect(other.get_by_role("textbox")).to_have_value("")


def test_a_tab_that_was_away_at_the_end_forgets_its_draft_when_it_is_back(page, gateway):
    begin(page, gateway)
    page.get_by_role("textbox").fill("half a thought")
    page.goto("about:blank")
    other = page.context.new_page()
    other.goto(f"{gateway.url}/bare")
    other.locator("support-chat").evaluate("chat => chat.end()")
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value("")
    assert stored(page) == "[]"


def test_a_page_out_of_the_back_forward_cache_knows_what_was_ended_meanwhile(chromium, gateway):
    # Playwright switches that cache off, since a page may then come back without being loaded.
    with chromium.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
        args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    ) as browser:
        page = browser.new_page(locale="en")
        begin(page, gateway)
        page.evaluate("window.isTheSamePage = true")
        page.get_by_role("textbox").fill("half a thought")
        page.goto(f"{gateway.url}/bare?2")
        page.locator("support-chat").evaluate("chat => chat.end()")
        write(page, "time")
        expect(messages(page, "suggestions")).to_be_visible()
        page.go_back(wait_until="commit")  # nothing is loaded
        assert page.evaluate("window.isTheSamePage")
        expect(said(page)).to_contain_text(["time"])  # nothing of what was ended
        expect(page.get_by_role("textbox")).to_have_value("")
        gateway.conversation.say({"text": "you are back"})
        expect(messages(page, "text").last).to_contain_text("you are back")


def test_tabs_are_in_step_from_the_first_message_on(page, gateway):
    open_bare_page(page, gateway)
    other = page.context.new_page()
    other.goto(f"{gateway.url}/bare")
    other.get_by_role("button", name="Open the help chat").click()
    write(page, "time")
    expect(messages(other, "suggestions")).to_be_visible()
    write(other, "fault")
    expect(messages(page, "notice")).to_be_visible()
    assert len(gateway.conversations) == 1


def test_two_tabs_that_write_at_once_start_one_conversation(page, gateway):
    open_bare_page(page, gateway)
    other = page.context.new_page()
    other.goto(f"{gateway.url}/bare")
    for tab in (page, other):
        tab.locator("support-chat").evaluate("chat => { chat.send('time'); }")
    for tab in (page, other):
        expect(messages(tab, "suggestions")).to_have_count(2)
    assert len(gateway.conversations) == 1


def test_signing_out_on_a_shared_computer_leaves_nothing(page, gateway):
    open_bare_page(page, gateway)
    page.locator("support-chat").evaluate("chat => chat.setVisitor('ana')")
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    page.locator("support-chat").evaluate("chat => chat.logout()")
    expect(said(page)).to_have_count(0)
    assert gateway.visitors[-1] is None
    assert stored(page) == "[]"


def test_offline_in_mid_send_for_30_seconds_loses_and_doubles_nothing(page, gateway):
    """A message whose receipt was lost, one written meanwhile, and a draft."""
    page.clock.install()
    begin(page, gateway)
    page.route("**/messages", lambda route: (route.fetch(), route.abort()))
    write(page, "time")
    expect(said(page).last).to_contain_text("time")
    until(page, lambda: len(gateway.conversation.messages) == 4)
    page.context.set_offline(True)
    page.unroute("**/messages")
    write(page, "written without a network")
    waiting = page.locator("li[data-state=failed]").filter(has_text="written without")
    expect(waiting.get_by_role("button", name="Try again")).to_be_visible()
    page.get_by_role("textbox").fill("half a thought")
    page.clock.fast_forward(30_000)
    expect(page.get_by_role("status")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(3)
    expect(page.get_by_role("status")).not_to_contain_text("No connection")
    words = [each["text"] for each in gateway.conversation.messages if each["sender"] == "contact"]
    assert words == ["fault", "time", "written without a network"]
    expect(page.get_by_role("textbox")).to_have_value("half a thought")
