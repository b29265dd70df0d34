import pytest

from kb_index.coverage import WordCoverage

ARTICLES = [
    [["the", "card"], ["the", "money"]],
    [["the", "parcel"]],
    [["the", "shop"]],
]


@pytest.fixture(scope="module")
def coverage() -> WordCoverage:
    return WordCoverage.build(ARTICLES)


def test_a_word_that_every_article_has_hardly_counts(coverage):
    assert coverage.words_asked(["the", "card"], [1])[0].share < 0.15
    assert coverage.words_asked(["the", "card"], [0])[0].share == pytest.approx(1.0)


def test_a_word_that_no_article_has_counts_most(coverage):
    asked = coverage.words_asked(["card", "moon"], [0])[0]
    assert asked.asked - asked.covered == pytest.approx(1.0)
    assert asked.share < 0.5


def test_a_word_of_another_article_only_is_asked_and_not_covered(coverage):
    asked = coverage.words_asked(["parcel"], [0])[0]
    assert asked.covered == 0.0 < asked.asked


def test_leaving_a_text_out_leaves_its_words_out(coverage):
    kept = coverage.words_asked(["card"], [0], without=[0], without_words={"money": 1})[0]
    left_out = coverage.words_asked(["card"], [0], without=[0], without_words={"card": 1})[0]
    assert (kept.share, left_out.share) == (pytest.approx(1.0), 0.0)


def test_a_question_without_words_is_not_covered(coverage):
    assert coverage.words_asked([], [0])[0].share == 0.0


def test_a_word_said_twice_counts_once(coverage):
    assert coverage.words_asked(["card", "card"], [0])[0] == coverage.words_asked(["card"], [0])[0]


def test_saved_counts_are_the_same(coverage, tmp_path):
    coverage.save(tmp_path / "coverage.json")
    again = WordCoverage.load(tmp_path / "coverage.json")
    words = ["card", "the", "moon"]
    assert again.words_asked(words, [0]) == coverage.words_asked(words, [0])
