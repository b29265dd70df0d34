import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.encoding import page_text, text_of

SPANISH = "¿Cómo devuelvo un pedido? Tienes 30 días, más 5 €: «mañana» — niño, acción.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_a_text_is_read_whatever_system_wrote_it(encoding):
    assert text_of(SPANISH.encode(encoding)) == SPANISH


def test_a_page_may_say_how_it_is_written():
    page = '<html><head><meta http-equiv="x" content="text/html; charset=iso-8859-2"></head>ąęł'
    assert page_text(page.encode("iso-8859-2")).endswith("ąęł")
    assert page_text("ąęł".encode("iso-8859-2"), header="iso-8859-2") == "ąęł"


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "rot13", "no such", "idna"]))
def test_any_bytes_are_some_text(content, declared):
    assert isinstance(text_of(content, declared=declared), str)
