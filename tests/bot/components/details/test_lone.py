"""Names and postcodes that stand alone beside other details."""

import pytest

from tests.bot.components.details.test_details import values


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ximena Duarte, x.duarte@example.org", "Ximena Duarte"),
        ("no llega, AU-48213. Kiki van Dam", "Kiki van Dam"),
        ("Hana Novak 612 345 678", "Hana Novak"),
        ("612 345 678, laura", "Laura"),
        ("Gracias,\nPiotr Zawada", "Piotr Zawada"),
        ("yolanda m., 612 345 678", "Yolanda M"),
        ("AU-48213 no llega. mick", "Mick"),
        ("AU-48213 no llega. Zhenya", "Zhenya"),  # in no list, but a word that nobody uses
        ("Mohammed A. Rashid, AU-48213", "Mohammed A. Rashid"),
        ("Iria", "Iria"),
    ],
)
def test_a_name_needs_no_cue_beside_other_details(text, name):
    assert values(text, "name") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "28013 Villanueva",  # a town
        "11100, San Fernando",
        "Tarjeta Regalo, AU-48213",  # words that customers use
        "Las Palmas, AU-48213",
        "AU-48213, PayPal",
        "hola, laura",  # lower case and no detail
    ],
)
def test_other_words_that_stand_alone_are_no_names(text):
    assert values(text, "name") == []


def test_a_product_is_no_name():
    assert values("Nokia Lumia, AU-48213", "name", products=["Nokia Lumia"]) == []


@pytest.mark.parametrize(
    ("text", "postcodes"),
    [
        ("Ana Gil, ana@ejemplo.com, 28013", ["28013"]),
        ("612 345 678 28013", ["28013"]),
        ("Ana Gil, 28013.", ["28013"]),
        ("sent to 08015 instead of 08025", ["08015", "08025"]),
        ("48213", []),  # in a form the question tells what it is
        ("48213, ana@ejemplo.com", []),  # rather an order number
        ("ana@ejemplo.com, 99999", []),  # there is no such postcode
    ],
)
def test_a_number_is_a_postcode_by_what_it_stands_beside(text, postcodes):
    assert values(text, "postcode") == postcodes
