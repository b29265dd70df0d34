import pytest

from bot.components.reading import Glossary, Reader, Reading, counted_words, spoken_in

VOCABULARY = frozenset({"where", "return", "order", "refund"})


@pytest.fixture(scope="module")
def spanish():
    return Glossary.of("es")


@pytest.fixture(scope="module")
def reader(spanish):
    counts = counted_words(["return an order", "devolver un pedido"])
    return Reader.of(counts, glossaries=[spanish], vocabulary=VOCABULARY)


def test_english_is_read_as_it_is_written(reader):
    read = reader.read("where do I return an order?")
    assert read.meaning == read.letters == "where do I return an order?"


def test_spanish_means_its_gloss_and_keeps_its_own_letters(reader):
    read = reader.read("quiero devolver un pedido")
    assert "order" in read.meaning
    assert read.letters == f"quiero devolver un pedido | {read.meaning}"


def test_a_typo_is_mended_before_it_is_glossed(reader):
    assert reader.read("quiero devlover un pedido") == reader.read("quiero devolver un pedido")


def test_a_slip_does_not_hide_the_language_of_a_single_word(reader):
    assert reader.read("griacias") == reader.read("gracias")
    assert reader.read("refund") == Reading("refund", "refund")


def test_a_form_that_no_one_uses_is_mended_by_a_word_that_many_do(spanish):
    counts = {"quiero": 200, "otra": 300}
    reader = Reader.of(counts, glossaries=[spanish], vocabulary={"tora", "my"})
    for slipped, meant in (("quero una factura", "quiero"), ("quiero tora talla", "otra")):
        assert meant in reader.read(slipped).letters
    assert reader.read("my tora").letters == "my tora"


def test_a_word_of_the_glossary_can_be_meant_in_spanish_alone(reader):
    assert "screen" in reader.read("la pantala del televisor").meaning
    assert "pantala" in reader.read("where is the pantala order").letters


def test_reading_does_not_show_what_was_written(reader):
    assert "quiero" not in repr(reader.read("quiero devolver un pedido"))


def test_a_language_counts_when_the_examples_are_in_it(spanish):
    english, both = ["hello there", "my order"] * 20, ["my order", "mi pedido"]
    assert spoken_in([*english, "gracias"], [spanish]) == []
    assert spoken_in(both, [spanish]) == [spanish]
