import pytest

from bot.components.reading import Glossary, GlossaryError
from bot.components.reading.glossary import FOLDER


@pytest.fixture(scope="module")
def spanish():
    return Glossary.of("es")


@pytest.fixture
def small(tmp_path):
    """A glossary of a few words, to see how it looks them up."""

    def make(*lines: str) -> Glossary:
        (tmp_path / "es.txt").write_text("\n".join(lines), encoding="utf-8")
        return Glossary.of("es", tmp_path)

    return make


@pytest.mark.parametrize(
    ("spanish_text", "english"),
    [
        ("Configurar mi alarma", "configure my alarm"),
        ("cancelar todas las alarmas", "cancel all alarm"),  # by the stem
        ("¿Cuánto tiempo falta?", "¿ how long missing ?"),  # the longest phrase wins
        ("CANCELAR TODAS LAS ALARMAS", "cancel all alarm"),
    ],
)
def test_spanish_becomes_words_that_an_english_encoder_knows(spanish, spanish_text, english):
    assert spanish.gloss(spanish_text) == english


def test_missing_accents_change_nothing(spanish):
    assert spanish.gloss("devolución del televisor") == spanish.gloss("devolucion del televisor")


def test_accents_count_where_forms_differ_by_them_alone(small):
    glossary = small("yes = sí", "if = si")
    assert (glossary.gloss("sí"), glossary.gloss("si")) == ("yes", "if")


def test_names_stay_as_they_are(spanish):
    assert "zalando" in spanish.gloss("un pedido de Zalando")


@pytest.mark.parametrize(
    "text", ["quiero devolver la tele", "factura", "kiero cancelar el pedido", "¿y a Canarias?"]
)
def test_spanish_is_told_from_english(spanish, text):
    assert spanish.has(text)


@pytest.mark.parametrize(
    "text",
    ["how do I return an order?", "invoice", "set timer for ten minutes", "AU-48213", "", "👍"],
)
def test_what_is_not_spanish_is_left_alone(spanish, text):
    assert not spanish.has(text)


def test_a_language_without_a_glossary_is_named_with_the_way_out():
    with pytest.raises(GlossaryError, match=r"'xx'.*es.*config\.yml"):
        Glossary.of("xx")


@pytest.mark.parametrize("line", ["return", "return = devolver | | regresar"])
def test_a_line_that_is_no_entry_is_named(small, line):
    with pytest.raises(GlossaryError, match=r"es\.txt, line 2"):
        small("order = pedido", line)


def test_every_form_of_the_packaged_glossary_stands_once():
    file = (FOLDER / "es.txt").read_text("utf-8")
    forms = [
        " ".join(form.split())
        for line in file.splitlines()
        if line.strip() and not line.startswith("#")
        for form in line.partition("=")[2].split("|")
    ]
    assert len(forms) == len(set(forms)) > 15_000
