"""Words that mean the same are searched as one."""

from hypothesis import given
from hypothesis import strategies as st

from kb_index.synonyms import Synonyms

SPANISH = Synonyms.of(
    [["tarjeta regalo", "vale regalo", "cheque de regalo", "bono"], ["móvil", "celular"]], "es"
)


def test_the_other_words_of_a_group_become_its_first():
    assert SPANISH.unified("¿Vendéis vales regalo?") == "¿Vendéis tarjeta regalo?"
    assert SPANISH.unified("mi celular nuevo") == "mi móvil nuevo"


def test_endings_case_and_accents_do_not_count():
    assert SPANISH.unified("BONOS y MÓVIL, o Celular") == "tarjeta regalo y MÓVIL, o móvil"


def test_a_phrase_is_whole_or_none():
    assert SPANISH.unified("un vale de descuento, un regalo") == "un vale de descuento, un regalo"
    assert SPANISH.unified("un cheque de regalo") == "un tarjeta regalo"


def test_what_is_said_as_the_articles_say_it_stays():
    assert SPANISH.unified("¿Cómo uso la tarjeta regalo?") == "¿Cómo uso la tarjeta regalo?"


@given(st.text(max_size=80))
def test_text_without_a_synonym_is_not_touched(text):
    assert Synonyms.of([], "es").unified(text) == text
    assert Synonyms.of([["zzyzx", "qwrtp"]], "es").unified(text) == text
