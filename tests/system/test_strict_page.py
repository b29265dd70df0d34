"""The chat on a page of another origin that allows nothing else; all of Primera behind it."""

import re
import shutil
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from ruamel.yaml import YAML

from bot.supervisor import environments
from tests import running as whole
from tests.bot.widget.conftest import Host, host_handler
from tests.bot.widget.test_embedding import policy, watch
from tests.bot.widget.visitor import messages, write
from tests.conftest import need
from tests.running import REPOSITORY, Running
from tests.system.test_journey import fill_form
from tests.system.test_resolution import agent

pytestmark = [pytest.mark.rasa, pytest.mark.browser, pytest.mark.timeout(900)]

WAIT_MS = 20_000
AS_THEY_ARE = ("domain.yml", "config.yml", "nlu_data", "kb_index", "models", "actions")
ANSWERS = {  # to what the form may ask
    "What happened": "you paid back less than I paid",
    "order number": "AU-48213",
    "e-mail": "ana@example.com",
    "your name": "Ana López",
    "": "I don't know",
}


@pytest.fixture
def shop() -> Iterator[Host]:
    host = Host("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), host_handler(host))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    yield host
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def primera(shop: Host, tmp_path: Path) -> Iterator[Running]:
    """Aurora, which the shop may embed."""
    rasa = environments.rasa_environment()
    need(environments.is_current(rasa), "the Rasa environment: make setup")
    workspace = tmp_path / "workspace"
    (workspace / "bot").mkdir(parents=True)
    for name in AS_THEY_ARE:
        (workspace / name).symlink_to(REPOSITORY / name)
    settings = workspace / "bot" / "settings.yml"
    shutil.copy(REPOSITORY / "bot" / "settings.yml", settings)
    content = YAML().load(settings.read_text("utf-8"))
    content["sites"]["demo"]["origins"] = [shop.url]
    with settings.open("w", encoding="utf-8") as file:
        YAML().dump(content, file)
    running = whole.start(tmp_path / "home", workspace)
    yield running
    whole.stop(running.process)


def test_a_strict_page_shows_an_answer_a_card_and_a_survey_without_a_report(
    primera: Running, shop: Host, chromium: Browser
):
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    complaints = watch(page)
    shop.policy = policy(primera.base_url)
    shop.body = f"""<script type="module" src="{primera.base_url}/widget/v1.js"></script>
        <support-chat gateway="{primera.base_url}" site="demo" locale="en" open></support-chat>"""
    page.goto(shop.url)
    write(page, "how do I return an order?")
    expect(messages(page, "answer")).to_contain_text("30 days")
    page.get_by_role("button", name="Yes, that helps").click()
    page.get_by_role("button", name="Talk to a person").click()
    fill_form(page, write, ANSWERS, until="Yes, send it")
    page.get_by_role("button", name="Yes, send it").click()
    card = page.get_by_role("group", name=re.compile(r"Request T-\d+"))
    expect(card.locator("time")).to_contain_text("(Madrid time)")
    agent(primera, "resolve", card.locator("[part=ticket-number]").inner_text(), "Paid today.")
    page.get_by_role("button", name=re.compile("^Yes, ")).click()
    survey = messages(page, "survey")
    survey.get_by_role("button", name="5").click()
    expect(survey.get_by_role("button")).to_have_count(0)
    assert page.evaluate("reports") == []
    assert complaints == []
    context.close()
