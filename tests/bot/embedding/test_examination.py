"""Each fault of a site or a proxy is there in turn, on real little servers, and is named."""

from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from rich.console import Console

from bot.commands.embed import check
from bot.doctor import Finding
from bot.embedding import Patience, examine
from tests.bot.embedding.little_servers import Proxy, Site, proxy_before, site
from tests.bot.widget.conftest import gateway_of, many_apps_in_one_process  # noqa: F401

QUICK = Patience(answer=5, first_event=1)
LINES = """<!doctype html><title>Shop</title>
<script type="module" src="{gateway}/widget/v1.js"></script>
<support-chat gateway="{gateway}" site="demo"></support-chat>"""
DOCS_POLICY = "default-src 'none'; script-src {gateway}; connect-src {gateway}; style-src 'self'"


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[tuple[Site, str]]:
    with (
        site() as shop,
        gateway_of(tmp_path_factory.mktemp("home"), origins=(shop.url,)) as gateway,
    ):
        yield shop, gateway


@pytest.fixture
def shop(running) -> Site:
    shop, _ = running
    shop.headers, shop.status = [], 200
    return shop


@pytest.fixture
def proxy(running, shop) -> Iterator[Proxy]:
    with proxy_before(running[1]) as proxy:
        shop.html = LINES.format(gateway=proxy.url)
        yield proxy


def found(shop: Site, **options: str) -> dict[str, Finding]:
    return {each.name: each for each in examine(shop.url, patience=QUICK, **options)}


def faults(shop: Site, **options: str) -> dict[str, str]:
    return {
        name: each.sentence for name, each in found(shop, **options).items() if each.well is False
    }


def test_a_site_where_the_chat_works_has_no_fault_and_no_conversation_is_left(shop, proxy):
    shop.headers = [("Content-Security-Policy", DOCS_POLICY.format(gateway=proxy.url))]
    looked_at = found(shop)
    assert {name: each.well for name, each in looked_at.items()} == dict.fromkeys(
        ["Page", "Script", "Policy (CSP)", "File", "Sharing (CORS)", "Conversation", "Events"], True
    )
    assert looked_at["File"].sentence.endswith("/widget/v1.js, gzip")
    begun, ended = [each for each in proxy.asked if each.startswith(("POST", "DELETE"))]
    assert (begun, ended.rpartition("/")[0]) == (
        "POST /v1/conversations",
        "DELETE /v1/conversations",
    )


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (
            "script-src 'self'; connect-src *",
            ["script-src does not let {gateway} run scripts: add {gateway} to it"],
        ),
        (
            "default-src 'self'",
            [
                "default-src does not let {gateway} run scripts: add `script-src {gateway}` to the",
                "default-src does not let pages ask {gateway}: add `connect-src {gateway}` to the",
            ],
        ),
        (
            "script-src *; connect-src https://www.example.com",
            ["connect-src does not let pages ask {gateway}: add {gateway} to it"],
        ),
        ("script-src 'nonce-abc' 'strict-dynamic'", ["give the script the page's nonce"]),
        ("require-trusted-types-for 'script'", ["keeps the chat from reading the HTML"]),
    ],
)
@pytest.mark.parametrize("place", ["header", "meta"])
def test_a_policy_that_shuts_the_chat_out_is_named_with_what_to_add(
    shop, proxy, policy, told, place
):
    if place == "header":
        shop.headers = [("Content-Security-Policy", policy)]
    else:
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        shop.html = shop.html.replace("<title>", f"{meta}<title>")
    sentences = [
        each.sentence
        for each in examine(shop.url, patience=QUICK)
        if each.name == "Policy (CSP)" and not each.well
    ]
    assert len(sentences) == len(told)
    for sentence, part in zip(sentences, told, strict=True):
        assert part.format(gateway=proxy.url) in sentence


def repeats_another_site(proxy: Proxy) -> None:
    proxy.removed = {"access-control-allow-origin"}
    proxy.added = [("Access-Control-Allow-Origin", "https://other.example")]


def adds_it_again(proxy: Proxy) -> None:
    proxy.added = [("Access-Control-Allow-Origin", "*")]


def takes_it_out(proxy: Proxy) -> None:
    proxy.removed = {"access-control-allow-origin"}


def answers_options_itself(proxy: Proxy) -> None:
    proxy.answers = {"OPTIONS": (405, {})}


