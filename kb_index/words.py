"""The words of a text as searches compare them: without case, accents and endings."""

import re
import unicodedata
from collections.abc import Sequence
from threading import local

import Stemmer

# Snowball's name for a language; a language that is not here is searched without stems.
STEMMERS = {
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}

_WORD = re.compile(r"\w+")
_of_thread = local()


def words_of(text: str, language: str) -> list[str]:
    """The stems of a text without case and accents, which customers often leave out."""
    return stems_of(plain_words(text), language)


def stems_of(words: Sequence[str], language: str) -> list[str]:
    """The stem of each word; in a language without stemmer the word itself."""
    stemmer = _stemmer(language)
    return [str(stem) for stem in stemmer.stemWords(list(words))] if stemmer else list(words)


def plain_words(text: str) -> list[str]:
    """The words of a text in small letters and without accents."""
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """The text in small letters and without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _stemmer(language: str) -> Stemmer.Stemmer | None:
    """The thread's own stemmer of a language: one has state, and must not be shared."""
    own: dict[str, Stemmer.Stemmer | None] = _of_thread.__dict__.setdefault("stemmers", {})
    if language not in own:
        name = STEMMERS.get(language.split("-")[0])
        own[language] = Stemmer.Stemmer(name) if name else None
    return own[language]
