"""One spelling for what people write in many: case, accents, emoji, stretched letters, numbers."""

import re
import unicodedata

from bot.components.reading.words import folded

# What stands for itself (an address, a number) says nothing by its letters, only by being there.
_MASKS = (
    (re.compile(r"\S+@\S+\.\w+"), " xemail "),
    (re.compile(r"(?:https?://|www\.)\S+"), " xurl "),
    (re.compile(r"\d"), "0"),
    (re.compile(r"0{4,}"), "0000"),
)
# "holaaaa" and "noooo" are "hola" and "no"; "llave", "too" and "correo" keep their double letters.
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SHOUTED = re.compile(r"([!?¡¿.])\1+")
_SPACES = re.compile(r"\s+")


def normalised(text: str) -> str:
    """The text in lower case without accents, emoji as words, numbers masked."""
    text = folded(_emoji_as_words(text))
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    text = _SHOUTED.sub(r"\1", _STRETCHED.sub(r"\1", text))
    return _SPACES.sub(" ", text).strip()


def _emoji_as_words(text: str) -> str:
    if text.isascii():
        return text
    return "".join(_spoken(letter) for letter in text)


def _spoken(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "So":  # symbols: emoji and dingbats
        return f" x{unicodedata.name(letter, 'symbol').lower().replace(' ', '')} "
    # Skin tones (Sk), variation selectors (Mn), joiners (Cf) and unassigned characters say nothing.
    return "" if ord(letter) > 0x2000 and category in {"Sk", "Mn", "Cf", "Cn"} else letter
