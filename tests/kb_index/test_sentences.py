import numpy as np
import pytest

from kb_index.index import VectorIndex
from kb_index.library import read_library
from kb_index.reading import BaseReader
from kb_index.sentences import SentenceIndex, sentences


@pytest.fixture
def base(write_article, articles, encoder):
    write_article(
        "bread",
        "We bake at six. **Order\nrolls** by [mail](https://a.example). Yes.\n\n"
        "- Fresh every day: always\n- Not on Mondays, we\n  are away",
    )
    write_article("cakes", "All our cakes contain eggs and gluten.")
    return read_library(articles, languages=["en"]).published("en")


def test_sentences_are_plain_and_say_something_by_themselves(base):
    assert sentences(base[0]) == [
        "We bake at six.",
        "Order rolls by mail.",
        "Fresh every day:",
        "Not on Mondays, we are away",
    ]


def meaning(*vector: float) -> np.ndarray:
    return np.array(vector, dtype=np.float32)


def test_an_article_scores_by_its_two_nearest_sentences():
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1], [0, 1]], dtype=np.float32)
    index = SentenceIndex(np.array([0, 0, 0, 2]), VectorIndex.build(vectors))
    assert index.scores(meaning(1, 0), articles=4) == pytest.approx([0.8, 0, 0, 0])
    assert index.scores(meaning(0, 1), articles=4) == pytest.approx([0.9, 0, 1, 0])


def test_it_finds_the_same_once_saved_and_loaded(base, encoder, tmp_path):
    reader = BaseReader.learn([], "en", glossed=False, vocabulary=encoder.words)
    built = SentenceIndex.build(base, encoder, reader)
    built.save(tmp_path / "sentences")
    (asked,) = encoder.encode(["is there gluten in it?"], role="question")
    scores = built.scores(asked, articles=2)
    assert scores[1] > scores[0]
    assert SentenceIndex.load(tmp_path / "sentences").scores(asked, articles=2) == pytest.approx(
        scores
    )


def test_a_base_with_too_many_does_without(base, encoder, monkeypatch):
    monkeypatch.setattr("kb_index.sentences.MOST_SENTENCES", 3)
    reader = BaseReader.learn([], "en", glossed=False, vocabulary=())
    built = SentenceIndex.build(base, encoder, reader)
    assert built.scores(meaning(1, 0), articles=2).tolist() == [0, 0]
