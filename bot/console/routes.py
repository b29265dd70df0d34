"""The route table: every page of the workbench and the least role that may have it."""

from collections.abc import Sequence

from bot.console import (
    alerts,
    audit,
    deliveries,
    people,
    presence,
    privacy,
    publishing,
    reviewing,
    signing_in,
    testing,
    today,
    trying,
)
from bot.console.articles import pages as articles
from bot.console.company import pages as company
from bot.console.console import MenuLine
from bot.console.inbox import routes as inbox
from bot.console.pages import MenuEntry
from bot.console.route import Route
from bot.console.topics import pages as topics

# In the order of the menu.
ROUTES: tuple[Route, ...] = (
    *signing_in.ROUTES,
    *presence.ROUTES,
    *today.ROUTES,
    *alerts.ROUTES,
    *inbox.ROUTES,
    *reviewing.ROUTES,
    *testing.ROUTES,
    *articles.ROUTES,
    *topics.ROUTES,
    *company.ROUTES,
    *publishing.ROUTES,
    *trying.ROUTES,
    *deliveries.ROUTES,
    *people.ROUTES,
    *privacy.ROUTES,
    *audit.ROUTES,
)


def menu_of(routes: Sequence[Route]) -> tuple[MenuLine, ...]:
    """The sections that the menu shows, in the table's order."""
    return tuple(
        MenuLine(MenuEntry(route.section, route.path), route.role)
        for route in routes
        if route.in_menu and route.role is not None
    )
