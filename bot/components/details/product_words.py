"""What a company's lists say of its products, and which word of them another one means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.components.details.lexicon import alternatives
from bot.components.reading.words import folded

# Shorter words turn into one another by one letter (case, cable, cama).
_SHORTEST_TYPO = 6
# "smarttv", "air fryer": phrases are written in one, apart and with a hyphen; a shorter one in one
# may be another word.
_SHORTEST_IN_ONE = 6
# "iphone15": a shorter brand in front of digits may be half of a model.
_SHORTEST_BEFORE_DIGITS = 4
_BEFORE_DIGITS = re.compile(r"([^\W\d_]+)\d+[^\W\d_]*")
_LETTER_BY_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
# rapidfuzz ratio, 0 to 100: one letter wrong in seven passes, two do not.
_LIKE_ENOUGH = 85.0


@dataclass(frozen=True, slots=True)
class ProductWords:
    """What `products_in` looks for. All in lower case, without accents."""

    nouns: tuple[str, ...]  # washing machine, phone
    brands: tuple[str, ...]
    suffixes: frozenset[str]  # pro, max, plus
    joiners: frozenset[str]  # tele *de* LG, tele *de la marca* LG
    model_words: frozenset[str]  # lavadora *modelo* WAN28
    before: frozenset[tuple[str, ...]]  # *wireless* mouse, *top loading* washer
    after: frozenset[tuple[str, ...]]  # horno *pirolítico*, aspirador *sin bolsa*
    known: frozenset[str]  # words of the training data: none of them is a typo
    size: re.Pattern[str]  # 55 inches
    plurals: tuple[str, ...]  # endings: s, es
    parts: frozenset[str]  # every word of a noun or brand
    alike: Mapping[str, Sequence[str]]  # first letter → nouns of one word


def product_words(lists: Mapping[str, Sequence[str]], known: Collection[str]) -> ProductWords:
    """The lists `product`, `product_brand`, `product_suffix`, `product_joiner`, `size_unit`.

    And `adjective_before`, `adjective_after`, `plural_ending`, `model_word`.
    """

    def words(name: str) -> list[str]:
        return [folded(word) for word in lists.get(name, ())]

    nouns, brands = _as_written(words("product")), _as_written(words("product_brand"))
    alike = defaultdict(list)
    for noun in nouns:
        if " " not in noun:
            alike[noun[:1]].append(noun)
    after = _with_plurals(words("adjective_after"), words("plural_ending"))
    units = alternatives(words("size_unit")) or r"(?!)"  # no unit: nothing is a size
    return ProductWords(
        nouns=nouns,
        brands=brands,
        suffixes=frozenset(words("product_suffix")),
        joiners=frozenset([*words("product_joiner"), *(word for word in after if " " not in word)]),
        model_words=frozenset(words("model_word")),
        before=frozenset(tuple(phrase.split()) for phrase in words("adjective_before")),
        after=frozenset(tuple(phrase.split()) for phrase in after),
        known=frozenset(known),
        size=re.compile(rf"\d+(?:[.,]\d+)?[\s-]?(?:{units})(?!\w)", re.IGNORECASE),
        plurals=tuple(dict.fromkeys(words("plural_ending"))),
        parts=frozenset(word for phrase in (*nouns, *brands) for word in phrase.split()),
        alike=alike,
    )


def _as_written(phrases: Sequence[str]) -> tuple[str, ...]:
    """With what people make of them: `tp link`, `usb-c` and `usb c`, `smarttv`, `ps 5`."""
    several = [*phrases, *(_LETTER_BY_DIGIT.sub(" ", each) for each in phrases)]
    apart = [each.replace("-", " ") for each in several]
    together = [each.replace(" ", "") for each in apart]
    hyphened = [each.replace(" ", "-") for each in several]
    long = [each for each in together if len(each) >= _SHORTEST_IN_ONE]
    return tuple(dict.fromkeys([*several, *apart, *hyphened, *long]))


def brand_before_digits(word: str, words: ProductWords) -> str | None:
    """`iphone` of `iphone15`."""
    match = _BEFORE_DIGITS.fullmatch(word)
    known = match and len(match[1]) >= _SHORTEST_BEFORE_DIGITS and match[1] in words.brands
    return match[1] if match and known else None


def _with_plurals(words: Sequence[str], endings: Sequence[str]) -> frozenset[str]:
    return frozenset([*words, *(word + ending for word in words for ending in endings)])


def singular(word: str, words: ProductWords) -> str | None:
    """The noun, or word of one, that `word` is several of."""
    stems = (word.removesuffix(ending) for ending in words.plurals if word.endswith(ending))
    return next((stem for stem in stems if stem in words.parts), None)


def corrected_noun(word: str, words: ProductWords) -> str | None:
    """The one-word noun that `word` is a typo of; nobody mistypes its end (secado, secador)."""
    if len(word) < _SHORTEST_TYPO or not word.isalpha() or word in words.known:
        return None
    alike = [noun for noun in words.alike.get(word[0], ()) if noun[-1] == word[-1]]
    best = process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return best[0] if best else None
