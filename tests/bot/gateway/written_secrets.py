"""Messages as customers write them: with cards and passwords, and with numbers that are neither."""

import random
import string
from dataclasses import dataclass

SEED = 20260
# (first digits, length) of what the networks give out.
CARDS = [
    *[("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("34", 15), ("37", 15)],
    *[("6011", 16), ("65", 16), ("36", 14), ("3528", 16), ("62", 19), ("6759", 18), ("4", 19)],
]
SEPARATORS = [" ", "-", ".", "  ", " - ", "\u00a0", "–"]
CARD_SENTENCES = [
    "{}",
    "mi tarjeta es {} gracias",
    "pagué con la {} y no llega el pedido AU-48213",
    "My card number is {}.",
    "card:{}",
    "¿podéis cobrar en {}, caduca 09/29, CVV {code}?",
    "charge {} exp 09/29 code {code} please",
    "{} 09/29 {code}",
    "tarjeta={}; cvc: {code}",
    "the number is {} and the security code is {code}",
    "card {} code {code}",
    "{}, los tres dígitos del reverso son {code}",
]
PASSWORD_SENTENCES = [
    "mi contraseña es {}",
    "contraseña: {}",
    "Contraseña = {}, ¿por qué no entra?",
    "usuario: ana@mail.example contraseña: {}",
    "la clave de mi cuenta es {} y no funciona",
    "mi nueva contraseña es «{}».",
    'no acepta la clave "{}"',
    "my password is {}",
    "password: {}",
    "PASSWORD={}",
    "the password for my account is {} but it says wrong",
    "my login is ana and the pwd is {}",
    "pass: {} - please check",
    "contrasena {}",
    "puse {} de contraseña y no entra",
    "I use {} as my password",
    "mi contraseña es la de siempre: {}",
]
REFERENCE_SENTENCES = [
    "mi pedido es {}",
    "¿dónde está el {}?",
    "my order {} has not come",
    "the model is {}, is there a spare part?",
    "número de seguimiento: {}",
    "tracking number {}",
    "el modelo {} no enciende, número de serie {}",
    "{}",
    "no puedo entrar con mi contraseña, el pedido es {}",
    "mi contraseña es incorrecta y el pedido es {}",
    "my password is wrong, it is about {}",
    "I paid by card for order {} and my password does not work",
]


@dataclass(frozen=True)
class Written:
    """A message and what in it must not be kept."""

    text: str
    secrets: tuple[str, ...]


def with_cards(count: int, seed: int = SEED) -> list[Written]:
    rng = random.Random(seed)
    return [_with_card(rng) for _ in range(count)]


def with_passwords(count: int, seed: int = SEED) -> list[Written]:
    rng = random.Random(seed)
    return [_with_password(rng) for _ in range(count)]


def with_references(count: int, seed: int = SEED) -> list[str]:
    rng = random.Random(seed)
    return [
        rng.choice(REFERENCE_SENTENCES).format(_reference(rng), _reference(rng))
        for _ in range(count)
    ]


def card(rng: random.Random) -> str:
    first, length = rng.choice(CARDS)
    digits = first + "".join(rng.choices(string.digits, k=length - len(first) - 1))
    return next(digits + last for last in string.digits if _luhn(digits + last))


def _luhn(digits: str) -> bool:
    # Written another way than the code: the rule as a table.
    doubled = {str(digit): sum(divmod(2 * digit, 10)) for digit in range(10)}
    total = 0
    for place, digit in enumerate(reversed(digits)):
        total += doubled[digit] if place % 2 else int(digit)
    return total % 10 == 0


def _with_card(rng: random.Random) -> Written:
    number, code = card(rng), "".join(rng.choices(string.digits, k=rng.choice([3, 4])))
    sentence = rng.choice(CARD_SENTENCES)
    spelled = _spelled(rng, number)
    told = (spelled, number, code) if "{code}" in sentence else (spelled, number)
    return Written(sentence.format(spelled, code=code), told)


def _spelled(rng: random.Random, number: str) -> str:
    separator = rng.choice(SEPARATORS)
    match rng.randrange(4):
        case 0:
            return number
        case 1:
            return separator.join(number[at : at + 4] for at in range(0, len(number), 4))
        case 2:
            return separator.join(number)
        case _:
            first, second = sorted(rng.sample(range(2, len(number) - 2), 2))
            return separator.join((number[:first], number[first:second], number[second:]))


def _with_password(rng: random.Random) -> Written:
    if rng.random() < 0.2:
        pin = "".join(rng.choices(string.digits, k=rng.choice([4, 6])))
        return Written(rng.choice(["mi PIN es {}", "pin: {}", "my PIN is {}"]).format(pin), (pin,))
    words = ["caballo", "Verano", "dragon", "monkey", "Sevilla", "tiger"]
    password = rng.choice(words) + str(rng.randrange(10, 10_000)) + rng.choice(["", "!", "#", "_x"])
    if rng.random() < 0.3:
        password = "".join(rng.choices(string.ascii_letters, k=8)) + rng.choice("0123456789$%&")
    return Written(rng.choice(PASSWORD_SENTENCES).format(password), (password,))


def _reference(rng: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(rng.choices(string.digits, k=count))

    ean = digits(12)
    check = -sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(ean)) % 10
    return rng.choice(
        [
            f"AU-{digits(5)}",
            digits(5),
            f"AU{digits(5)}",
            f"{ean}{check}",
            f"1Z999AA1{digits(10)}",
            f"PQ{digits(2)}F6{digits(11)}P",
            f"GM60{digits(16)}",
            f"00{digits(18)}",
            f"WH-{digits(4)}XM{digits(1)}",
            f"KD-{digits(2)}X{digits(2)}J",
            f"SM-G{digits(3)}B/DS",
            f"RR{digits(9)}ES",
            digits(11),
            "ES91 2100 0418 4502 0005 1332",
        ]
    )
