"""Addresses of contacts and shops of the company."""

import pytest

from tests.bot.components.details.test_details import found, values


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("cámbienla a C/ Olmo nº 12, 3º izq., por favor", "C/ Olmo nº 12, 3º izq."),
        ("vivo en la calle mayor 214, 3º B, escalera 2", "calle mayor 214, 3º B, escalera 2"),
        (
            "a Avda. Reina Sofía, 8, bajo A, 29006 Málaga",
            "Avda. Reina Sofía, 8, bajo A, 29006 Málaga",
        ),
        ("Calle 2 de Mayo 14", "Calle 2 de Mayo 14"),  # no date
        ("Urbanización Los Pinos, casa 7", "Urbanización Los Pinos, casa 7"),
        ("to 14 Elm Street, flat 3B, London please", "14 Elm Street, flat 3B, London"),
        ("flat 2, 33 high street, leeds", "flat 2, 33 high street, leeds"),
        ("I moved to Calle Olmo 9", "Calle Olmo 9"),
    ],
)
def test_an_address_goes_from_the_street_to_the_town(text, address):
    assert values(text, "address") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "en la calle a las 14 horas no había nadie",
        "vino de camino el 14 de mayo",
        "plaza mayor cuesta 20 euros",
        "2 in a row are broken",
        "I waited 3 weeks in the street",
    ],
)
def test_a_street_without_a_house_is_no_address(text):
    assert values(text, "address") == []


def test_of_the_numbers_of_an_address_only_the_postcode_is_a_detail_too():
    text = "Calle 2 de Mayo 14, 3º B, 28013 Madrid"
    for kind in ("date", "amount", "order_number", "phone"):
        assert values(text, kind) == []
    assert values(text, "postcode") == ["28013"]


@pytest.mark.parametrize(
    ("text", "shop"),
    [
        ("lo recojo en la tienda de Bilbao", "Bilbao"),
        ("in your Seville shop", "Sevilla"),
        ("¿hay alguien en Sierpes?", "Sevilla"),
        ("the one in gran via", "Bilbao"),
        ("¿cómo llego a Calle Alcalá 210?", "Madrid"),
    ],
)
def test_a_shop_has_one_name(text, shop):
    assert values(text, "shop") == [shop]


@pytest.mark.parametrize("text", ["vivo en Sevilla", "envíos a Bilbao", "I live in Madrid"])
def test_a_town_is_no_shop(text):
    assert values(text, "shop") == []


def test_the_address_of_a_shop_is_not_the_contacts():
    assert values("quiero ir a Calle Alcalá 210", "address") == []
    assert values("mandadlo a Calle Alcalá 21", "address") == ["Calle Alcalá 21"]
    assert found("mi casa es calle Sierpes 12", "shop") == []
