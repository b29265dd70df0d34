"""A person who reads the help centre without any script: real browser, real gateway, no Rasa."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from actions.database import migrate
from actions.workspace import Workspace
from kb_index import read_library
from tests.bot.gateway.publishing import publish, with_nothing_built
from tests.running import REPOSITORY, free_port
from tests.system.reading import Reading, gateway_alone
from tests.system.visit import Visit

pytestmark = pytest.mark.browser

WAIT_MS = 8_000
DESKTOP = {"width": 1280, "height": 900}
SMALL_PHONE = {"width": 320, "height": 640}
COLOURS = """
each => [getComputedStyle(each).color, getComputedStyle(document.body).backgroundColor]
"""


OpenPage = Callable[..., Reading]


@pytest.fixture(scope="module")
def help_centre(tmp_path_factory) -> Iterator[str]:
    """The address of a gateway alone, with all of Aurora's articles."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    workspace = with_nothing_built(Workspace.load(environment={}), home / "company")
    library = read_library(REPOSITORY / "kb_index" / "articles", languages=("es", "en"))
    publish(workspace.index_root, [each for each in library.articles if each.status == "published"])
    migrate(f"sqlite:///{home / 'primera.db'}")
    told = {
        "PRIMERA_WORKSPACE": str(workspace.root),
        "PRIMERA_HOME": str(home),
        "PRIMERA_GATEWAY_PORT": str(port),
    }
    with gateway_alone(told, port) as url:
        yield url


@pytest.fixture
def visit(help_centre: str, chromium: Browser, axe: str) -> Iterator[OpenPage]:
    """Opens a page without scripts, and at the end looks at what the browser complained of."""
    visits: list[Reading] = []

    def open_page(path: str, **options: object) -> Reading:
        inspected = Visit(chromium.new_context(**options).new_page())
        inspected.page.add_init_script(axe)
        without_scripts = chromium.new_context(java_script_enabled=False, **options)
        visits.append(Reading(without_scripts.new_page(), inspected=inspected))
        visits[-1].page.set_default_timeout(WAIT_MS)
        visits[-1].page.goto(f"{help_centre}{path}")
        return visits[-1]

    expect.set_options(timeout=WAIT_MS)
    yield open_page
    for each in visits:
        each.page.context.close()
        each.inspected.page.context.close()
    assert [each.complaints for each in visits] == [[] for _ in visits]
    assert [each.hosts_besides(help_centre) for each in visits] == [[] for _ in visits]


@pytest.mark.parametrize("screen", [DESKTOP, SMALL_PHONE], ids=["desktop", "phone"])
def test_from_the_index_to_an_article_and_its_twin(visit, picture, screen):
    here = visit("/help", viewport=screen, locale="es-ES")
    page = here.page
    expect(page).to_have_url(re.compile("/help/es$"))
    expect(page).to_have_title("Ayuda de Aurora Electrónica")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Pedidos")
    here.is_well_made()
    if screen is DESKTOP:
        picture(page, "help")
    page.get_by_role("link", name="Devolver un pedido", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Devolver un pedido")
    expect(page.get_by_role("article")).to_contain_text("30 días desde la entrega")
    here.is_well_made()
    page.get_by_role("navigation", name="Idioma").get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("/help/en/return-how$"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    here.is_well_made()
    page.get_by_role("navigation", name="You are here").get_by_role("link").last.click()
    expect(page).to_have_url(re.compile("/help/en#topic-returns$"))
    here.is_well_made()


@pytest.mark.parametrize("screen", [DESKTOP, SMALL_PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("path", "words", "title", "unknown", "sorry"),
    [
        ("/help/es", "garantia", "La garantía", "ajedrez", "No hay ningún artículo"),
        ("/help/en", "guarantee", "guarantee", "chess", "No article has these words"),
    ],
)
def test_a_search_by_keyboard(visit, screen, path, words, title, unknown, sorry):
    here = visit(path, viewport=screen)
    box = here.page.get_by_role("search").get_by_role("searchbox")
    searches(here.page, words)
    expect(box).to_have_value(words)
    expect(here.page.get_by_role("main").get_by_role("link").first).to_contain_text(
        re.compile(title, re.IGNORECASE)
    )
    here.is_well_made()
    searches(here.page, unknown)
    expect(here.page.get_by_role("main")).to_contain_text(sorry)
    here.is_well_made()


@pytest.mark.parametrize("path", ["/help/es", "/help/en?q=order", "/help/es/delivery-cost"])
def test_it_is_readable_in_the_dark(visit, path):
    visit(path, viewport=DESKTOP, color_scheme="dark").is_well_made()


def test_a_page_that_is_not_there_is_well_made_too(visit):
    here = visit("/help/es/no-such-article", viewport=SMALL_PHONE)
    here.complaints.clear()  # the browser's own line on the status
    expect(here.page.get_by_role("heading", level=1)).to_have_text("Esta página no existe")
    here.is_well_made()


def test_by_keyboard_the_first_stop_leads_past_everything_else(visit):
    page = visit("/help/en/return-how", viewport=DESKTOP).page
    skip = page.get_by_role("link", name="Skip to the content")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_on_paper_there_are_the_text_and_the_addresses_of_its_links(visit):
    page = visit("/help/es", viewport=DESKTOP, color_scheme="dark").page
    page.emulate_media(media="print")
    for role in ("search", "navigation", "contentinfo"):
        assert [each for each in page.get_by_role(role).all() if each.is_visible()] == []
    link = page.get_by_role("main").get_by_role("link").first
    assert link.evaluate("each => getComputedStyle(each, '::after').content") != "none"
    assert link.evaluate(COLOURS) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def searches(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox")
    box.focus()
    box.fill(words)
    page.keyboard.press("Enter")
