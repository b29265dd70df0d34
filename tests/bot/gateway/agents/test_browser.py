"""What the contact sees of a person taking over, in a real browser at the real gateway."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.gateway.agents.conftest import ASKS, STAY, Desk
from tests.bot.widget.conftest import axe, open_browser  # noqa: F401
from tests.bot.widget.visitor import announced, heard

pytestmark = pytest.mark.browser

CANARY = "xyzzy"


@pytest.fixture(scope="module")
def chromium():
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser):
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(8_000)
    yield page
    context.close()


def write(page: Page, text: str) -> None:
    field = page.get_by_role("textbox", name="Write your message")
    field.fill(text)
    field.press("Enter")


def waiting_for(desk: Desk) -> "Waiting":
    (case,) = desk.listed("?state=waiting")
    return Waiting(case["conversation_id"])


class Waiting:
    """The conversation of the page, as far as an agent's calls need it."""

    def __init__(self, conversation_id: str) -> None:
        self.id = conversation_id


def test_the_contact_sees_who_comes_that_they_write_what_they_say_and_that_they_go(
    page, people, arrives, hands_over, rasa
):
    """C1, E6."""
    http, _ = people
    rasa.say = hands_over
    lucia = arrives("Lucía", "care")
    page.goto(f"{http.base_url}/?lang=en")
    write(page, ASKS)
    expect(page.locator("li[data-kind=handoff]")).to_contain_text("I've told the team.")
    chat = waiting_for(lucia)
    body = {"client_note_id": "n1", "text": f"{CANARY}: careful"}
    lucia.does(chat, "notes", body)
    lucia.does(chat, "take")
    came = page.get_by_text("Lucía from the Customer care team is with you now.")
    expect(came).to_be_visible()
    head = page.locator("support-chat [part=header]")
    expect(head).to_contain_text("Lucía · Person from the team")
    expect(head).not_to_contain_text("Automated assistant")
    announced(page)
    lucia.does(chat, "typing", {"typing": True})
    expect(page.get_by_role("status").filter(has_text="Lucía is typing")).to_be_visible()
    lucia.says(chat, "Hello, I am Lucía.")
    said = page.locator("li[data-sender=agent]")
    expect(said).to_contain_text("Hello, I am Lucía.")
    expect(said.locator(".author")).to_contain_text("Lucía")
    expect(page.get_by_text("is typing")).to_have_count(0)
    write(page, "thank you")
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(2)
    page.reload()
    expect(head).to_contain_text("Lucía · Person from the team")
    announced(page)
    write(page, "are you there?")
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(3)
    page.wait_for_timeout(300)
    assert not [line for line in heard(page) if "The assistant" in line]  # none is at work
    lucia.does(chat, "release")
    expect(page.get_by_text("Lucía has left the conversation")).to_be_visible()
    expect(head).to_contain_text("Automated assistant")
    write(page, "hello bot")
    expect(page.get_by_text("You wrote: hello bot")).to_be_visible()
    page.reload()
    expect(page.locator("li[data-sender=agent]")).to_contain_text("Hello, I am Lucía.")
    assert CANARY not in page.content()
    assert CANARY not in page.locator("support-chat").inner_text()


def test_whoever_waits_and_writes_meanwhile_can_still_go_back_to_the_assistant(
    page, people, hands_over, rasa
):
    """D2: nobody is kept in the queue."""
    http, _ = people
    rasa.say = hands_over
    page.goto(f"{http.base_url}/?lang=en")
    write(page, ASKS)
    stay = page.get_by_role("button", name=STAY)
    expect(stay).to_be_visible()
    write(page, "my parcel is late")
    expect(page.locator("li[data-sender=contact][data-state=sent]")).to_have_count(2)
    stay.click()
    expect(page.get_by_text("the automated assistant is back")).to_be_visible()
    expect(stay).to_have_count(0)
    write(page, "hello bot")
    expect(page.get_by_text("You wrote: hello bot")).to_be_visible()
