"""A real browser and a server of recorded gateway replies."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.bot.widget.recorded_gateway import WIDGET, RecordedGateway, recorded_replies
from tests.conftest import need

AXE = WIDGET / "node_modules" / "axe-core" / "axe.min.js"
CONFIG = {
    "company": "Ejemplo, S. L.",
    "languages": ["es", "en"],
    "site": "demo",
    "demo": True,
    "starters": {
        "es": ["¿Cómo devuelvo un pedido?", "¿Cuánto tarda el envío?", "Mi paquete", "Bizum"],
        "en": ["How do I return an order?", "How long does it take?", "My parcel", "PayPal"],
    },
}


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    need(path is not None, "Chromium: apt-get install chromium")
    arguments = ["--headless=new", "--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def gateway() -> Iterator[RecordedGateway]:
    with RecordedGateway(recorded_replies()) as gateway:
        gateway.config = dict(CONFIG)
        yield gateway


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        locale="es-ES", timezone_id="Europe/Madrid", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.set_default_timeout(8_000)
    yield page
    context.close()


@pytest.fixture(scope="package")
def axe() -> str:
    need(AXE.exists(), "axe-core: `npm install` in bot/widget")
    return Path(AXE).read_text(encoding="utf-8")
