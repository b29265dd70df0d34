"""`primera answers report` on a small company and on rehearsals of our own making."""

import json
from datetime import date

import pytest
from rich.console import Console

from actions.workspace import Workspace
from bot.commands.answers_report import LanguageReport, missing, report, self_test, told
from kb_index import build, export_encoder
from kb_index.generations import serving
from kb_index.self_test import RehearsalRow
from kb_index.threshold import fewest_to_prove
from tests.kb_index.conftest import PACKAGED, REPOSITORY, write_file


def row(confidence, right):
    return RehearsalRow("known", "a", "?", "a" if right else "b", confidence, right, None)


def test_so_many_phrasings_are_missing_as_right_answers_before_the_first_wrong_one():
    run = [row(0.9, True)] * 20
    assert missing([*run, row(0.8, False), *[row(0.7, True)] * 50], 0.9) == 3 * (
        fewest_to_prove(0.9) - 20
    )
    assert missing([], 0.9) == 3 * fewest_to_prove(0.9)


def test_where_the_surest_answers_hold_mistakes_more_phrasings_are_not_asked_for():
    assert missing([*[row(0.9, True)] * 40, *[row(0.8, False)] * 20], 0.9) is None


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    root = tmp_path_factory.mktemp("company")
    (root / "bot").mkdir()
    settings = "format: 1\ncompany: Bakery\nlanguages: [en, es]\n"
    (root / "bot" / "settings.yml").write_text(settings, encoding="utf-8")
    articles = root / "kb_index" / "articles"
    write_file(articles, "bread", "Bread. [More](/help/en/rye)", review_by="2026-01-01")
    write_file(articles, "cakes", "All cakes contain eggs.")
    write_file(articles, "bread", "Pan.", language="es")
    index_root = root / "kb_index" / "built"
    encoder = export_encoder(PACKAGED, REPOSITORY / "models")
    build(articles, index_root, encoder, languages=["en", "es"], target_precision=0.9)
    return root


@pytest.fixture(scope="module")
def reported(company):
    console = Console(record=True, width=200)
    workspace = Workspace.load(company, environment={})
    report(workspace, company / "report.json", console, date(2026, 2, 1))
    return json.loads((company / "report.json").read_text("utf-8")), console.export_text()


def test_a_small_company_reads_that_nothing_is_proven_and_what_would(reported):
    found, text = reported
    assert found["en"]["basis"] == "unproven"
    assert found["en"]["target"] == 0.9
    assert found["en"]["answered"] == 0
    assert f"About {found['en']['phrasings_missing']} more phrasings would prove it" in text


def test_articles_that_need_somebody_are_named(reported):
    found, text = reported
    assert found["en"]["past_review"] == ["bread"]
    assert [link["target"] for link in found["en"]["dead_links"]] == ["en/rye"]
    assert found["es"]["without_twin"] == ["cakes"]
    assert "Links that lead nowhere: bread → en/rye" in text


def test_there_is_a_picture_a_language(reported, company):
    for language in ("en", "es"):
        assert "<svg" in (company / f"report.{language}.svg").read_text("utf-8")


def test_a_proven_target_is_told_with_its_bound(reported):
    proven = LanguageReport(
        **reported[0]["en"] | {"basis": "proven", "answered": 100, "right": 97, "bound": 0.924}
    )
    assert "97 of 100 rehearsed answers are right, which proves 92.4%" in "\n".join(
        told("en", proven)
    )


def test_each_build_ends_with_a_line_for_each_language(company):
    workspace = Workspace.load(company, environment={})
    assert self_test(workspace, serving(workspace.index_root)[0], date(2026, 2, 1)) == [
        "en: 90% is not proven, so all but approved words is suggested; 1 past their review; "
        "1 dead links",
        "es: 90% is not proven, so all but approved words is suggested; 1 missing in this language",
        "`primera answers report` has the names.",
    ]