def allows_too_little(proxy: Proxy) -> None:
    proxy.answers = {
        "OPTIONS": (
            204,
            {
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Methods": "GET, POST",
                "Access-Control-Allow-Headers": "content-type, accept-language, authorization",
            },
        )
    }


def buffers(proxy: Proxy) -> None:
    proxy.buffers = True


def compresses(proxy: Proxy) -> None:
    proxy.compresses = True


def cuts(proxy: Proxy) -> None:
    proxy.cuts = True


def serves_a_page_instead(proxy: Proxy) -> None:
    proxy.moved = {"/widget/v1.js": "/"}


def does_not_pass_the_interface_on(proxy: Proxy) -> None:
    proxy.moved = {"/v1/conversations": "/nothing"}


@pytest.mark.parametrize(
    ("fault", "name", "told"),
    [
        (
            repeats_another_site,
            "File (CORS)",
            "is for pages of https://other.example, not of {shop}",
        ),
        (adds_it_again, "File (CORS)", "2 times ({shop}, *)"),
        (takes_it_out, "File (CORS)", "add it to sites.….origins in bot/settings.yml"),
        (answers_options_itself, "Sharing (CORS)", "(OPTIONS) is answered with 405"),
        (allows_too_little, "Sharing (CORS)", "does not allow PUT, DELETE, last-event-id"),
        (buffers, "Events (buffering)", "nginx: proxy_buffering off;"),
        (compresses, "Events (buffering)", "the stream is compressed (gzip)"),
        (cuts, "Events", "the stream ends before its first event"),
        (serves_a_page_instead, "File", "answered with 200, text/html; charset=utf-8"),
        (does_not_pass_the_interface_on, "Conversation", "answers 404 in place of 201"),
    ],
)
def test_what_stands_before_the_gateway_is_named_with_its_fault(
    shop, proxy, fault: Callable[[Proxy], None], name, told
):
    fault(proxy)
    named = faults(shop)
    assert told.format(shop=shop.url) in named[name]


def test_an_origin_that_the_settings_do_not_name_is_told(proxy):
    with site() as stranger:
        stranger.html = LINES.format(gateway=proxy.url)
        told = faults(stranger)
    assert f"does not name {stranger.url}" in told["File (CORS)"]
    assert f"does not name {stranger.url}" in told["Sharing (CORS)"]


@pytest.mark.parametrize(
    ("change", "name", "told"),
    [
        (('type="module" ', ""), "Script", 'lacks type="module"'),
        (("<script", "<template"), "Script", "docs/embedding.md has the lines to paste"),
        (("<support-chat", "<chat"), "Element", "no <support-chat> element"),
        (('src="', 'integrity="sha384-x" src="'), "Script", "needs crossorigin"),
        (('site="demo"', 'site="shop"'), "Conversation", "has no site 'shop'"),
        (('chat gateway="http://', 'chat gateway="http://['), "Gateway", "is no address; write"),
        (('chat gateway="http', 'chat gateway="ftp'), "Gateway", "is no address; write"),
        (("<script type", '<script src="http://[x"></script><script tipo'), "Script", "lacks type"),
    ],
)
def test_lines_that_were_pasted_wrongly_are_told(shop, proxy, change, name, told):
    shop.html = shop.html.replace(*change)
    assert told in faults(shop)[name]


def test_a_page_or_a_gateway_that_is_not_there_is_told(shop):
    shop.html = LINES.format(gateway="http://127.0.0.1:9")
    assert "does not answer" in faults(shop)["Gateway"]
    shop.status = 404
    assert "answers 404" in faults(shop)["Page"]
    nowhere = Site(url="http://127.0.0.1:9/")
    assert "does not answer" in faults(nowhere)["Page"]


def test_a_page_that_adds_the_chat_by_itself_is_checked_with_the_gateway_named(shop, proxy):
    shop.html = "<!doctype html><div id=app></div>"
    assert set(faults(shop)) >= {"Script", "Element"}
    looked_at = found(shop, gateway=proxy.url, site="demo")
    assert [name for name, each in looked_at.items() if each.well is False] == []
    assert looked_at["Events"].well


def test_the_command_says_a_line_for_each_and_whether_all_is_well(shop, proxy):
    console = Console(file=StringIO(), width=60)
    assert check(shop.url, console, patience=QUICK)
    proxy.buffers = True
    assert not check(shop.url, console, patience=QUICK)
    lines = console.file.getvalue().splitlines()
    assert f"✓ Page: {shop.url}" in lines
    assert lines[-1].startswith("✗ Events (buffering): nothing of the stream came within 1 s")
