"""Whatever the chat and the demo page show: markup in it is text."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.bot.widget.test_demo_page import DELIVERY
from tests.bot.widget.visitor import messages, open_bare_page, until, write
from tests.markup import PAYLOADS, asked_of, assert_nothing_came_of_it

pytestmark = pytest.mark.browser

AT_A_TIME = 10  # files that a message takes


def assert_nothing_came_of_it_in_the_chat(page: Page, asked: list[str], gateway: str) -> None:
    chat = page.locator("support-chat")
    assert chat.locator("form, details, input:not([type=file])").count() == 0
    assert chat.locator("a:not([href^='http://127.0.0.1'])").count() == 0
    assert_nothing_came_of_it(chat, asked, own=gateway)


def everywhere(payload: str) -> list[dict]:
    """The payload in every place of a message that shows text, and as an article's HTML."""
    article = {"id": "a", "title": payload, "url": "javascript:window.ran=1", "revision": "r"}
    ticket = {"number": payload, "status": "open", "label": payload, "team": payload}
    ticket |= {"due_at": payload, "stages": [payload], "outcomes": [payload]}
    ticket |= {"time_zone": payload, "url": payload, "receipt_url": "javascript:window.ran=1"}
    card = {"attachment_id": "att_1", "name": payload, "type": payload, "size": 1}
    return [
        {"text": payload, "buttons": [{"title": payload}]},
        {"kind": "answer", "text": "", "html": f"<p>before</p>{payload}", "article": article},
        {"kind": "ticket", "text": payload, "ticket": ticket},
        {"kind": "text", "sender": "agent", "author": {"name": payload}, "text": payload},
        {"kind": "survey", "text": payload, "attachments": [card]},
    ]


def drop(page: Page, names: list[str]) -> None:
    """Files with these names, from the desktop into the chat."""
    page.get_by_role("dialog").evaluate(
        """(dialog, names) => {
            const given = new DataTransfer();
            for (const name of names) given.items.add(new File(["a"], name));
            dialog.dispatchEvent(new DragEvent("drop", {dataTransfer: given, cancelable: true}));
        }""",
        names,
    )


def test_there_are_sixty_payloads_all_different():
    assert len(set(PAYLOADS)) == 60


def test_markup_in_messages_is_shown_as_text_and_does_nothing(page, gateway):
    asked = asked_of(page)
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    for payload in PAYLOADS:
        for message in everywhere(payload):
            gateway.conversation.say(message)
    expect(messages(page, "survey")).to_have_count(len(PAYLOADS))
    expect(page.locator("li[data-sender=agent]")).to_have_count(len(PAYLOADS))
    shown = page.locator("li[data-kind=text][data-sender=bot] .words")
    assert shown.evaluate_all("all => all.map(each => each.textContent)") == PAYLOADS
    assert_nothing_came_of_it_in_the_chat(page, asked, gateway.url)


def test_markup_as_the_name_of_who_is_writing_is_text_too(page, gateway):
    asked = asked_of(page)
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    status = page.get_by_role("status")
    for payload in PAYLOADS:
        gateway.conversation.hint("typing", {"typing": True, "author": {"name": payload}})
        line = f"{payload} is typing…"
        until(page, lambda line=line: status.evaluate("e => e.textContent").strip() == line)
    assert_nothing_came_of_it_in_the_chat(page, asked, gateway.url)


def fulfil(route: Route, problem: dict) -> None:
    """As the gateway refuses."""
    body = json.dumps(problem)
    route.fulfill(status=422, body=body, content_type="application/problem+json")


def test_markup_that_the_contact_writes_or_a_refusal_says_is_text_too(page, gateway):
    asked = asked_of(page)
    open_bare_page(page, gateway)

    def refuse(route):
        detail = route.request.post_data_json["text"]
        fulfil(route, {"title": detail, "detail": detail, "status": 422})

    page.route("**/messages", refuse)
    page.evaluate(
        "all => all.forEach(text => document.querySelector('support-chat').send(text))", PAYLOADS
    )
    failed = page.locator("li[data-state=failed]")
    expect(failed).to_have_count(len(PAYLOADS))
    for part in (".words", ".failed"):
        texts = failed.locator(part).evaluate_all("all => all.map(each => each.textContent)")
        assert texts == [payload.strip() for payload in PAYLOADS]
    assert_nothing_came_of_it_in_the_chat(page, asked, gateway.url)


