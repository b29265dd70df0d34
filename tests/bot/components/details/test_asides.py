"""What is mentioned in passing is no detail."""

import pytest

from tests.bot.components.details.test_details import values


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("en otra tienda cuesta 99 € y aquí pagué 120 €", ["120.00 EUR"]),
        ("it's 279 € on Amazon, you charge 329 €", ["329.00 EUR"]),
        ("pagué 120 € en vuestra tienda", ["120.00 EUR"]),
    ],
)
def test_another_shops_price_is_none_of_ours(text, amounts):
    assert values(text, "amount") == amounts


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("mi teléfono es el 612 345 678", "teléfono"),
        ("Móvil: (+34) 612 345 678", "Móvil"),
        ("can I talk to you by phone", "phone"),
        ("the phone number is wrong", "phone"),
    ],
)
def test_the_phone_one_is_called_on_is_no_product(text, word):
    assert values(text, "product", products=[word]) == []


def test_a_phone_that_was_bought_is_one():
    text = "compré un móvil, llamadme al 612 345 678"
    assert values(text, "product", products=["móvil"]) == ["móvil"]


def test_a_part_is_a_product_only_where_no_other_is_named():
    text = "el ipad tiene la pantalla rota"
    assert values(text, "product", products=["ipad", "pantalla"]) == ["ipad"]
    assert values(text, "product", products=["pantalla"]) == ["pantalla"]
