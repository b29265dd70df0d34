from typing import get_args

import pytest
from playwright.sync_api import Page, expect

from actions.conversations.message import FormField
from tests.bot.widget.visitor import messages, open_bare_page, said, write

pytestmark = pytest.mark.browser

TICKET = {"number": "P-1", "status": "open", "label": "Received", "team": "Orders"}
SURVEY = {"kind": "survey", "text": "How did we do?"}
SURVEY |= {"buttons": [{"title": str(mark)} for mark in range(1, 6)]}


def help_offered(page: Page) -> tuple[str | None, ...]:
    field = page.get_by_role("textbox")
    return tuple(
        field.get_attribute(name) for name in ("inputmode", "autocomplete", "autocapitalize")
    )


def test_each_question_brings_its_keyboard_and_what_the_browser_can_fill_in(page, gateway):
    open_bare_page(page, gateway)
    assert help_offered(page) == (None, None, None)
    for text, count, offered in (
        ("I want to talk to a person", 1, ("email", "email", None)),
        ("eva@example.com", 2, (None, "name", "words")),
        ("Eva", 3, (None, "off", "characters")),
        ("A-100200", 4, (None, None, None)),
    ):
        write(page, text)
        expect(messages(page, "question")).to_have_count(count)
        assert help_offered(page) == offered, text
    page.get_by_role("button", name="Yes, send it").click()
    expect(said(page)).to_have_count(5)
    expect(page.get_by_role("textbox")).to_be_focused()


HELP = {
    "summary": (None, None, None),
    "text": (None, None, None),
    "order_number": (None, "off", "characters"),
    "contact": ("email", "email", None),
    "email": ("email", "email", None),
    "phone": ("tel", "tel", None),
    "name": (None, "name", "words"),
    "address": (None, "street-address", "words"),
    "postcode": ("numeric", "postal-code", None),
    "number": ("numeric", "off", None),
    "amount": ("decimal", "off", None),
    "date": (None, "off", None),
    "call_time": (None, "off", None),
    "product": (None, "off", None),
    "shop": (None, "off", None),
    "choice": (None, "off", None),
    "yes_no": (None, "off", None),
}


def test_every_kind_of_field_brings_what_helps_with_it(page, gateway):
    assert set(HELP) == set(get_args(FormField))
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    for count, (kind, offered) in enumerate(HELP.items(), start=1):
        gateway.conversation.say({"kind": "question", "field": kind, "text": "?"})
        expect(messages(page, "question")).to_have_count(count)
        assert help_offered(page) == offered, kind


def test_a_ticket_card_follows_its_ticket_and_ends_in_a_survey(page, gateway):
    open_bare_page(page, gateway)
    write(page, "ben@example.com")
    card = page.get_by_role("group", name="Request P-1043")
    expect(card).to_contain_text("Orders")
    stages = card.get_by_role("list", name="Stages")
    expect(stages.locator("[aria-current=step]")).to_have_text("In progress")
    expect(card.locator("time")).to_have_attribute("datetime", "2026-11-24T12:00:00Z")
    expect(card.locator("time")).to_contain_text("Tuesday")
    ticket = gateway.conversation.messages[-1]["ticket"]
    gateway.conversation.say({"kind": "ticket", "ticket": ticket | {"label": "Resolved"}})
    expect(stages.locator("[aria-current=step]").first).to_have_text("Resolved")
    gateway.conversation.say(SURVEY)
    marks = messages(page, "survey").get_by_role("button")
    expect(marks).to_have_text(["1", "2", "3", "4", "5"])
    sizes = marks.evaluate_all("all => all.map(each => [each.offsetWidth, each.offsetHeight])")
    assert all(min(size) >= 44 for size in sizes), sizes
    marks.last.click()
    expect(marks).to_have_count(0)
    expect(said(page).last).to_contain_text("5")


