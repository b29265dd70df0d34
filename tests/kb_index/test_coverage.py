import pytest

from kb_index.coverage import WordCoverage

ARTICLES = [
    [["the", "card"], ["the", "money"]],
    [["the", "parcel"]],
    [["the", "shop"]],
]


def test_a_word_that_every_article_has_hardly_counts():
    coverage = WordCoverage.build(ARTICLES)
    assert coverage.share(["the", "card"], 1) < 0.15
    assert coverage.share(["the", "card"], 0) == pytest.approx(1.0)


def test_a_word_that_no_article_has_counts_most():
    coverage = WordCoverage.build(ARTICLES)
    assert coverage.share(["card", "moon"], 0) < 0.5


def test_leaving_a_text_out_leaves_its_words_out():
    coverage = WordCoverage.build(ARTICLES)
    kept = coverage.share(["card"], 0, without_article=0, without_words={"money": 1})
    left_out = coverage.share(["card"], 0, without_article=0, without_words={"card": 1})
    assert (kept, left_out) == (pytest.approx(1.0), 0.0)


def test_a_question_without_words_is_not_covered():
    assert WordCoverage.build(ARTICLES).share([], 0) == 0.0


def test_saved_counts_are_the_same(tmp_path):
    coverage = WordCoverage.build(ARTICLES)
    coverage.save(tmp_path / "coverage.json")
    again = WordCoverage.load(tmp_path / "coverage.json")
    assert again.share(["card", "the", "moon"], 0) == coverage.share(["card", "the", "moon"], 0)
