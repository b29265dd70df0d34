"""Numbers in words, by the lists of the repository."""

import pytest

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon
from bot.components.details.spoken import reading
from tests.bot.components.details.test_details import values
from tests.bot.components.examples import lexicon


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("mil doscientos euros", "1200 euros"),
        ("noventa y nueve con noventa", "99 con 90"),
        ("four hundred and twenty", "420"),
        ("two thousand five hundred", "2500"),
        ("forty-five", "45"),
        ("veinte, treinta", "20 30"),  # spelt out: two numbers
        ("six double two, one oh one", "6 22 1 0 1"),
        ("this one 129 euros", "this one 129 euros"),  # beside digits a word is no digit
        ("a double charge", "a double charge"),
    ],
)
def test_number_words_are_read_as_digits(said, read):
    assert reading(said, lexicon()).text == read


def test_what_is_found_in_a_reading_is_placed_in_what_was_written():
    said = "son mil doscientos euros, gracias"
    read = reading(said, lexicon())
    found = Detail("amount", read.text.index("1200"), read.text.index(","), "1200.00 EUR")
    (placed,) = read.as_written([found])
    assert said[placed.start : placed.end] == "mil doscientos euros"


def test_without_the_list_nothing_is_read_otherwise():
    assert reading("veinte euros", Lexicon.of({}, {})).text == "veinte euros"


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("me costó quince euros con cincuenta", "amount", "15.50 EUR"),
        ("el tres de marzo de 2025", "date", "2025-03-03"),
        (
            "mi móvil: seis doce, treinta y cuatro, cincuenta y seis, setenta y ocho",
            "phone",
            "+34612345678",
        ),
        ("order A U four eight two one three", "order_number", "AU-48213"),
    ],
)
def test_details_are_found_in_words(text, kind, value):
    assert values(text, kind) == [value]


@pytest.mark.parametrize("text", ["one may ask", "lo apago una vez", "you may first try"])
def test_a_word_beside_a_month_is_not_yet_a_date(text):
    assert values(text, "date") == []
