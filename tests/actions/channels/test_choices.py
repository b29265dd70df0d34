"""Buttons as numbers, and the words that mean one of them."""

import pytest

from actions.channels.choices import chosen, numbered

TITLES = ["Plazos de entrega", "Envíos a islas", "Talk to a person"]


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("1", 0),
        ("2.", 1),
        ("La segunda, por favor.", 1),
        ("The first one, please.", 0),
        ("the second one", 1),
        ("opción 3", 2),
        ("la última", 2),
        ("envios a islas", 1),  # without its accent
        ("TALK TO A PERSON!", 2),
        ("2\n\nGracias\nAna Gil", 1),
        ("Hola,\n\nla 2\n\nUn saludo,\nAna", 1),
        ("number 2 please", 1),
        ("3º", 2),
        # Said to the bot, and no choice.
        ("4", None),
        ("1 y 2", None),
        ("AE-100234", None),
        ("2 semanas llevo esperando", None),
        ("el primero que pedí no llegó", None),
        ("1\n\n¿y tardará mucho?", None),
        ("sí", None),
        ("", None),
    ],
)
def test_c1_an_answer_in_words_is_the_choice_that_it_means(text, choice):
    assert chosen(text, TITLES) == choice


def test_choices_have_numbers():
    assert numbered(TITLES[:2], first=2) == "  2. Plazos de entrega\n  3. Envíos a islas"


def test_where_nothing_was_offered_nothing_is_chosen():
    assert chosen("1", []) is None
