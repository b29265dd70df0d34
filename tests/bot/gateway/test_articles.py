import logging
import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from bot.gateway.bodies import LONGEST_SEARCH
from tests.bot.gateway.publishing import aurora, publish, with_nothing_built

SITEMAP = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
LINK = re.compile(r'href="(/[^"]*)"')


@pytest.fixture
def workspace(workspace, tmp_path):
    """Three articles, one of them in Spanish only."""
    company = with_nothing_built(workspace, tmp_path / "company")
    publish(
        company.index_root,
        [
            *(aurora("return-how", language) for language in ("es", "en")),
            *(aurora("order-status", language) for language in ("es", "en")),
            aurora("delivery-cost", "es"),
        ],
    )
    return company


@pytest.fixture
def company(workspace, tmp_path):
    """The same company before anything is published."""
    return with_nothing_built(workspace, tmp_path / "new company")


def links(page):
    return LINK.findall(page.split("<main")[1].split("</main")[0])


def test_the_help_centre_lists_every_article_of_a_language_in_the_desks_order(http):
    assert links(http.get("/help/es").text) == [
        "/help/es/order-status",
        "/help/es/delivery-cost",
        "/help/es/return-how",
    ]
    assert links(http.get("/help/en").text) == ["/help/en/order-status", "/help/en/return-how"]


def test_an_article_names_its_topic_its_address_and_its_twin(http):
    page = http.get("/help/es/return-how").text
    assert 'href="/help/es#topic-returns">Devoluciones y cambios</a>' in page
    assert '<link rel="canonical" href="/help/es/return-how">' in page
    assert '<link rel="alternate" hreflang="en" href="/help/en/return-how">' in page
    assert '<a href="/help/en/return-how" lang="en" hreflang="en">English</a>' in page


def test_without_a_twin_the_other_languages_index_is_offered_and_no_alternate_is_claimed(http):
    page = http.get("/help/es/delivery-cost").text
    assert '<a href="/help/en" lang="en" hreflang="en">English</a>' in page
    assert 'rel="alternate"' not in page


def test_an_article_is_read_as_soon_as_it_is_published_and_needs_no_encoder(serve, company):
    article = aurora("return-how")
    http = serve(workspace=company)
    assert http.get(article.url).status_code == 404
    publish(company.index_root, [article])
    found = http.get(article.url)
    assert (found.status_code, article.html in found.text) == (200, True)


def test_before_anything_is_published_the_help_centre_says_so(serve, company):
    response = serve(workspace=company).get("/help/es")
    assert response.status_code == 200
    assert "Todavía no hay artículos" in response.text


def test_an_article_outside_its_dates_is_nowhere(http, workspace, clock):
    today = clock().date()
    days = {"valid_from": today + timedelta(days=3), "valid_until": today + timedelta(days=6)}
    publish(workspace.index_root, [replace(aurora("return-how"), **days), aurora("delivery-cost")])
    there = []
    for ahead in (0, 4, 9):
        clock.ahead = timedelta(days=ahead)
        page = http.get("/help/es/return-how")
        pages = [
            http.get(f"/{path}").text for path in ("help/es", "help/es?q=devolver", "sitemap.xml")
        ]
        there.append({page.status_code == 200, *("es/return-how" in each for each in pages)})
    assert there == [{False}, {True}, {False}]


def test_a_search_shows_what_it_found_and_what_was_looked_for(http):
    response = http.get("/help/es", params={"q": "kmo devuelvo"})
    assert links(response.text)[0] == "/help/es/return-how"
    assert "Resultados para «kmo devuelvo»" in response.text
    assert 'value="kmo devuelvo"' in response.text


def test_a_search_is_nobody_elses(http):
    response = http.get("/help/es?q=devolver")
    assert response.headers["cache-control"] == "no-store"
    assert '<meta name="robots" content="noindex">' in response.text
    assert "canonical" not in response.text


def test_a_search_without_results_leads_to_the_chat(http):
    page = http.get("/help/en?q=chess").text
    assert "No article has these words" in page
    assert '<a href="/">Ask in the chat</a>' in page


