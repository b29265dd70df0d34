import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.naming import LONGEST, article_id, free_id, slug


@given(st.text(max_size=200))
def test_whatever_a_text_is_its_slug_is_an_id_or_nothing(text):
    made = slug(text)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert len(made) <= LONGEST


@pytest.mark.parametrize(
    ("name", "title", "made"),
    [
        ("return-how", "Devolver un pedido", "return-how"),
        ("360012345678-Devolver-un-pedido", "Cómo", "devolver-un-pedido"),
        ("360012345678", "¿Cómo devuelvo un pedido?", "como-devuelvo-un-pedido"),
        ("index", "Ñandú & Cía.", "nandu-cia"),
        ("中文", "中文", "article-1a2b"),
        ("../../etc/passwd", "x", "etc-passwd"),
    ],
)
def test_an_id_comes_of_the_name_if_that_says_something(name, title, made):
    assert article_id(name, title, otherwise="1a2b") == made


def test_a_long_title_is_cut_between_words():
    assert slug("palabra " * 20) == "-".join(["palabra"] * 7)


def test_a_taken_id_gets_a_number():
    assert free_id("a", {"a", "a-2"}) == "a-3"
    assert free_id("a", ()) == "a"
