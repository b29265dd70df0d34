"""A ticket's private page: markup that the contact or the team wrote is text there."""

import pytest

from actions.tickets import Change
from bot.gateway.app import utc_now
from tests.bot.gateway.test_private_link import (  # noqa: F401
    chat,
    database,
    desk,
    links,
    path,
    progress,
    ticket,
    tickets,
)
from tests.bot.widget.conftest import open_browser
from tests.markup import PAYLOADS, asked_of, assert_nothing_came_of_it

pytestmark = pytest.mark.browser


def test_markup_on_the_private_page_of_a_ticket_is_text(http, progress, ticket, path):  # noqa: F811
    for payload in PAYLOADS:
        said = Change("reply", "agent", author=payload, text=payload)
        progress.act(ticket.number, said, now=utc_now())
    with open_browser() as chromium:
        # Without its policy, so that nothing but the page itself keeps markup from running.
        page = chromium.new_context(locale="es-ES", bypass_csp=True).new_page()
        asked = asked_of(page)
        page.goto(f"{http.base_url}{path}")
        texts = page.locator("blockquote").evaluate_all("all => all.map(each => each.textContent)")
        assert texts == PAYLOADS
        assert_nothing_came_of_it(page.get_by_role("main"), asked, own=str(http.base_url))
