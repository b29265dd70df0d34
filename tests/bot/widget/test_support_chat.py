from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.bot.widget.recorded_gateway import RecordedGateway

pytestmark = pytest.mark.browser

PAYLOADS = yaml.safe_load(Path(__file__).with_name("markup_payloads.yml").read_text())
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def messages(page: Page, kind: str):
    return page.locator(f"support-chat li[data-kind={kind}]")


def open_bare_page(page: Page, gateway: RecordedGateway) -> None:
    page.goto(f"{gateway.url}/bare")
    page.get_by_role("button", name="Open the help chat").click()


def violations(page: Page) -> list[str]:
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]


def test_keyboard_alone_asks_reads_the_answer_and_says_it_helped(page, gateway):
    page.goto(f"{gateway.url}/bare")
    launcher = page.get_by_role("button", name="Open the help chat")
    expect(launcher).to_be_visible()
    page.keyboard.press("Tab")
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Write your message")).to_be_focused()

    page.keyboard.type("How do I return an order?")
    page.keyboard.press("Enter")
    answer = messages(page, "answer")
    expect(answer).to_contain_text("You have 30 days from delivery")
    more = answer.get_by_role("link", name="Read more How to return an order")
    expect(more).to_have_attribute("href", f"{gateway.url}/help/en/return-how")

    helpful = page.get_by_role("group", name="Did this help?").get_by_role("button", name="Yes")
    for _ in range(6):
        page.keyboard.press("Shift+Tab")
        if helpful.evaluate("button => button.matches(':focus')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("li[data-sender=contact]").last).to_contain_text("Yes")
    expect(page.get_by_role("textbox")).to_be_focused()
    expect(helpful).to_have_count(0)

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_answers_appear_in_the_polite_log_with_the_speaker_named(page, gateway):
    open_bare_page(page, gateway)
    write(page, "How do I return an order?")
    said = page.get_by_role("log", name="Conversation").get_by_role("listitem")
    answer = said.filter(has_text="Automated assistant:").last
    expect(answer).to_contain_text("How to return an order")
    expect(page.get_by_role("dialog", name="Help")).to_contain_text("Automated assistant")


def test_each_message_and_button_tells_the_language_shown_at_that_moment(page, gateway):
    open_bare_page(page, gateway)
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="español").click()
    messages(page, "suggestions").get_by_role("button").first.click()
    expect(page.locator("li[data-sender=contact]")).to_have_count(2)
    assert gateway.locales == ["en", "es"]


