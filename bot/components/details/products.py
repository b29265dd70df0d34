"""Products: the company's word lists, found by spaCy, with their model names and typos."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import spacy
from rapidfuzz import fuzz, process
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.components.details.detail import Detail
from bot.components.understanding.normalisation import folded

# Shorter words turn into one another by one letter (case, cable, cama).
_SHORTEST_TYPO = 6
# rapidfuzz ratio, 0 to 100: one letter wrong in seven passes, two do not.
_LIKE_ENOUGH = 85.0
# A word of a model has letters and digits (S23, 128GB) ...
_MODEL = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w+/-]+")
# ... or is a short number after a brand: "iPhone 14", but not "laptop 48213".
_GENERATION = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class ProductWords:
    """What `products_in` looks for. All in lower case, without accents."""

    nouns: tuple[str, ...]  # washing machine, phone
    brands: tuple[str, ...]
    suffixes: frozenset[str]  # pro, max, plus
    known: frozenset[str]  # words of the training data: none of them is a typo


def product_words(lists: Mapping[str, Sequence[str]], known: Collection[str]) -> ProductWords:
    """The lists `product`, `product_brand` and `product_suffix`."""
    return ProductWords(
        nouns=tuple(folded(word) for word in lists.get("product", ())),
        brands=tuple(folded(word) for word in lists.get("product_brand", ())),
        suffixes=frozenset(folded(word) for word in lists.get("product_suffix", ())),
        known=frozenset(known),
    )


def product_pipeline(language: str, words: ProductWords) -> Language:
    """A blank pipeline of that language whose entities are nouns and brands."""
    pipeline = spacy.blank(language)
    ruler = pipeline.add_pipe("entity_ruler", config={"phrase_matcher_attr": "NORM"})
    tokenizer = pipeline.tokenizer
    patterns = [
        {"label": label, "pattern": [{"NORM": folded(token.text)} for token in tokenizer(phrase)]}
        for label, phrases in (("noun", words.nouns), ("brand", words.brands))
        for phrase in phrases
    ]
    ruler.add_patterns(patterns)
    return pipeline


def products_in(text: str, pipeline: Language, words: ProductWords) -> list[Detail]:
    """Products with brand and model as written, typos in the noun corrected."""
    doc = pipeline.make_doc(text)
    corrected = {}
    for token in doc:
        token.norm_ = folded(token.text)
        right = _corrected(token.norm_, words)
        if right:
            corrected[token.i] = token.norm_ = right
    for _, component in pipeline.pipeline:
        doc = component(doc)
    return [_detail(doc, start, end, corrected) for start, end in _runs(doc, words)]


def _corrected(word: str, words: ProductWords) -> str | None:
    """The one-word noun that `word` is a typo of."""
    if len(word) < _SHORTEST_TYPO or not word.isalpha() or word in words.known:
        return None
    nouns = [noun for noun in words.nouns if noun[0] == word[0] and " " not in noun]
    if word in nouns:
        return None
    best = process.extractOne(word, nouns, scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return best[0] if best else None


def _runs(doc: Doc, words: ProductWords) -> list[tuple[int, int]]:
    """Token ranges: nouns and brands side by side, and the model that follows."""
    runs: list[tuple[int, int]] = []
    for entity in doc.ents:
        start, end = entity.start, _end_of_model(doc, entity, words)
        if runs and runs[-1][1] == start:
            start = runs.pop()[0]
        runs.append((start, end))
    return runs


def _end_of_model(doc: Doc, entity: Span, words: ProductWords) -> int:
    end = entity.end
    branded = entity.label_ == "brand"
    starts = {other.start for other in doc.ents}
    while end < len(doc) and end not in starts and _is_model(doc[end].text, words, branded):
        end += 1
    return end


def _is_model(word: str, words: ProductWords, branded: bool) -> bool:
    generation = branded and _GENERATION.fullmatch(word)
    return bool(folded(word) in words.suffixes or _MODEL.fullmatch(word) or generation)


def _detail(doc: Doc, start: int, end: int, corrected: Mapping[int, str]) -> Detail:
    span = doc[start:end]
    value = "".join(
        corrected.get(token.i, token.text) + token.whitespace_ for token in span
    ).strip()
    return Detail("product", span.start_char, span.end_char, value)
