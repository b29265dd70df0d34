"""A real browser and a server of recorded gateway replies."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sanic import Sanic

from actions.database import migrate
from actions.settings import Site
from bot.gateway.app import create_app
from tests.bot.gateway.conftest import QUICK, make_workspace
from tests.bot.gateway.running_gateway import RunningGateway
from tests.bot.gateway.stand_in_rasa import Said, StandInRasa, echo
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
    "privacy": {"en": {"text": "Read only to help you.", "link": "Your data", "url": "/data"}},
}


ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu"]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """One at a time: while it is open, its thread has a running loop and can begin no other."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    need(path is not None, "Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def gateway() -> Iterator[RecordedGateway]:
    with RecordedGateway(recorded_replies()) as gateway:
        gateway.config = dict(CONFIG)
        yield gateway


@dataclass
class Host:
    """A site of another origin that embeds the chat of the real gateway."""

    url: str
    gateway: str = ""
    body: str = ""
    policy: str | None = None
    say: Callable[[dict[str, Any]], Said] = echo  # what the bot says

    def page(self) -> bytes:
        head = '<meta charset="utf-8"><title>A shop</title>'
        return f'<!doctype html><html lang="en"><head>{head}</head><body>{self.body}'.encode()


def host_handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204 if self.path == "/favicon.ico" else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if host.policy:
                self.send_header("Content-Security-Policy", host.policy)
            self.end_headers()
            if self.path != "/favicon.ico":
                self.wfile.write(host.page())

        def log_message(self, *_: object) -> None:
            pass

    return Page


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    host = Host("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), host_handler(host))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    say = lambda request: host.say(request)  # noqa: E731
    with gateway_of(tmp_path, origins=(host.url,), say=say) as host.gateway:
        yield host
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True, scope="package")
def many_apps_in_one_process() -> Iterator[None]:
    Sanic.test_mode = True
    yield
    Sanic.test_mode = False


@contextmanager
def gateway_of(
    home: Path,
    *,
    origins: tuple[str, ...] = (),
    say: Callable[[dict[str, Any]], Said] = echo,
) -> Iterator[str]:
    """The gateway itself, with a stand-in for Rasa alone."""
    database = home / "empty.db"
    migrate(f"sqlite:///{database}")
    rasa = StandInRasa()
    rasa.say = say
    rasa.start()
    workspace = make_workspace(home, database, rasa)
    sites = {"demo": Site(name="Demo", origins=origins)}
    settings = workspace.settings.model_copy(update={"sites": sites})
    gateway = RunningGateway(create_app(replace(workspace, settings=settings), patience=QUICK))
    gateway.start()
    yield gateway.url
    gateway.stop()
    rasa.stop()


@pytest.fixture
def real_gateway(tmp_path: Path) -> Iterator[str]:
    with gateway_of(tmp_path) as url:
        yield url


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
