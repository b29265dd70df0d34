import pytest
from playwright.sync_api import expect

from tests.bot.widget.recorded_gateway import Conversation
from tests.bot.widget.visitor import messages, open_bare_page, said, until, write

pytestmark = pytest.mark.browser


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


def test_a_stream_that_says_goodbye_is_opened_again(page, gateway):
    """A gateway that stops says `bye`: the chat comes back, and nothing tells of a fault."""
    gateway.farewells = 2
    open_bare_page(page, gateway)
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    expect(page.locator("li[data-state=failed]")).to_have_count(0)
    assert sum(request.endswith("/events") for request in gateway.requests) == 3


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


def test_a_conversation_that_the_company_deleted_is_followed_by_a_new_one_and_said_so(
    page, gateway
):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    gateway.conversations.clear()
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    told = page.locator("li[data-restarted]")
    expect(told).to_contain_text("We no longer keep the earlier conversation")
    expect(said(page)).to_have_count(1)


def test_a_conversation_whose_token_cannot_be_renewed_has_expired_and_is_not_called_deleted(
    page, gateway
):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    refusal = {"status": 401, "content_type": "application/problem+json", "body": "{}"}
    page.route("**/token", lambda route: route.fulfill(**refusal))
    gateway.expired = True
    page.reload()
    expect(page.locator("li[data-restarted]")).to_contain_text("has expired")
    gateway.expired = False
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    assert len(gateway.conversations) == 2


@pytest.mark.parametrize("status", [404, 502, 503, 504])
def test_what_a_proxy_says_while_the_gateway_is_away_means_out_of_reach(page, gateway, status):
    gateway.children = '<a href="tel:+34900123456">900 123 456</a>'
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    answer = {"status": status, "content_type": "text/html", "body": "<h1>nginx</h1>"}
    page.route("**/v1/**", lambda route: route.fulfill(**answer))
    write(page, "time")
    failed = page.locator("li[data-state=failed]")
    expect(failed).to_contain_text("Not sent.")
    expect(failed.get_by_role("button", name="Discard")).to_have_count(0)  # it will pass
    page.get_by_role("textbox").fill("half a thought")
    expect(page.get_by_role("status")).to_contain_text("No connection")
    expect(page.get_by_role("link", name="900 123 456")).to_be_visible()
    page.reload()
    expect(failed).to_contain_text("time")  # nothing is taken for gone
    expect(page.get_by_role("link", name="900 123 456")).to_be_visible()
    page.unroute("**/v1/**")
    expect(messages(page, "suggestions")).to_be_visible(timeout=15_000)  # by itself
    expect(page.get_by_role("link", name="900 123 456")).to_be_hidden()
    expect(page.get_by_role("textbox")).to_have_value("half a thought")
    expect(page.locator("li[data-restarted]")).to_have_count(0)
    words = [each["text"] for each in gateway.conversation.messages if each["sender"] == "contact"]
    assert words == ["fault", "time"]
    assert len(gateway.conversations) == 1


def test_a_file_that_a_proxy_finds_too_large_is_refused_and_no_loss_of_connection(page, gateway):
    open_bare_page(page, gateway)
    answer = {"status": 413, "content_type": "text/html", "body": "<h1>nginx</h1>"}
    page.route("**/attachments", lambda route: route.fulfill(**answer))
    page.locator("support-chat input[type=file]").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a"}
    )
    tray = page.get_by_role("list", name="Files for this message")
    expect(tray).to_contain_text("It could not be uploaded.")
    expect(tray.get_by_role("button", name="Try again")).to_have_count(0)
    expect(page.get_by_role("status")).not_to_contain_text("No connection")


def test_links_have_the_colour_of_the_chat_unless_the_page_says_otherwise(page, gateway):
    gateway.children = '<p slot="privacy"><a href="/data" id="data">Your data</a></p>'
    open_bare_page(page, gateway)
    accent = "rgb(13, 107, 95)"
    link = page.locator("#data")
    expect(link).to_have_css("color", accent)
    page.add_style_tag(content="a { color: rgb(1, 2, 3); }")
    expect(link).to_have_css("color", "rgb(1, 2, 3)")
    write(page, "How do I return an order?")
    expect(page.locator("support-chat a.read-more")).to_have_css("color", accent)


def set_visitor(page, jwt):
    page.locator("support-chat").evaluate("(chat, jwt) => chat.setVisitor(jwt)", jwt)


def test_who_is_signed_in_is_told_and_forgotten_when_they_sign_out(page, gateway):
    open_bare_page(page, gateway)
    page.locator("support-chat").evaluate("chat => chat.setAttribute('visitor-jwt', 'ana')")
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    assert gateway.visitors == ["ana"]  # with the conversation itself
    set_visitor(page, "ana, renewed")
    until(page, lambda: gateway.visitors == ["ana", "ana, renewed"])
    set_visitor(page, None)
    until(page, lambda: gateway.visitors[-1] is None)
    page.reload()
    expect(page.locator("li[data-sender=contact]")).to_have_count(1)
    page.wait_for_timeout(300)
    assert gateway.visitors == ["ana", "ana, renewed", None]  # once is enough


