"""Which of the company's languages a message is in."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# What has letters but no language: addresses, links, numbers with letters in them.
_NO_WORD = re.compile(r"\S*@\S*|(?:https?://|www\.)\S+|\w*\d\w*")
_WORD = re.compile(r"[^\W\d_]{2,}")
# The page's language is right three times in four when nothing else is known.
LOCALE_WEIGHT = 0.75
# "where is my" sounds like English to an identifier by letters, but not sure enough to overrule the
# page; each word that only glues sentences together in that language doubles the odds.
_FUNCTION_WORD = 2.0
# The identifier is never quite certain of three words; without a floor it would silence the locale.
_FLOOR = 0.02


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    """A language code (ISO 639-1) and how sure we are, 0 to 1."""

    name: str
    confidence: float


def words_of(text: str) -> list[str]:
    """The words that may tell the language."""
    return _WORD.findall(_NO_WORD.sub(" ", text))


def prior_of(locale: str | None, languages: Sequence[str]) -> dict[str, float]:
    """What to expect before reading; `es-MX` counts as `es`, an unknown locale tells nothing."""
    expected = (locale or "").replace("_", "-").split("-")[0].lower()
    if expected not in languages or len(languages) == 1:
        return {language: 1 / len(languages) for language in languages}
    rest = (1 - LOCALE_WEIGHT) / (len(languages) - 1)
    return {language: LOCALE_WEIGHT if language == expected else rest for language in languages}


def identified(
    text: str,
    chances: Mapping[str, float],
    prior: Mapping[str, float],
    function_words: Mapping[str, Collection[str]],
) -> IdentifiedLanguage:
    """Weigh what the text sounds like by what is expected; one word alone changes nothing.

    `chances`: language to chance by the letters alone. On a tie the first language of `prior` wins.
    """
    words = [word.lower() for word in words_of(text)]
    if len(words) < 2 and max(prior.values()) > min(prior.values()):
        weights = dict(prior)
    else:
        weights = {
            name: expected
            * max(chances.get(name, 0.0), _FLOOR)
            * _FUNCTION_WORD ** sum(word in function_words.get(name, ()) for word in words)
            for name, expected in prior.items()
        }
    best = max(weights, key=weights.__getitem__)
    return IdentifiedLanguage(best, weights[best] / sum(weights.values()))
