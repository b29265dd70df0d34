"""What is masked, and what is not: a function of the text alone."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.masking import MASK, Masked, Secret, masked, masked_address, masked_facts
from bot.gateway.secret_words import SecretWords
from tests.bot.gateway.written_secrets import with_cards, with_passwords, with_references

WORDS = SecretWords.load()
CARD, PASSWORD = frozenset({Secret.CARD}), frozenset({Secret.PASSWORD})


def squeezed(text):
    return re.sub(r"[\W_]", "", text)


@pytest.mark.parametrize("written", with_cards(200), ids=lambda written: "card")
def test_a_card_is_masked_however_it_is_spelled(written):
    hidden = masked(written.text, WORDS)
    assert hidden.secrets == CARD
    assert not any(secret in hidden.text for secret in written.secrets)
    assert written.secrets[1] not in squeezed(hidden.text)


@pytest.mark.parametrize("written", with_passwords(200), ids=lambda written: "password")
def test_a_password_is_masked_beside_its_cue(written):
    hidden = masked(written.text, WORDS)
    assert hidden.secrets == PASSWORD
    assert not any(secret in hidden.text for secret in written.secrets)


@pytest.mark.parametrize("text", with_references(200), ids=lambda text: "reference")
def test_orders_models_parcels_and_accounts_stay_as_they_are(text):
    assert masked(text, WORDS).text == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tarjeta 4111 1111 1111 1111, pedido AU-48213", f"tarjeta {MASK}, pedido AU-48213"),
        ("4111 1111 1111 1111 12/26 123", f"{MASK} 12/26 {MASK}"),
        ("4111 1111 1111 1111 500 euros", f"{MASK} 500 euros"),  # an amount is no code
        ("４１１１１１１１１１１１１１１１", MASK),  # full-width digits
        ("4111/1111/1111/1111", MASK),
        ("4111\n1111\n1111\n1111 12/26 123", f"{MASK} 12/26 {MASK}"),
        ("tarjeta 4111 1111\n1111 1111", f"tarjeta {MASK}"),
        ("4111 1111 \n 1111 1111", MASK),
        ("4111 1111\r\n1111 1111, 12/26, 123", f"{MASK}, 12/26, {MASK}"),
        ("3782 822463\n10005", MASK),
        ("Tarjeta 41111111\n11111111", f"Tarjeta {MASK}"),
        ("TARJETA DE DÉBITO 356938035643809", f"TARJETA DE DÉBITO {MASK}"),
        ("4111 1111 1111 1111 order code 4821", f"{MASK} order code 4821"),
        ("card 4111 1111 1111 1111 code 123", f"card {MASK} code {MASK}"),
        (
            "4111 1111 1111 1111 and the code is 1234, AU-48213",
            f"{MASK} and the code is {MASK}, AU-48213",
        ),
        (
            "es la 4111111111111111, código: 123, pedido 4821",
            f"es la {MASK}, código: {MASK}, pedido 4821",
        ),
        ("el código de tarjeta es 123", f"el código de tarjeta es {MASK}"),
        ("el código de mi tarjeta es 123", f"el código de mi tarjeta es {MASK}"),
        ("los tres dígitos del reverso son 456", f"los tres dígitos del reverso son {MASK}"),
        (
            "los 3 números de la parte de atrás son 123",
            f"los 3 números de la parte de atrás son {MASK}",
        ),
        ("el código que está en el dorso: 123", f"el código que está en el dorso: {MASK}"),
        ("the code of my card is 123", f"the code of my card is {MASK}"),
        ("my card's code is 123", f"my card's code is {MASK}"),
        ("the three digits on the reverse are 456", f"the three digits on the reverse are {MASK}"),
        (
            "the 3 numbers on the back of my card are 123",
            f"the 3 numbers on the back of my card are {MASK}",
        ),
        ("123 is the code on the back", f"{MASK} is the code on the back"),
        ("mi contraseña es caballo azul 22", f"mi contraseña es {MASK}"),
        ("password is: Blue Sky 99, help", f"password is: {MASK}, help"),
        ("mi contraseña es caballo azul y no entra", f"mi contraseña es {MASK} y no entra"),
        ("my password is blue sky please help", f"my password is {MASK} please help"),
        ("la contraseña es perro22 pedido AU-48213", f"la contraseña es {MASK} pedido AU-48213"),
        (
            "mi contraseña es Perro 2021 azul. Mi pedido es 48213",
            f"mi contraseña es {MASK}. Mi pedido es 48213",
        ),
        ("mi contraseña es la de siempre, perro22", f"mi contraseña es la de siempre, {MASK}"),
        ("my password is the usual, tiger22, but no", f"my password is the usual, {MASK}, but no"),
        ("puse Perro22 de contraseña", f"puse {MASK} de contraseña"),
        ("he puesto perro2021 como contraseña", f"he puesto {MASK} como contraseña"),
        ("I use hunter2 as my password", f"I use {MASK} as my password"),
        ("I typed hunter22 for the password", f"I typed {MASK} for the password"),
        ("la passw es caballo", f"la passw es {MASK}"),
        ("mi psw: Gato", f"mi psw: {MASK}"),
        ("mi contraseña es soldado con espada", f"mi contraseña es {MASK} con espada"),
        ("my password is king in the north", f"my password is {MASK} in the north"),
        ("la clave es 1234", f"la clave es {MASK}"),
        ("the pass is tigerBlue", f"the pass is {MASK}"),
        ("mi clave es caballo", f"mi clave es {MASK}"),
        ("987 es el CVV", f"{MASK} es el CVV"),
        ("El código de seguridad es 1234", f"El código de seguridad es {MASK}"),
        ("mi contraseña es caballo.", f"mi contraseña es {MASK}."),  # a plain word
        ("Contraseña:\nPerro2024", f"Contraseña:\n{MASK}"),
        ("la clave es «mi gato negro»", f"la clave es «{MASK}»"),
        ("usuario/contraseña: ana / hola123", f"usuario/contraseña: {MASK} / {MASK}"),
        ("user and password: ana@x.example hola123", f"user and password: ana@x.example {MASK}"),
        ("hunter2 is my password", f"{MASK} is my password"),
        ("my password's Tiger", f"my password's {MASK}"),
        ("my PIN is 12 34", f"my PIN is {MASK}"),
    ],
)
def test_only_the_secret_itself_is_masked(text, kept):
    assert masked(text, WORDS).text == kept
    assert masked(kept, WORDS) == Masked(kept)


@pytest.mark.parametrize(
    "text",
    [
        "la contraseña es incorrecta",
        "my password is wrong and the PIN pad is broken",
        "la clave es que llegue mañana",
        "clave promocional VERANO",
        "el CVV son 3 cifras",
        "no me llega el correo para cambiar la contraseña",
        "no recuerdo la contraseña y mi correo es ana@mail.example",
        "the wee box says my password's too short",
        "41111111\n11111111",  # two numbers, for all that anybody says
        "pedidos 41111\n11111\n111111",
        "el código de descuento es 1234 y el número de mi tarjeta no cabe",
        "discount code 1234 for order 4821",
        "¿La clave es gratis?",
        "la clave es paciencia",
        "the pass is free on Sundays",
        "pass is 20 euros",
        "the pass is 1500 euros",
        "the password is case sensitive?",
        "la contraseña es alfanumérica",
        "the password is sent by mail",
        "my password is showing as invalid",
        "my password is supposed to be 8 characters",
        "my password is displayed in plain text",
        "la contraseña es enviada por correo",
        "la contraseña es caducada por el sistema",
        "my password is wrong on my iPhone14 with 16gb",
        "my password is wrong for order ab48213",
        "my password is invalid on WhatsApp, see https://shop.example/es/2fa or www2.shop.example",
        "mi contraseña es incorrecta, pedido AU-48213, modelo WH-1000XM4",
        "IMEI 356938035643809",  # it has a card's check digit
        "tracking number 4111111111111111",
        "referencia 4111111111111111",
        "tel. 655123456 y 655123457",
        "ES91 2100 0418 4502 0005 1332",
        "FR76 3000 6000 0112 3456 7890 189 Y NADA MÁS",
        "4111 1111 1111 1112",  # the check digit is wrong
        "[mi contraseña es ••••]",
        "",
    ],
)
def test_what_is_no_secret_stays(text):
    assert masked(text, WORDS) == masked(masked(text, WORDS).text, WORDS)
    assert masked(text, WORDS).text == text
    assert masked(text, WORDS).secrets == frozenset()


def test_fifteen_digits_with_a_check_digit_are_a_card_if_one_is_spoken_of():
    assert masked("356938035643809", WORDS).secrets == frozenset()
    assert masked("paid with my card 356938035643809", WORDS).secrets == CARD


@given(st.text(alphabet='4 1-.•aé:=contraseña\n123cv"«»/', max_size=120))
def test_what_is_masked_stays_masked(text):
    once = masked(text, WORDS).text
    assert masked(once, WORDS).text == once


@pytest.mark.parametrize(
    "text",
    [
        "contraseña es la " * 240,
        "password is Tiger blue " * 170,
        "puse a como " * 330,
        "4111111111111111 code " * 180,
        "número de la parte " * 200,
        "4" * 4_000,
        "4 " * 2_000,
        "contraseña " * 363,
        "contraseña es " * 280,
        "cvv de la " * 400,
        "pin " * 1_000,
        '"' * 4_000,
        "es mi " * 660,
        "a" * 4_000,
        "ES91 " * 800,
    ],
    ids=lambda text: text[:8],
)
def test_no_text_takes_long(text):
    started = time.perf_counter()
    masked(text, WORDS)
    assert time.perf_counter() - started < 0.5


def test_a_page_keeps_its_address_without_secrets():
    url = "https://ana:hola123@shop.example/pay/4111111111111111?password=abc&x=1&card=4111+1111+1111+1111#pin=1234"
    kept = masked_address(url, WORDS)
    assert not re.search("hola123|4111|abc|1234", kept)
    assert kept.startswith("https://shop.example/pay/")
    assert "&x=1&" in kept
    untouched = "https://shop.example/es/fundas?q=dos%20palabras&id=48213#opiniones"
    assert masked_address(untouched, WORDS) == untouched


@pytest.mark.parametrize(
    "url", ["http://[x", "https://a]b", "http://ex\u2100mple.com/", "https://@/"]
)
def test_an_address_that_leads_nowhere_is_no_failure(url):
    assert "4111" not in masked_address(f"{url}?card=4111111111111111", WORDS)


def test_facts_of_the_page_are_masked_by_name_and_by_value():
    facts = {
        "cardCvv": "123",
        "user_password": "x",
        "card": 4111111111111111,
        "orders": 5,
        "vip": True,
    }
    hidden = {"cardCvv": MASK, "user_password": MASK, "card": MASK, "orders": 5, "vip": True}
    assert masked_facts(facts, WORDS) == hidden


def test_another_language_is_data(tmp_path):
    own = tmp_path / "secret_words.yml"
    own.write_text(
        "format: 1\nwords:\n  pt: {password: [palavra-passe, senha], says: [é], card: [cartão]}\n",
        encoding="utf-8",
    )
    assert masked("a minha senha é Gato77", WORDS).secrets == frozenset()
    both = SecretWords.load(own)
    assert masked("a minha senha é Gato77", both).text == f"a minha senha é {MASK}"
    assert masked("mi contraseña es Gato77", both).text == f"mi contraseña es {MASK}"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_read(before, after):
    text = f"{before} 4111 1111 1111 1111 {after}"
    assert "4111" not in masked(text, WORDS).text or "4111" in before + after
    masked_address(f"https://{before}?{after}", WORDS)
    masked_facts({before: after}, WORDS)