def test_who_signed_out_while_the_page_was_away_is_forgotten(page, gateway):
    open_bare_page(page, gateway)
    set_visitor(page, "ana")
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    page.reload()  # the page names nobody now
    until(page, lambda: gateway.visitors == ["ana", None])
    set_visitor(page, "eva")
    until(page, lambda: gateway.visitors == ["ana", None, "eva"])
    assert "ana" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


def test_who_is_not_believed_can_still_write(page, gateway):
    gateway.believes_visitors = False
    open_bare_page(page, gateway)
    page.evaluate("""() => {
        window.told = [];
        const chat = document.querySelector("support-chat");
        chat.addEventListener("error", ({ detail }) => told.push(detail.status));
    }""")
    set_visitor(page, "forged")
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    assert gateway.visitors == []
    assert page.evaluate("told") == [422]


def test_what_is_on_its_way_says_so_and_then_that_it_has_arrived(page, gateway):
    open_bare_page(page, gateway)
    held = []
    page.route("**/messages", lambda route: held.append(route))
    write(page, "fault")
    expect(said(page)).to_contain_text("Sending…")
    until(page, lambda: len(held) == 1)
    held[0].continue_()
    expect(said(page)).to_contain_text("Sent ·")
    expect(said(page)).to_have_attribute("data-state", "sent")


def test_who_was_not_helped_says_so(page, gateway):
    open_bare_page(page, gateway)
    write(page, "How do I return an order?")
    thumbs = page.get_by_role("group", name="Did this help?")
    thumbs.get_by_role("button", name="No").click()
    expect(said(page).last).to_contain_text("No")
    expect(thumbs).to_have_count(0)


def test_words_written_from_the_right_stand_on_the_right(page, gateway):
    hebrew = "\u05e9\u05dc\u05d5\u05dd"
    open_bare_page(page, gateway)
    page.get_by_role("textbox").fill(hebrew)
    assert directions(page, "textarea") == {"rtl"}
    write(page, hebrew)
    expect(page.locator("support-chat li[data-state=sent]")).to_have_count(1)
    ticket = {"number": "P-1", "status": "open", "label": "1", "team": "2", "outcomes": [hebrew]}
    card = {"attachment_id": "att_1", "name": hebrew, "type": "text/plain", "size": 1}
    article = {"id": "a", "title": hebrew, "url": "/a", "revision": "r"}
    for message in (
        {"text": hebrew, "attachments": [card]},
        {"kind": "answer", "html": f"<p>{hebrew}</p>", "article": article},
        {"kind": "ticket", "ticket": ticket},
        {"kind": "question", "text": hebrew, "buttons": [{"title": hebrew}]},
    ):
        gateway.conversation.say(message)
    expect(messages(page, "question")).to_be_visible()
    words = "li:not([data-kind=welcome]) .words"
    for place in (words, ".prose", ".answer-title", ".outcomes li", "[part=quick-reply] span"):
        assert directions(page, place) == {"rtl"}, place


def directions(page, place: str) -> set[str]:
    each = "all => all.map(each => getComputedStyle(each).direction)"
    return set(page.locator(f"support-chat {place}").evaluate_all(each))


def test_a_page_colours_the_chat_by_properties_and_parts(page, gateway):
    open_bare_page(page, gateway)
    page.add_style_tag(
        content="""
        support-chat { --support-chat-accent: rgb(1, 2, 3); --support-chat-width: 333px; }
        support-chat::part(bubble) { border-radius: 7px; }"""
    )
    launcher = page.locator("support-chat [part=launcher]")
    expect(launcher).to_have_css("background-color", "rgb(1, 2, 3)")
    expect(page.get_by_role("dialog")).to_have_css("width", "333px")
    expect(page.locator("support-chat [part=bubble]").first).to_have_css("border-radius", "7px")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_who_wants_no_movement(page, gateway, motion):
    page.emulate_media(reduced_motion=motion)
    open_bare_page(page, gateway)
    write(page, "nobody knows")
    dots = page.locator("support-chat .dots i").first
    moving = (
        "each => [getComputedStyle(each).animationName, getComputedStyle(each).transitionProperty]"
    )
    names = [dots.evaluate(moving)[0], page.get_by_role("dialog").evaluate(moving)[0]]
    still = names == ["none", "none"]
    assert still == (motion == "reduce")
    if still:
        duration = "each => getComputedStyle(each).transitionDuration"
        assert page.locator("support-chat [part=launcher]").evaluate(duration) == "0s"


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
    # As the line of text says it, where the company is; the browser is in Madrid.
    due = card.get_by_role("term").filter(has_text="We answer by").locator("+ dd")
    expect(due).to_have_text("Tuesday, November 24, 2026 at 6:00 AM (Mexico City time)")
    expect(card.locator("[aria-current=step]")).to_contain_text("In progress")
    expect(card).to_contain_text("We give your money back")