def test_failed_message_stays_and_goes_out_once_on_retry(page, gateway):
    gateway.refused_sends = 1
    open_bare_page(page, gateway)
    write(page, "time")
    failed = page.locator("li[data-state=failed]")
    expect(failed).to_contain_text("time")
    page.get_by_role("textbox").fill("half a thought")
    failed.get_by_role("button", name="Try again").click()
    expect(messages(page, "suggestions")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("half a thought")
    said = [each["text"] for each in gateway.conversation.messages if each["sender"] == "contact"]
    assert said == ["time"]


def test_message_written_without_a_network_survives_a_reload_and_is_sent(page, gateway):
    open_bare_page(page, gateway)
    page.route("**/v1/**", lambda route: route.abort())
    write(page, "time")
    expect(page.locator("li[data-state=failed]")).to_contain_text("Not sent.")
    expect(page.get_by_role("status")).to_contain_text("No connection")
    page.get_by_role("textbox").fill("half a thought")
    page.unroute("**/v1/**")
    page.reload()
    expect(messages(page, "suggestions")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_value("half a thought")


def test_reload_shows_the_history_and_old_buttons_are_gone(page, gateway):
    open_bare_page(page, gateway)
    write(page, "time")
    page.get_by_role("group", name="Articles that may help").get_by_role("button").first.click()
    expect(page.locator("li[data-sender=contact]")).to_have_count(2)
    page.reload()
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(2)
    expect(messages(page, "suggestions")).to_contain_text("Is it one of these?")
    expect(messages(page, "suggestions").get_by_role("button")).to_have_count(0)


def test_expired_token_is_renewed_unnoticed(page, gateway):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    gateway.expired = True
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    assert len(gateway.conversations) == 1


def test_lost_conversation_is_followed_by_a_new_one_and_said_so(page, gateway):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    gateway.conversations.clear()
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    expect(page.locator("li[data-restarted]")).to_contain_text("started a new one")


def test_closed_chat_counts_what_was_not_read(page, gateway):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    page.keyboard.press("Escape")
    gateway.conversation.say({"text": "one"})
    gateway.conversation.say({"text": "two"})
    page.get_by_role("button", name="Open the help chat, 2 new messages").click()
    expect(messages(page, "text").last).to_contain_text("two")


def test_ticket_card_tells_number_team_due_time_stage_and_outcomes(page, gateway):
    open_bare_page(page, gateway)
    page.get_by_role("button", name="Talk to a person").click()
    expect(messages(page, "question")).to_be_visible()
    write(page, "ben@example.com")
    card = page.get_by_role("group", name="Request P-1043")
    expect(card).to_contain_text("Orders")
    expect(card).to_contain_text("Tuesday, November 24 at 1:00 PM GMT+1")
    expect(card.locator("[aria-current=step]")).to_contain_text("In progress")
    expect(card).to_contain_text("We give your money back")


def test_language_switch_changes_every_word_of_the_widget(page, gateway):
    open_bare_page(page, gateway)
    page.get_by_role("group", name="Language").get_by_role("button", name="español").click()
    expect(page.get_by_role("textbox", name="Escribe tu mensaje")).to_be_visible()
    page.get_by_role("button", name="Hablar con una persona").click()
    expect(messages(page, "handoff")).to_contain_text("Te paso con el equipo")
    page.reload()
    expect(page.get_by_role("textbox", name="Escribe tu mensaje")).to_be_visible()


def everywhere(payload: str) -> list[dict]:
    """The payload in every place of a message that shows text, and as an article's HTML."""
    article = {"id": "a", "title": payload, "url": "javascript:window.ran=1", "revision": "r"}
    ticket = {"number": payload, "status": "open", "label": payload, "team": payload}
    ticket |= {"due_at": payload, "stages": [payload], "outcomes": [payload]}
    return [
        {"text": payload, "buttons": [{"title": payload}]},
        {"kind": "answer", "text": "", "html": f"<p>before</p>{payload}", "article": article},
        {"kind": "ticket", "text": payload, "ticket": ticket},
        {"kind": "text", "sender": "agent", "author": {"name": payload}, "text": payload},
    ]


def test_markup_in_messages_is_shown_as_text_and_does_nothing(page, gateway):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    for payload in PAYLOADS:
        for message in everywhere(payload):
            gateway.conversation.say(message)
    expect(messages(page, "ticket")).to_have_count(len(PAYLOADS))
    expect(page.locator("li[data-sender=agent]")).to_have_count(len(PAYLOADS))
    shown = page.locator("li[data-kind=text][data-sender=bot] .words").all_inner_texts()
    assert shown == PAYLOADS
    hostile = "script, img, svg:not([aria-hidden]), iframe, object, video, style, link, base, meta"
    assert page.locator("support-chat").locator(hostile).count() == 0
    assert page.locator("support-chat a[href^='javascript']").count() == 0
    assert page.evaluate("window.ran") is None
    assert [url for url in asked if not url.startswith(gateway.url)] == []


LANGUAGES = {"es": "español", "en": "English"}
STATES = [
    ("es", "light", "¿Cómo devuelvo un pedido?", "answer"),
    ("en", "dark", "How do I return an order?", "answer"),
    ("es", "dark", "tiempo", "suggestions"),
    ("en", "light", "time", "suggestions"),
    ("es", "light", "Quiero hablar con una persona", "question"),
    ("es", "dark", "ana@example.com", "ticket"),
    ("en", "light", "ben@example.com", "ticket"),
    ("en", "dark", "fault", "notice"),
]


@pytest.mark.parametrize(("locale", "scheme", "text", "kind"), STATES)
def test_axe_finds_nothing_to_repair(page, gateway, axe, locale, scheme, text, kind):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{gateway.url}/")
    page.get_by_role("dialog").get_by_role("button", name=LANGUAGES[locale]).click()
    page.evaluate(axe)
    assert violations(page) == []  # open, empty
    write(page, text)
    expect(messages(page, kind)).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    assert violations(page) == []  # closed


@pytest.mark.parametrize("width", [320, 390])
def test_phone_shows_the_chat_full_screen_without_sideways_scrolling(page, gateway, axe, width):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{gateway.url}/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="¿Cómo devuelvo un pedido?").click()
    expect(messages(page, "answer")).to_be_visible()
    box = page.get_by_role("dialog").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, 640)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    buttons = page.get_by_role("dialog").get_by_role("button")
    sizes = buttons.evaluate_all("all => all.map(each => [each.offsetWidth, each.offsetHeight])")
    assert all(min(size) >= 44 for size in sizes), sizes
    page.evaluate(axe)
    assert violations(page) == []
