import pytest

from bot.components.understanding.normalisation import folded, normalised


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("Devolución", "devolucion"),  # case and accents
        ("AÑO", "ano"),
        ("holaaaaa", "hola"),  # stretched letters
        ("la llave del correo", "la llave del correo"),  # double letters are spelling
        ("¡¡¡Qué!!!", "¡que!"),
        ("ﬁbra Ⅳ", "fibra iv"),  # compatibility forms
        ("pedido AU-48213", "pedido au-0000"),  # numbers say only that they are there
        ("escríbeme a ana@ejemplo.com", "escribeme a xemail"),
        ("mira https://example.com/a?b=1", "mira xurl"),
        ("  a \n\t b  ", "a b"),
        ("👍", "xthumbsupsign"),
        ("👍🏽", "xthumbsupsign"),  # whatever the skin
        ("❤️ vale", "xheavyblackheart vale"),  # whatever the variation
        ("", ""),
    ],
)
def test_one_spelling_for_many(written, spelling):
    assert normalised(written) == spelling


def test_normalising_twice_changes_nothing_more():
    once = normalised("¡¡Holaaa!! Mi pedido AU-48213 👍, ana@ejemplo.com")
    assert normalised(once) == once


def test_folding_keeps_numbers_and_length_of_plain_text():
    assert folded("Cámara 4K 2024") == "camara 4k 2024"
