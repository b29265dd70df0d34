"""What tells whose a question is goes; what it asks about stays."""

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.redaction import LearnedDetails, Redactor
from bot.components.details.finder import Customs
from tests.bot.components.examples import lexicon

SEED = 20261130
DRAWN = 200


@cache
def redactor() -> Redactor:
    return Redactor(LearnedDetails(lexicon(".", "es", "en"), Customs("ES", day_first=True)))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Soy Ana García, ¿hacéis tarjetas regalo?", "Soy [name], ¿hacéis tarjetas regalo?"),
        ("my mail is ana@example.com, and yours?", "my mail is [e-mail], and yours?"),
        ("llámame al 612 345 678 mejor", "llámame al [phone] mejor"),
        ("where is AU-48213 by now?", "where is [order] by now?"),
        ("pregunta por ana garcia, de recambios", "pregunta por [name], de recambios"),
        ("mi tarjeta es 4111 1111 1111 1111 y caduca", "mi tarjeta es [number] y caduca"),
        ("el DNI 12345678Z no lo acepta", "el DNI [number] no lo acepta"),
        ("cuenta ES91 2100 0418 4502 0005 1332, ok", "cuenta [number], ok"),
        ("parcel 1Z999AA10123456784 is lost", "parcel [number] is lost"),
        ("see https://shop.example/?u=ana please", "see [link] please"),
        ("from 192.168.10.20 I see nothing", "from [address] I see nothing"),
        ("ask @ana_lopez on the forum", "ask [name] on the forum"),
        ("la señora Martínez no contesta", "la señora [name] no contesta"),
        ("hablé con el sr. Ortega", "hablé con el sr. [name]"),
        ("I spoke to Mr Kowalski", "I spoke to Mr [name]"),
        ("mi apellido es Rodríguez", "mi apellido es [name]"),
        ("my surname is Featherstone", "my surname is [name]"),
        ("my son jack smith bought it", "my son [name] bought it"),
        ("i'm mark and my fridge broke", "i'm [name] and my fridge broke"),
        ("pedido nº 4821, por favor", "pedido [number], por favor"),
        ("matrícula 4821 KBC", "matrícula [number]"),
        ("serial number C02XK0AAJG5H", "[number]"),
        ("mail ana_lopez@gmail,com", "mail [e-mail]"),
        ("my friend Siobhán O'Neill bought it", "my friend [name] bought it"),
    ],
)
def test_what_tells_whose_it_is_is_taken_out(written, kept):
    assert redactor().redacted(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "¿tenéis el iPhone 17 Pro Max de 256 GB?",
        "do your WH-1000XM5 headphones cost 299,90 € in 2026?",
        "¿puedo recogerlo en la tienda de Sevilla?",
        "¿tenéis tienda en Valencia?",
        "a las 10:30:15 abren",
        "¿el señor repartidor viene?",
        "tengo una lavadora LG F4WV3008S6W",
        "necesito el nº de pedido",
        "¿la lavadora de la serie 6 es mejor?",
        "hola, ¿hacéis regalos para bodas?",
    ],
)
def test_what_is_asked_about_stays(written):
    assert redactor().redacted(written) == written


def test_a_writer_who_is_known_is_named_nowhere():
    names = ["Xoana Brétemas"]
    kept = redactor().redacted("aquí xoana otra vez, bretemas con acento", names=names)
    assert kept == "aquí [name] otra vez, [name] con acento"


FRAMES = {
    "es": ["{}: ¿hacéis regalos?", "no me va, escríbeme a {}", "a nombre de {} está el pedido"],
    "en": ["{}: do you gift wrap?", "it fails, write to {}", "the order is in the name of {}"],
}


GIVEN = ["Ana", "Luis", "Mary", "Iñaki", "Siobhán", "Mohamed", "Wei", "Jordi", "Chloe", "Blessing"]
FAMILY = ["Ruiz", "Smith", "Vidal", "O'Neill", "Etxeberria", "Kowalski", "Núñez", "Featherstone"]
TITLED = ["señora {}", "Sr. {}", "Mr {}", "doña {}", "mi apellido es {}", "my surname is {}"]


def secrets(source: random.Random) -> dict[str, str]:
    digits = "".join(source.choice("0123456789") for _ in range(9))
    first, last = source.choice(GIVEN), source.choice(FAMILY)
    return {
        "email": f"{first[:2]}.{last[:3]}{digits[:2]}@mail{digits[2]}.example".lower(),
        "phone": f"6{digits[:2]} {digits[2:5]} {digits[5:8]}",
        "card": f"4{digits[:3]} {digits[3:7]} {digits[1:5]} {digits[2:6]}",
        "identity": f"{digits[:8]}{source.choice('TRWAGMYF')}",
        "order": f"AU-{digits[:5]}",
        "name": f"{first} {last}",
        "family": source.choice(TITLED).format(last),
    }


def test_of_seeded_secrets_none_is_kept():
    source = random.Random(SEED)
    kept = []
    for _ in range(DRAWN):
        frame = source.choice(FRAMES[source.choice(["es", "en"])])
        for kind, secret in secrets(source).items():
            text = redactor().redacted(frame.format(secret))
            parts = secret.replace("@", " ").split()
            if any(part in text for part in (parts[-1:] if kind == "family" else parts)):
                kept.append((kind, frame, secret))
    assert kept == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_redacted_and_redacted_again(text):
    once = redactor().redacted(text)
    assert isinstance(redactor().redacted(once), str)
    assert not any(
        len(run) >= 5 for run in "".join(c if c.isdigit() else " " for c in once).split()
    )