def test_from_suggestions_over_a_corrected_form_to_a_survey(page, gateway):
    open_bare_page(page, gateway)
    write(page, "time")
    expect(messages(page, "suggestions").get_by_role("button")).to_have_count(3)
    page.get_by_role("button", name="Talk to a person").click()
    expect(messages(page, "handoff")).to_contain_text("bringing in the Orders team")
    for said_next, asked in (
        ("eva@example.com", "What is your name?"),
        ("Eva", "Which order is it about?"),
        ("A-100200", "Shall I send it like this?"),
    ):
        write(page, said_next)
        expect(messages(page, "question").last).to_contain_text(asked)
    page.get_by_role("button", name="Change something").click()
    expect(messages(page, "question").last).to_contain_text("What shall I change?")
    page.get_by_role("button", name="The order").click()
    expect(messages(page, "question").last).to_contain_text("Which is it, then?")
    write(page, "A-100201")
    expect(messages(page, "question").last).to_contain_text("with order A-100201")
    page.get_by_role("button", name="Yes, now send it").click()
    card = page.get_by_role("group", name="Request P-1044")
    now = card.locator("[aria-current=step]")
    expect(now).to_have_text("Received")
    ticket = gateway.conversation.messages[-1]["ticket"]
    for label in ("In progress", "Resolved"):
        changed = {"kind": "notice", "text": label, "ticket": ticket | {"label": label}}
        gateway.conversation.say(changed)
        expect(now.first).to_have_text(label)
        expect(card.locator("[part=ticket-status]").first).to_have_text(label)
    gateway.conversation.say(SURVEY)
    page.get_by_role("button", name="4", exact=True).click()
    expect(said(page).last).to_contain_text("4")


def test_a_person_who_has_taken_over_is_named_and_the_bot_no_longer(page, gateway):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    gateway.conversation.say({"sender": "agent", "author": {"name": "Lucía"}, "text": "Hello"})
    item = page.get_by_role("log").get_by_role("listitem").last
    expect(item).to_contain_text("Lucía")
    expect(item.locator(".avatar")).to_have_text("L")
    expect(item).not_to_contain_text("Automated assistant")


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Lucía Pérez Gil", "LG"),
        ("ana", "A"),
        ("  Íñigo  de Olmo ", "ÍO"),
        ("𝒜lex", "𝒜"),
        (" ", ""),
    ],
)
def test_a_person_without_a_picture_has_initials(page, gateway, name, initials):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    gateway.conversation.say({"sender": "agent", "author": {"name": name}, "text": "Hello"})
    item = page.locator("li[data-sender=agent]")
    expect(item.locator(".avatar")).to_have_text(initials)
    expect(item.locator(".avatar")).to_have_attribute("aria-hidden", "true")


def test_the_head_says_who_has_the_conversation(page, gateway):
    open_bare_page(page, gateway)
    write(page, "fault")
    expect(messages(page, "notice")).to_be_visible()
    head, says = page.locator("support-chat [part=header]"), gateway.conversation.say
    says({"sender": "agent", "author": {"name": "Eva"}, "text": "Sent back.", "ticket": TICKET})
    expect(messages(page, "text").last).to_contain_text("Sent back.")
    expect(head).to_contain_text("Automated assistant")  # a help desk's words are no take-over
    lucia = {"kind": "handoff", "sender": "system", "author": {"name": "Lucía Pérez"}}
    says({**lucia, "text": "Lucía Pérez is with you now."})
    expect(head).to_contain_text("Lucía Pérez · Person from the team")
    expect(head).not_to_contain_text("Automated assistant")
    expect(head.locator(".avatar")).to_have_text("LP")
    says({"kind": "notice", "sender": "system", "text": "Hidden for your safety."})
    page.reload()
    expect(head).to_contain_text("Lucía Pérez")
    says({"kind": "handoff", "sender": "system", "text": "Passing you on to Billing."})
    expect(head).to_contain_text("Automated assistant")
    says({**lucia, "text": "Lucía Pérez is with you now."})
    expect(head).to_contain_text("Lucía Pérez")
    says({"kind": "handoff", "text": "The assistant is back."})
    expect(head).to_contain_text("Automated assistant")
