"""Which details of a message are kept."""

import pytest

from actions.turns.heard import Detail, Heard
from actions.turns.known import with_details
from actions.turns.memory import Memory


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "C/ Olmo 12, 28013 Madrid"), ("shop", "Bilbao"), ("of_tomorrow", "anything")],
)
def test_a_detail_of_any_kind_goes_into_the_ticket(kind, value):
    heard = Heard("c", "m", "…", "ask", details=(Detail(kind, value, value),))
    memory, changed = with_details(Memory(), heard)
    assert (memory.details, changed) == ({kind: value}, ())


@pytest.mark.parametrize(
    ("text", "raw", "name"),
    [
        ("my name is Ray Vale", "Ray", "Ray Vale"),  # "vale" is a word in Spanish
        ("soy Ana y escribo por un pedido", "Ana", "Ana"),
        ("me llamo Eva Ruiz, gracias", "Eva Ruiz", "Eva Ruiz"),
    ],
)
def test_capitalised_words_behind_a_name_belong_to_it(text, raw, name):
    heard = Heard("c", "m", text, "ask", details=(Detail("name", raw, raw),))
    assert with_details(Memory(), heard)[0].name == name


def test_the_address_that_is_not_known_yet_is_meant():
    told = (Detail("email", "a@b.es", "a@b.es"), Detail("email", "c@b.es", "c@b.es"))
    heard = Heard("c", "m", "no es a@b.es sino c@b.es", "correct", details=told)
    known = Memory(form_run="m", contact="a@b.es", email="a@b.es", requested_slot="name")
    assert with_details(known, heard)[0].contact == "c@b.es"
