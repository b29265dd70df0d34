"""What visitors write: questions that are answered, and the way to a ticket."""

from collections.abc import Iterator
from itertools import cycle

QUESTIONS = {
    "es": (
        "¿Cómo devuelvo un pedido?",
        "¿Cuánto tarda el envío?",
        "¿Puedo pagar con Bizum?",
        "hola",
    ),
    "en": (
        "How do I return an order?",
        "How long does delivery take?",
        "Can I pay with PayPal?",
        "thanks",
    ),
}
TICKETS = {
    "es": (
        "quiero hablar con una persona",
        "no me habéis aceptado la devolución de un monitor",
        "AU-48213",
        "ana@ejemplo.es",
        "Ana López",
        "sí",
    ),
    "en": (
        "I want to talk to a person",
        "you did not accept the return of my monitor",
        "AU-48213",
        "ana@example.com",
        "Ana Lopez",
        "yes",
    ),
}


def words(locale: str, *, ticket: bool) -> Iterator[str]:
    """What one visitor writes, without end."""
    if ticket:
        yield from TICKETS[locale]
    yield from cycle(QUESTIONS[locale])
