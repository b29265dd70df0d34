"""The workbench as the gateway serves it, and people of the company who have signed in."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from actions.accounts import AccountStore
from tests.actions.accounts.conftest import PASSWORD, QUICK
from tests.bot.console.person import Person
from tests.bot.gateway.agents.conftest import ASKS, hands_over  # noqa: F401
from tests.bot.gateway.conftest import QUICK as PATIENCE
from tests.bot.gateway.conftest import (  # noqa: F401
    clock,
    database,
    empty_database,
    handoffs,
    many_apps_in_one_process,
    open_chat,
    rasa,
    serve,
    store,
    texts,
    workspace,
)
from tests.bot.gateway.running_gateway import Chat
from tests.bot.widget.conftest import axe, open_browser  # noqa: F401

DESKTOP = {"width": 1280, "height": 900}

Windows = Callable[..., BrowserContext]
Chats = Callable[..., Chat]
Arrives = Callable[..., Person]


@pytest.fixture
def accounts(database) -> AccountStore:  # noqa: F811
    return AccountStore(database, QUICK)


@pytest.fixture
def console(serve) -> str:  # noqa: F811
    """The address of a gateway."""
    # A busy machine must not make the bot give up: what it would say then is not tried here.
    calm = replace(PATIENCE, attempt=8.0, honest_line=8.0)
    return str(serve(patience=calm, passwords=QUICK).base_url)


@pytest.fixture
def browser(console) -> Iterator[Callable[..., Person]]:
    """A browser that asks for English, in which nobody has signed in."""
    opened: list[Person] = []

    def open_browser(**who: str) -> Person:
        person = Person.at(console, **who)
        person.http.headers["Accept-Language"] = "en"
        opened.append(person)
        return person

    yield open_browser
    for person in opened:
        person.http.close()


@pytest.fixture
def arrives(browser, accounts, clock) -> Arrives:  # noqa: F811
    """Has somebody sign in, in a browser of their own."""

    def arrive(name: str, *teams: str, role: str = "lead") -> Person:
        email = f"{name.casefold()}@aurora.example"
        account = accounts.add(
            email, name=name, role=role, teams=teams, password=PASSWORD, now=clock()
        )
        person: Person = browser(email=email, account_id=account.id)
        assert person.signs_in().status_code == 303
        return person

    return arrive


@pytest.fixture
def chats(console, rasa, hands_over) -> Iterator[Chats]:  # noqa: F811
    """Opens the chat of a contact who has been handed over to a team."""
    clients: list[httpx.Client] = []

    def ask(team: str = "care") -> Chat:
        rasa.say = lambda request: hands_over(request, team)
        clients.append(httpx.Client(base_url=console, trust_env=False, timeout=20))
        chat = open_chat(clients[-1], locale="en")
        (told,) = chat.write(ASKS, wait=9)["replies"]
        assert told["kind"] == "handoff"
        return chat

    yield ask
    for client in clients:
        client.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def sign_in(context: BrowserContext, name: str = "Ana", *, wait_ms: int = 8_000) -> None:
    """As somebody, in all pages of the window from now on."""
    context.set_default_timeout(wait_ms)
    page = context.new_page()
    page.goto("/console/sign-in")
    page.get_by_label("E-mail").fill(f"{name.casefold()}@aurora.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("banner").get_by_role("link", name=name)).to_be_visible()
    page.close()


@pytest.fixture
def window(chromium, arrives, console) -> Iterator[Windows]:
    """Opens a real browser in which somebody has signed in; `wait_ms`: how patient it is."""
    opened: list[BrowserContext] = []

    def open_window(name: str, *, role: str, wait_ms: int) -> BrowserContext:
        arrives(name, role=role)
        context = chromium.new_context(base_url=console, locale="en-GB", viewport=DESKTOP)
        opened.append(context)
        sign_in(context, name, wait_ms=wait_ms)
        return context

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def owner(window) -> BrowserContext:
    """A window in which an owner has signed in."""
    return window("Ana", role="owner", wait_ms=8_000)


@pytest.fixture
def stranger(browser) -> Person:
    """A browser in which nobody has signed in."""
    return browser()
