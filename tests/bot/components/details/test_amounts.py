"""Sums of money, by the patterns and lists of the repository."""

import pytest

from tests.bot.components.details.test_details import values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I paid €1.2k for it", "1200.00 EUR"),
        ("me costó 2k euros", "2000.00 EUR"),
        ("two cables at 8.99 each", "8.99"),
        ("please refund me the 249", "249.00"),
        ("it cost me a tenner", "10.00"),
        ("me costó 25e", "25.00"),
    ],
)
def test_short_ways_to_write_a_sum_are_read(text, value):
    assert values(text, "amount") == [value]


@pytest.mark.parametrize("text", ["a 4k TV", "la impresora HP DeskJet 2720e", "30 km from here"])
def test_letters_behind_other_numbers_are_no_money(text):
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    "text",
    [
        "I saw the same kettle for £25 at Fribble's, why is yours dearer",
        "Pixelmart sells it at 249€",
        "Kettles4u has it for 349.99, can you match that",
        "it costs 50 euros less on another page",
        "it's 30 euros cheaper in the shop near my house",
        "the manufacturer's website says 199 euros",
        "Pixelandia lo vende por 249 €",
        "lo vi en Pixelandia a 199 €, ¿me lo igualáis?",
        "es 20 € más barato en la tienda de mi barrio",
    ],
)
def test_any_other_shops_price_is_none_of_ours(text):
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    "text",
    [
        "my budget is 500 euros",
        "I want a laptop under 600 euros",
        "what's the best tv for 400 euros",
        "how much is shipping for a 20 euro order",
        "is 150 euros enough for instalments",
        "¿qué móvil me recomendáis por 300 euros?",
        "mi presupuesto es de 500 euros",
        "¿cuánto es el envío para un pedido de 20 €?",
    ],
)
def test_what_somebody_might_spend_is_no_amount_of_theirs(text):
    assert values(text, "amount") == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("I saw it on your website for 199 euros and paid 249", "249.00"),
        ("It was 199 euros when I bought it", "199.00 EUR"),
        ("They charged me 12 euros at the door", "12.00 EUR"),
        ("La tele costó 400 €", "400.00 EUR"),
    ],
)
def test_a_price_of_ours_stays_ours(text, amount):
    assert amount in values(text, "amount")
