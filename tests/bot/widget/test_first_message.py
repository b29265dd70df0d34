"""What decides how soon a customer can write, apart from the machine that measures it."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.bot.embedding.little_servers import Site
from tests.bot.widget.first_message import (
    BOUND_SECONDS,
    FIGURES,
    PHONES,
    shop_with_chat,
    times,
    visit,
)
from tests.bot.widget.test_built_file import BUDGET_BYTES
from tests.bot.widget.test_embedding import DOCS


@pytest.fixture
def shop(tmp_path) -> Iterator[Site]:
    with shop_with_chat(tmp_path) as shop:
        yield shop


@pytest.mark.browser
def test_between_the_page_and_the_field_there_is_one_request_and_25_kilobytes(chromium, shop):
    with visit(chromium, PHONES[1]) as (page, tools):
        asked: list[str] = []
        sizes: dict[str, float] = {}
        page.on("request", lambda request: asked.append(request.url))
        tools.on(
            "Network.loadingFinished",
            lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
        )
        page.goto(shop.url)
        page.evaluate("ready")
        answer = page.request.get(asked[1])
    assert [url.rsplit("/", 1)[1] for url in asked] == ["", "v1.js"]
    assert answer.headers["content-encoding"] == "gzip"
    headers = 1_000
    assert sorted(sizes.values())[-1] <= BUDGET_BYTES + headers


@pytest.mark.browser
def test_the_field_is_ready_after_the_launcher(chromium, shop):
    seen = times(chromium, PHONES[1], shop.url)
    assert 0 < seen["shown"] <= seen["writable"]


def test_the_docs_say_what_was_measured_and_it_is_within_the_bound():
    found = json.loads(FIGURES.read_text())["seconds"]
    assert set(found) == {phone.name for phone in PHONES}
    for name, figures in found.items():
        assert figures["field_after_load_slowest"] <= BOUND_SECONDS
        row = (
            rf"^\| {name} .*\| {figures['field_median']:.2f} s \| {figures['field_slowest']:.2f} s"
        )
        assert re.search(row, DOCS.read_text(), re.MULTILINE), row
