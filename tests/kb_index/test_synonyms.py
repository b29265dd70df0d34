"""Words that mean the same are searched as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_index.synonyms import Synonyms, same_words

SPANISH = Synonyms.of(
    [
        ["tarjeta regalo", "vale regalo", "cheque de regalo", "bono"],
        ["móvil", "celular"],
        ["frigorífico", "refrigerador"],
    ],
    "es",
)


def test_the_other_words_of_a_group_become_its_first():
    assert SPANISH.unified("¿Vendéis vales regalo?") == "¿Vendéis tarjeta regalo?"
    assert SPANISH.unified("mi celular nuevo") == "mi móvil nuevo"


def test_number_case_and_accents_do_not_count():
    assert SPANISH.unified("BONOS y Celulares") == "tarjeta regalo y móvil"
    assert SPANISH.unified("los réfrigeradores") == "los frigorífico"


@pytest.mark.parametrize(
    "text",
    ["células fotovoltaicas", "la célula de carga", "la refrigeración del portátil", "bonito"],
)
def test_a_word_that_only_begins_alike_is_another(text):
    assert SPANISH.unified(text) == text


def test_a_phrase_is_whole_or_none():
    assert SPANISH.unified("un vale de descuento, un regalo") == "un vale de descuento, un regalo"
    assert SPANISH.unified("un cheque de regalo") == "un tarjeta regalo"


def test_what_is_said_as_the_articles_say_it_stays():
    assert SPANISH.unified("¿Cómo uso la tarjeta regalo?") == "¿Cómo uso la tarjeta regalo?"


@given(st.text(max_size=80))
def test_only_synonyms_are_touched(text):
    assert Synonyms.of([], "es").unified(text) == text
    told = Synonyms.of([["b", "a"]], "es").unified(text)
    assert "a" not in same_words(told)
