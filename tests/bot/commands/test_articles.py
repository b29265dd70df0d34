"""`primera articles new` and `check`, on a small company's folder."""

from datetime import date

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands.articles import ArticleError, check, new
from kb_index import read_library
from tests.kb_index.conftest import write_file


@pytest.fixture
def company(tmp_path):
    (tmp_path / "bot").mkdir()
    settings = "format: 1\ncompany: Bakery\nlanguages: [es, en]\n"
    (tmp_path / "bot" / "settings.yml").write_text(settings, encoding="utf-8")
    return Workspace.load(tmp_path, environment={})


@pytest.fixture
def console():
    return Console(record=True, width=200)


def test_a_draft_is_begun_in_each_language_that_has_a_title(company, console):
    new(company, "rye-bread", "orders", ['es=Pan de centeno: "negro"', "en=Rye bread"], console)
    library = read_library(company.articles, languages=["es", "en"])
    assert library.problems == ()
    drafts = {article.language: article for article in library.articles}
    assert drafts["es"].title == 'Pan de centeno: "negro"'
    assert drafts["en"].phrasings == ("Rye bread",)
    assert {article.status for article in drafts.values()} == {"draft"}


def test_nothing_is_overwritten(company, console):
    file = write_file(company.articles, "rye-bread", "Ours.")
    before = file.read_text("utf-8")
    with pytest.raises(ArticleError, match=r"rye-bread\.md is there already"):
        new(company, "rye-bread", "orders", ["es=Pan", "en=Rye bread"], console)
    assert file.read_text("utf-8") == before
    assert not (company.articles / "es" / "rye-bread.md").exists()


@pytest.mark.parametrize(
    ("article", "topic", "titles", "told"),
    [
        ("Rye Bread", "orders", ["en=Rye bread"], "id: "),
        ("rye-bread", "the orders", ["en=Rye bread"], "topic: "),
        ("rye-bread", "orders", ["fr=Pain"], "write --title es="),
        ("rye-bread", "orders", ["Rye bread"], "write --title es="),
    ],
)
def test_what_cannot_be_begun_is_told_and_leaves_nothing(
    company, console, article, topic, titles, told
):
    with pytest.raises(ArticleError, match=told):
        new(company, article, topic, titles, console)
    assert list(company.articles.rglob("*.md")) == []


def test_everything_that_somebody_should_see_to_is_listed(company, console):
    write_file(company.articles, "bread", "See [rye](/help/en/rye).", review_by="2026-01-31")
    write_file(company.articles, "cakes", "Eggs.", status="shown")
    assert not check(company, date(2026, 2, 1), console)
    told = console.export_text()
    for each in (
        "cakes.md:",
        "bread.md: to be reviewed by 2026-01-31",
        "bread.md: links to en/rye, which is not there",
        "bread is not published in es",
    ):
        assert each in told


def test_where_there_is_nothing_to_see_to_that_is_said(company, console):
    for language in ("es", "en"):
        write_file(company.articles, "bread", "Bread.", language=language)
    assert check(company, date(2026, 2, 1), console)
    assert "Nothing to see to." in console.export_text()
