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


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("the postcode should be 48011 not 48001", "postcode", "48011"),
        ("el 15 de mayo no, el 5 de mayo", "date", "--05-05"),
        ("no es el 73120, es el 73210", "order_number", "AU-73210"),
        ("No me llamo Gutierres. Lucía Gutiérrez Saavedra", "name", "Lucía Gutiérrez Saavedra"),
        ("they called me from 611 870 044, mine is 677 031 552", "phone", "+34677031552"),
    ],
)
def test_what_is_taken_back_is_no_detail(text, kind, value):
    assert values(text, kind) == [value]


def test_what_nothing_replaces_stays():
    assert values("no me lo mandes al 28045", "postcode") == ["28045"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("el número de seguimiento es 612345678", "phone"),
        ("he llamado al 912 345 678 y nada", "phone"),
        ("serial 12345 in Leeds", "postcode"),
    ],
)
def test_other_numbers_are_nobodys(text, kind):
    assert values(text, kind) == []


@pytest.mark.parametrize(
    "text", ["no doy mi móvil", "¿puedo pagar con el móvil?", "mi correo ni mi móvil"]
)
def test_a_phone_that_is_used_is_no_product(text):
    assert values(text, "product", products=["móvil"]) == []