@pytest.mark.parametrize(
    "query",
    [
        "q=<script>alert(1)</script>",
        "q=%22%20autofocus%20onfocus=%22alert(1)",
        "q=%7B%7Bcompany%7D%7D%7Bwords%7D%25s",  # nobody's template
        "q=a&q=b",
        "q[]=a",
        "q=%00%ff%1b[31m",
        "q=%F0%9F%93%A6%E2%80%AE",
        "q=" + "%C3%A1" * 1_000,
        "q=%20%20",
        "other=1",
    ],
)
def test_whatever_is_looked_for_is_words(http, query):
    response = http.get(f"/help/es?{query}")
    assert response.status_code == 200
    assert "<script" not in response.text
    assert ' onfocus="' not in response.text
    assert max(map(len, re.findall('value="([^"]*)"', response.text))) <= LONGEST_SEARCH


def test_a_search_for_nothing_is_the_index(http):
    assert http.get("/help/es?q=+").text == http.get("/help/es").text


def test_what_is_looked_for_is_in_no_log(http, caplog):
    with caplog.at_level(logging.DEBUG):
        assert http.get("/help/es?q=secretissimo").status_code == 200
    ours = [each for each in caplog.records if not each.name.startswith("http")]  # the client's
    assert [each for each in ours if "secretissimo" in each.getMessage()] == []


@pytest.mark.parametrize(
    ("wished", "language"),
    [("en-GB,es;q=0.5", "en"), ("fr, es;q=0.4, en;q=0.2", "es"), ("", "es"), ("xx", "es")],
)
def test_the_help_centre_speaks_the_browsers_language(http, wished, language):
    response = http.get("/help", headers={"Accept-Language": wished})
    assert (response.status_code, response.headers["location"]) == (302, f"/help/{language}")


def test_without_an_article_or_a_language_the_page_says_so(http):
    for path in ("/help/en/no-such-article", "/help/xx/return-how", "/help/xx"):
        response = http.get(path, headers={"Accept-Language": "en"})
        assert response.status_code == 404
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert '<html lang="en">' in response.text
        assert "Ask in the chat" in response.text
        assert "noindex" in response.text


def test_no_help_page_may_run_a_script(http):
    for path in ("/help/es", "/help/es?q=x", "/help/es/return-how", "/help/es/nothing"):
        response = http.get(path)
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "form-action 'self'" in policy
        assert "<script" not in response.text
    assert http.get("/help/help_page.css").headers["content-type"] == "text/css; charset=utf-8"


def test_the_sitemap_has_every_page_with_its_twins(http):
    host = str(http.base_url).rstrip("/")
    pages = ElementTree.fromstring(http.get("/sitemap.xml").text).findall("url", SITEMAP)
    twins = {
        page.findtext("loc", namespaces=SITEMAP).removeprefix(host): [
            link.get("href").removeprefix(host) for link in page.findall("xhtml:link", SITEMAP)
        ]
        for page in pages
    }
    assert set(twins) == {
        *("/help/es", "/help/en"),
        *("/help/es/return-how", "/help/en/return-how"),
        *("/help/es/order-status", "/help/en/order-status"),
        "/help/es/delivery-cost",
    }
    assert twins["/help/es/return-how"] == ["/help/es/return-how", "/help/en/return-how"]
    assert twins["/help/es/delivery-cost"] == []


def test_robots_are_told_of_the_sitemap_and_kept_out_of_conversations(http):
    lines = http.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {http.base_url.join('/sitemap.xml')}" in lines
    assert "Disallow: /v1/" in lines


def test_a_public_address_is_what_absolute_addresses_begin_with(serve, workspace):
    gateway = workspace.settings.gateway.model_copy(
        update={"public_url": "https://help.example.com"}
    )
    settings = workspace.settings.model_copy(update={"gateway": gateway})
    http = serve(workspace=replace(workspace, settings=settings))
    address = "https://help.example.com/help/es/return-how"
    assert f"<loc>{address}</loc>" in http.get("/sitemap.xml").text
    assert f'<link rel="canonical" href="{address}">' in http.get("/help/es/return-how").text
    assert "Sitemap: https://help.example.com/sitemap.xml" in http.get("/robots.txt").text
