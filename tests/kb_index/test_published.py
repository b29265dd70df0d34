import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from kb_index import KnowledgeBase, PublishedArticles, build
from kb_index.generations import listed, switch


@pytest.fixture
def index_root(bakery):
    return bakery / "built"


@pytest.fixture
def publish(index_root, write_article, articles, encoder_directory):
    """Writes an article and builds the index anew."""

    def write_and_build(article_id, text):
        write_article(article_id, text)
        return build(
            articles, index_root, encoder_directory, languages=["en"], target_precision=0.9
        )

    return write_and_build


def test_it_shows_what_the_knowledge_base_answers_from(index_root, encoder_directory):
    published = PublishedArticles(index_root)
    base = KnowledgeBase.load(index_root, encoder_directory)
    for article in base.articles("en"):
        assert published.article(article.id, "en") == article
    assert published.article("opening", "es") is None
    assert published.article("no-such-article", "en") is None


def test_a_new_generation_is_shown_as_soon_as_it_serves_and_so_is_going_back(index_root, publish):
    published = PublishedArticles(index_root)
    (old,) = listed(index_root)
    assert "seven" in published.article("opening", "en").text
    publish("opening", "We open at eight.")
    assert published.article("opening", "en").text == "We open at eight."
    switch(index_root, old)
    assert "seven" in published.article("opening", "en").text


@pytest.mark.parametrize("damage", ["changed", "removed", "manifest"])
def test_a_damaged_generation_leaves_the_last_good_one(index_root, publish, damage):
    before = PublishedArticles(index_root)
    assert "seven" in before.article("opening", "en").text
    new = publish("opening", "We open at eight.")
    file = new / "en" / "articles.json"
    match damage:
        case "changed":
            rows = json.loads(file.read_text("utf-8"))
            file.write_text(json.dumps([row | {"text": "Nobody approved this."} for row in rows]))
        case "removed":
            file.unlink()
        case "manifest":
            (new / "manifest.json").write_text("{")
    for published in (before, PublishedArticles(index_root)):
        assert "seven" in published.article("opening", "en").text


def test_nothing_built_is_no_article_until_something_is(tmp_path, index_root):
    published = PublishedArticles(tmp_path / "later")
    assert published.article("opening", "en") is None
    index_root.rename(tmp_path / "later")
    assert published.article("opening", "en") is not None


def test_many_readers_may_share_it(index_root):
    published = PublishedArticles(index_root)
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: published.article("opening", "en"), range(32)))
    assert {article.id for article in found} == {"opening"}


def test_to_read_an_article_no_encoder_is_loaded():
    code = (
        "import sys; from kb_index import PublishedArticles; "
        "print({'onnxruntime', 'tokenizers', 'numpy'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"