def test_numbers_are_not_broken_at_their_hyphen_and_copied_as_they_are(page, gateway):
    page.set_viewport_size({"width": 320, "height": 640})
    open_bare_page(page, gateway)
    write(page, "time")
    expect(messages(page, "suggestions")).to_be_visible()
    for width in range(1, 40):
        text = f"{'a ' * width}T-1001 b A-100200, co-op 24-48"
        gateway.conversation.say({"text": text, "buttons": [{"title": text}]})
    bots = page.locator("li[data-sender=bot][data-kind=text]")
    expect(bots).to_have_count(39)
    numbers = page.locator("support-chat .whole")
    assert set(numbers.all_inner_texts()) == {"T-1001", "A-100200"}
    lines = numbers.evaluate_all("all => all.map(each => each.getClientRects().length)")
    assert set(lines) == {1}
    assert bots.last.locator(".words").text_content() == text


def test_a_question_below_a_long_list_of_ways_is_in_view(page, gateway):
    page.set_viewport_size({"width": 390, "height": 640})
    open_bare_page(page, gateway)
    write(page, "caro@example.com")
    for part in (messages(page, "question"), page.get_by_role("button", name="Cancel")):
        expect(part).to_be_in_viewport(ratio=1)


def test_an_answer_is_shown_from_its_beginning_whatever_comes_below_it(page, gateway):
    page.set_viewport_size({"width": 390, "height": 640})
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    long = "<p>words</p>" * 60
    gateway.conversation.say({"kind": "answer", "html": long})
    gateway.conversation.say({"kind": "question", "text": "What is your name?"})
    expect(messages(page, "question")).to_have_count(1)
    expect(said(page)).to_be_in_viewport(ratio=1)
    expect(messages(page, "question")).not_to_be_in_viewport()


def test_what_was_last_said_stays_in_view_when_the_window_becomes_small(page, gateway):
    """A keyboard comes up, or the ways to reach the company while there is no connection."""
    gateway.children = "<p>By phone." + "<br>By post." * 30 + "</p>"
    page.set_viewport_size({"width": 390, "height": 700})
    open_bare_page(page, gateway)
    write(page, "caro@example.com")
    question = messages(page, "question")
    expect(question).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 480})
    expect(question).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 700})
    page.context.set_offline(True)
    write(page, "Caro")
    expect(page.get_by_text("By phone.")).to_be_visible()
    expect(said(page).last).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Try again")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("textbox")).to_be_in_viewport(ratio=1)


def test_who_reads_back_is_left_there(page, gateway):
    page.set_viewport_size({"width": 390, "height": 640})
    open_bare_page(page, gateway)
    write(page, "caro@example.com")
    expect(messages(page, "question")).to_be_in_viewport()
    log = page.get_by_role("log")
    log.evaluate("log => { log.scrollTop = 20; }")
    gateway.conversation.say({"kind": "question", "text": "Are you there?"})
    expect(messages(page, "question")).to_have_count(2)
    assert log.evaluate("log => log.scrollTop") == 20


def test_language_switch_changes_every_word_of_the_widget(page, gateway):
    open_bare_page(page, gateway)
    page.get_by_role("group", name="Language").get_by_role("button", name="español").click()
    expect(page.get_by_role("textbox", name="Escribe tu mensaje")).to_be_visible()
    page.get_by_role("button", name="Hablar con una persona").click()
    expect(messages(page, "handoff")).to_contain_text("Te paso con el equipo")
    page.reload()
    expect(page.get_by_role("textbox", name="Escribe tu mensaje")).to_be_visible()


def test_what_a_visitor_said_by_mail_is_there_once_they_write(page, gateway):
    """The gateway may answer with a conversation that began by another channel."""
    gateway.conversations["cnv_mail"] = mailed = Conversation()
    mailed.say({"sender": "contact", "text": "time"})
    mailed.say({"text": "Answered by mail."})
    opened = {"conversation_id": "cnv_mail", "token": "fresh", "locale": "en"}
    page.route("**/v1/conversations", lambda route: route.fulfill(status=201, json=opened))
    open_bare_page(page, gateway)
    write(page, "time")  # the same words again
    expect(messages(page, "suggestions")).to_be_visible()
    expect(messages(page, "text").filter(has_text="Answered by mail.")).to_be_visible()
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(2)
    expect(said(page)).to_have_count(2)
