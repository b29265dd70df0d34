"""How a message is read before it is understood: typos mended, other languages glossed."""

from bot.components.reading.glossary import Glossary, GlossaryError
from bot.components.reading.reader import Reader, Reading, spoken_in
from bot.components.reading.spelling import Spelling, counted_words

__all__ = [
    "Glossary",
    "GlossaryError",
    "Reader",
    "Reading",
    "Spelling",
    "counted_words",
    "spoken_in",
]
