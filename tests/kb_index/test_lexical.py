import numpy as np
import pytest

from kb_index.lexical import CharacterIndex, WordIndex, ngram_counts
from kb_index.words import words_of


def test_the_text_with_the_rare_word_scores_highest_and_no_score_passes_one():
    index = WordIndex.build([["the", "card"], ["the", "parcel"], ["the", "the", "shop"]])
    scores = index.scores(["the", "parcel"])
    assert int(np.argmax(scores)) == 1
    assert 0 < scores.max() <= 1


def test_words_nobody_wrote_lower_the_scores():
    index = WordIndex.build([["card"], ["parcel"]])
    assert index.scores(["card", "moon"])[0] < index.scores(["card"])[0]


@pytest.mark.parametrize("texts", [[], [[]], [["a"], []]])
def test_empty_texts_and_unknown_words_score_nothing(texts):
    assert WordIndex.build(texts).scores(["unknown"]).tolist() == [0.0] * len(texts)


def test_a_typo_still_finds_its_word_by_characters():
    index = CharacterIndex.build(["cancelar mi pedido", "horario de la tienda"])
    scores = index.scores(ngram_counts(["kanselar pedido"]))
    assert scores[0] > scores[1]


def test_the_same_text_scores_one_by_characters():
    index = CharacterIndex.build(["¿Dónde está?", "otra cosa"])
    assert index.scores(ngram_counts(["donde esta?"]))[0] == pytest.approx(1.0, abs=1e-5)


def test_a_saved_index_scores_the_same(tmp_path):
    texts = ["cancelar pedido", "horario tienda", "envio gratis"]
    words = WordIndex.build([words_of(text, "es") for text in texts])
    characters = CharacterIndex.build(texts)
    words.save(tmp_path / "words")
    characters.save(tmp_path / "characters")
    again = WordIndex.load(tmp_path / "words").scores(["pedid", "ped"])
    assert again.tolist() == words.scores(["pedid", "ped"]).tolist()
    asked = ngram_counts(["pedidos"])
    again = CharacterIndex.load(tmp_path / "characters").scores(asked)
    assert again.tolist() == characters.scores(asked).tolist()


def test_one_question_scores_as_it_does_among_many():
    index = CharacterIndex.build(["order a loaf", "opening hours", "a card"])
    asked = ngram_counts(["orders of loafs", "", "zzz", "opening the card"])
    whole = index.all_scores(asked)
    for row in range(asked.shape[0]):
        assert index.scores(asked[row]) == pytest.approx(whole[row], abs=1e-6)
