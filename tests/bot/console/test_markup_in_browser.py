"""Wherever the workbench shows what contacts wrote or are called: markup in it is text."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from actions.conversations import Visitor
from actions.tickets import Contact, Desk, TicketStore
from tests.actions.accounts.conftest import PASSWORD
from tests.actions.tickets.requests import request_for
from tests.bot.console.conftest import sign_in
from tests.markup import PAYLOADS, asked_of, assert_nothing_came_of_it

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(accounts, clock):
    return accounts.add(
        "ana@aurora.example", name="Ana", role="owner", teams=(), password=PASSWORD, now=clock()
    )


@pytest.fixture
def page(chromium, console, lead) -> Page:
    # Without its policy, so that nothing but the page itself keeps markup from running.
    context = chromium.new_context(base_url=console, locale="en-GB", bypass_csp=True)
    sign_in(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def chat(chats, store, handoffs, lead, database, workspace, clock):
    """A contact who says, and has tickets of, nothing but markup; and a colleague's notes of it."""
    chat = chats()
    tickets = TicketStore(database, Desk.load(workspace.desk_file))
    for number, payload in enumerate(PAYLOADS):
        store.receive(chat.id, client_message_id=f"x{number}", text=payload, now=clock())
        handoffs.note(lead, chat.id, client_note_id=f"n{number}", text=payload, now=clock())
        told = {"subject": payload, "summary": payload, "contact": Contact(payload)}
        tickets.open(request_for(f"k{number}", conversation_id=chat.id, **told), now=clock())
    return chat


def test_markup_that_a_contact_wrote_is_text_in_the_workbench(page, console, chat):
    asked = asked_of(page)
    for path in (f"/console/inbox/{chat.id}", f"/console/conversations/{chat.id}"):
        page.goto(path)
        said = page.locator(".from-contact .words")
        assert said.evaluate_all("all => all.map(each => each.textContent)")[1:] == PAYLOADS
        assert_nothing_came_of_it(page.get_by_role("main"), asked, own=console)


def test_markup_as_the_name_of_a_contact_is_text_in_the_workbench(
    page, console, chat, store, clock
):
    asked = asked_of(page)
    for payload in PAYLOADS:
        visitor = Visitor("c-1", clock() + timedelta(hours=1), name=payload)
        store.introduce(chat.id, visitor)
        page.goto("/console/inbox")
        name = page.get_by_role("main").locator(f"a[href$='{chat.id}']")
        assert name.evaluate("each => each.textContent") == payload
        page.goto(f"/console/inbox/{chat.id}")
        expect(page.get_by_role("heading", level=1)).to_have_text(payload)
        assert_nothing_came_of_it(page.get_by_role("main"), asked, own=console)


def test_markup_that_is_looked_for_is_text_in_the_workbench(page, console, chat):
    asked = asked_of(page)
    for payload in PAYLOADS:
        page.goto("/console/privacy")
        page.get_by_role("searchbox").fill(payload)
        with page.expect_navigation():
            page.get_by_role("searchbox").press("Enter")
        assert page.get_by_role("searchbox").input_value() == payload.strip()
        assert_nothing_came_of_it(page.get_by_role("main"), asked, own=console)
