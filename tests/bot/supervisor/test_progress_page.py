import json
import socket

import httpx
import pytest

from bot.supervisor.address import Address, listen
from bot.supervisor.preparation import steps_named
from bot.supervisor.progress_page import ProgressPage, preferred_language
from tests.running import free_port


@pytest.fixture
def page():
    """The page on a free port: its URL, its steps, itself."""
    where = Address("127.0.0.1", free_port())
    steps = steps_named("app", "rasa")
    shown = ProgressPage(listen(where), steps)
    shown.start()
    yield where.url, steps, shown
    shown.stop()


@pytest.mark.parametrize(
    ("accepted", "title"),
    [("es-ES,es;q=0.9,en;q=0.8", "Primera se está preparando"), ("fr", "Primera is getting ready")],
)
def test_the_page_speaks_the_browsers_language(page, accepted, title):
    answer = httpx.get(page[0], headers={"Accept-Language": accepted})
    assert answer.status_code == 200
    assert f"<h1>{title}</h1>" in answer.text


def test_the_page_asks_nothing_of_the_outside(page):
    answer = httpx.get(page[0])
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in answer.text.replace("/setup/", "")
    for name in ("page.css", "page.js"):
        part = httpx.get(f"{page[0]}/setup/{name}")
        assert part.status_code == 200
        assert "http" not in part.text


def test_the_status_follows_the_steps(page):
    url, steps, shown = page
    assert not shown.was_seen
    steps.start("rasa")
    status = httpx.get(f"{url}/setup/status.json").json()
    assert [step["state"] for step in status["steps"]] == ["waiting", "running"]
    assert shown.was_seen


def test_the_api_is_not_there_yet(page):
    answer = httpx.post(f"{page[0]}/v1/conversations", json={})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert json.loads(answer.text)["status"] == 503


def test_a_stopped_page_frees_the_port(page):
    url, _, shown = page
    shown.stop()
    with socket.create_server(("127.0.0.1", int(url.rsplit(":", 1)[1])), reuse_port=False):
        pass
    shown.stop()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("en;q=0.5, es;q=0.9", "es"),
        ("de, es-MX", "es"),
        ("es;q=broken, en", "en"),
    ],
)
def test_the_wish_with_the_highest_quality_counts(accepted, language):
    assert preferred_language(accepted) == language
