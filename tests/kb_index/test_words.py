import pytest

from kb_index.words import STEMMERS, words_of


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "devoluciones", "devolucion"),  # plural, accent left out
        ("es", "¿CANCELAR?", "cancelo"),
        ("en", "returning", "returns"),
        ("pt-BR", "entregas", "entrega"),  # a variety has its language's stemmer
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other):
    assert words_of(one, language) == words_of(other, language)


def test_a_language_without_stemmer_is_searched_by_whole_words():
    assert words_of("Ordre, ordres!", "xx") == ["ordre", "ordres"]


def test_every_stemmer_in_the_table_exists():
    assert all(words_of("a b", language) for language in STEMMERS)
