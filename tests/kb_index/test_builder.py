import subprocess
import sys

import pytest

from kb_index import KnowledgeBase, build
from kb_index.errors import NoArticles
from kb_index.generations import listed, manifest_of
from tests.kb_index.conftest import REPOSITORY

BUILD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from kb_index import build

def report(line):
    if line.startswith(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

articles, index_root, encoder = map(Path, sys.argv[1:4])
build(articles, index_root, encoder, languages=["en"], target_precision=0.9, report=report)
"""


@pytest.fixture
def index_root(tmp_path):
    return tmp_path / "built"


@pytest.fixture
def build_bakery(bakery, articles, index_root, encoder_directory):
    def run(**changed):
        settings = {"languages": ["en"], "target_precision": 0.9} | changed
        return build(articles, index_root, encoder_directory, **settings)

    return run


def test_unchanged_inputs_are_not_built_again(build_bakery):
    said: list[str] = []
    first = build_bakery()
    before = (first / "manifest.json").stat().st_mtime_ns
    assert build_bakery(report=said.append) == first
    assert (first / "manifest.json").stat().st_mtime_ns == before
    assert said == ["The index is up to date."]


@pytest.mark.parametrize("change", ["text", "phrasings", "target"])
def test_any_changed_input_makes_a_new_generation(build_bakery, write_article, index_root, change):
    first = build_bakery()
    match change:
        case "text":
            write_article("opening", "We open at eight.")
            second = build_bakery()
        case "phrasings":
            write_article("opening", phrasings='["other words"]')
            second = build_bakery()
        case "target":
            second = build_bakery(target_precision=0.8)
    assert second != first
    assert listed(index_root) == [second.name, first.name]


def test_another_way_of_reading_a_served_language_makes_a_new_generation(
    build_bakery, write_article
):
    first = build_bakery()
    assert build_bakery(glossaries=["es"]) == first
    write_article("pan", "Abrimos a las ocho.", language="es")
    as_written = build_bakery(languages=["en", "es"])
    assert build_bakery(languages=["en", "es"], glossaries=["es"]) != as_written


def test_a_change_taken_back_is_served_from_the_generation_kept(build_bakery, write_article):
    first = build_bakery()
    file = write_article("new")
    build_bakery()
    file.unlink()
    assert build_bakery() == first


def test_a_damaged_generation_is_built_again(build_bakery):
    first = build_bakery()
    (first / "en" / "articles.json").write_text("[]")
    again = build_bakery()
    assert again == first
    assert "Order bread" in (again / "en" / "articles.json").read_text("utf-8")


def test_a_broken_article_is_reported_and_the_rest_is_built(
    build_bakery, write_article, index_root, encoder_directory
):
    broken = write_article("broken", title="")
    said: list[str] = []
    build_bakery(report=said.append)
    assert said[0].startswith(f"Left out: {broken}:1: title: Field required.")
    knowledge_base = KnowledgeBase.load(index_root, encoder_directory)
    assert [a.id for a in knowledge_base.articles("en")] == [
        "bread-order",
        "cake-allergens",
        "opening",
    ]


def test_nothing_published_is_said_with_the_way_out(
    articles, index_root, write_article, encoder_directory
):
    write_article("a", status="draft")
    with pytest.raises(NoArticles, match="status: published"):
        build(articles, index_root, encoder_directory, languages=["en"], target_precision=0.9)


def test_a_build_killed_midway_leaves_the_last_good_generation(
    build_bakery, write_article, articles, index_root, encoder_directory
):
    first = build_bakery()
    write_article("opening", "We open at eight.")
    arguments = [str(articles), str(index_root), str(encoder_directory), "Rehearsing"]
    killed = subprocess.run([sys.executable, "-c", BUILD_AND_DIE, *arguments], cwd=REPOSITORY)
    assert killed.returncode == -9
    knowledge_base = KnowledgeBase.load(index_root, encoder_directory)
    assert knowledge_base.generation == first.name
    assert "seven to two" in knowledge_base.article("opening", "en").text
    assert build_bakery() != first
    assert knowledge_base.refresh()
    assert "eight" in knowledge_base.article("opening", "en").text


def test_a_large_field_is_searched_along_a_graph_that_its_generation_names(
    build_bakery, index_root, encoder_directory, monkeypatch
):
    exact = build_bakery()
    few = KnowledgeBase.load(index_root, encoder_directory)
    # The bakery has three titles and passages, and nine phrasings.
    monkeypatch.setattr("kb_index.index.MOST_EXACT", 5)
    many = build_bakery(target_precision=0.8)
    assert set(manifest_of(exact).searches.values()) == {"exact"}
    searches = manifest_of(many).searches
    assert [name for name, kind in searches.items() if kind == "hnsw"] == [
        "en/index/phrasings/vectors.faiss"
    ]
    assert searches.keys() == {f for f in manifest_of(many).files if f.endswith(".faiss")}
    large = KnowledgeBase.load(index_root, encoder_directory)
    assert large.generation == many.name
    for question in ("is the cake free of gluten?", "open on Monday?", "a loaf for tomorrow"):
        found, expected = (base.answer(question, language="en") for base in (large, few))
        assert found.hits[0].article_id == expected.hits[0].article_id
        assert found.hits[0].score == pytest.approx(expected.hits[0].score, abs=0.02)
