"""Postcodes, by the patterns and lists of the repository."""

import pytest

from tests.bot.components.details.test_details import values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("im at m1 1ae, is that ok", "M1 1AE"),
        ("zip code: 10001-1234", "10001-1234"),
        ("my eircode is D02AF30", "D02AF30"),
        ("K1A 0B1, Canada", "K1A 0B1"),
        ("Amsterdam 1012 JS", "1012JS"),
        ("75001 Paris", "75001"),
        ("send it to 8013 Zurich", "8013"),
        ("Buenos Aires C1425", "C1425"),
        ("46015 - do you install there?", "46015"),
        ("is 35001 the Canaries or the mainland?", "35001"),
        ("46015, ¿hacéis entregas?", "46015"),
    ],
)
def test_postcodes_of_many_countries_are_told(text, value):
    assert values(text, "postcode") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "article 10245 is out of stock",
        "client id 20044",
        "¿mi pedido va de camino? es 48213",
        "un microondas con cláxon 20145",
        "the tracking number ends in 28013",
        "ps5 2tb",
        "it came at 5 2pm",
    ],
)
def test_numbers_of_other_things_are_no_postcodes(text):
    assert values(text, "postcode") == []


def test_a_number_of_something_else_is_no_order_number():
    assert values("my customer number is 31245", "order_number") == []