def test_markup_as_the_name_of_a_file_or_a_company_is_text_too(page, gateway):
    asked = asked_of(page)
    gateway.takes_files.clear()
    open_bare_page(page, gateway)
    drop(page, PAYLOADS)
    items = page.get_by_role("list", name="Files for this message").get_by_role("listitem")
    expect(items).to_have_count(len(PAYLOADS))
    title = page.locator("#title")
    for payload in PAYLOADS:
        page.locator("support-chat").evaluate("(chat, name) => { chat.company = name; }", payload)
        until(page, lambda payload=payload: title.evaluate("each => each.textContent") == payload)
    assert_nothing_came_of_it_in_the_chat(page, asked, gateway.url)


def test_markup_as_the_reason_why_a_file_is_refused_is_text_too(page, gateway):
    asked = asked_of(page)
    gateway.refused_files = {f"{i}.txt": (422, each) for i, each in enumerate(PAYLOADS)}
    names = list(gateway.refused_files)
    open_bare_page(page, gateway)
    for start in range(0, len(names), AT_A_TIME):
        drop(page, names[start : start + AT_A_TIME])
        refused = page.locator("support-chat [part=tray] .failed")
        expect(refused).to_have_count(AT_A_TIME)
        reasons = refused.evaluate_all("all => all.map(each => each.textContent.trim())")
        assert reasons == [each.strip() for each in PAYLOADS[start : start + AT_A_TIME]]
        told = page.get_by_role("status").text_content()
        assert any(each in told for each in reasons)
        assert_nothing_came_of_it_in_the_chat(page, asked, gateway.url)
        page.reload()
        expect(page.get_by_role("textbox")).to_be_visible()


def test_markup_as_the_reason_why_something_cannot_be_done_is_text_too(page, gateway):
    asked = asked_of(page)
    refusals = iter(PAYLOADS)
    page.route(
        "**/transcript",
        lambda route: fulfil(route, {"status": 422, "detail": next(refusals)}),
    )
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    status = page.get_by_role("status")
    for payload in PAYLOADS:
        page.get_by_role("button", name="Options").click()
        page.get_by_role("button", name="Download the conversation").click()
        line = payload.strip()
        until(page, lambda line=line: status.evaluate("e => e.textContent").strip() == line)
    assert_nothing_came_of_it_in_the_chat(page, asked, gateway.url)


def delivery(number: int, payload: str) -> dict:
    """What a help desk was sent and said, with the payload in every place."""
    attempt = {"at": "2026-11-24T12:00:00Z", "status": 400, "error": payload}
    shown = dict.fromkeys(("type", "ticket", "helpdesk", "url", "state"), payload)
    contents = {"headers": {payload: payload}, "payload": {payload: payload}}
    return DELIVERY | shown | contents | {"id": f"dlv_{number}", "attempts": [attempt]}


def test_markup_in_what_the_demo_page_shows_is_text_too(chromium, gateway):
    # Without its policy, so that nothing but the page itself keeps markup from running.
    context = chromium.new_context(locale="en-GB", bypass_csp=True)
    page = context.new_page()
    asked = asked_of(page)
    gateway.config |= {"starters": {"en": PAYLOADS}, "company": PAYLOADS[0]}
    gateway.config["privacy"] = {"en": {"text": PAYLOADS[1], "link": "x", "url": "/data"}}
    gateway.deliveries = [delivery(number, each) for number, each in enumerate(PAYLOADS)]
    page.goto(f"{gateway.url}/")
    write(page, "fault")
    expect(page.get_by_role("article")).to_have_count(len(PAYLOADS))
    starters = page.locator("#starters button")
    assert starters.evaluate_all("all => all.map(each => each.textContent)") == PAYLOADS
    for part in ("#starters", "#deliveries", "header", "support-chat"):
        assert_nothing_came_of_it(page.locator(part).first, asked, own=gateway.url)
    context.close()
