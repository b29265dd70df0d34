"""Products: the company's word lists, found by spaCy, with their model names and typos."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from bot.components.details.detail import Detail
from bot.components.details.product_words import (
    ProductWords,
    brand_before_digits,
    corrected_noun,
    singular,
)
from bot.components.reading.words import folded

_SHORTEST_PLURAL = 4
# "tp-link deco" says enough, and a sentence goes on after "dyson goteando": small unknown words are
# a model's only before a number, and after capitals two belong to it.
_LONGEST_LINE = 2
_SHORTEST_LINE = 4  # letters of an unknown word in small letters
_KIND_WORDS = (4, 3, 2, 1)  # how many words say which kind it is, the most first
_LONGEST_SIZE = 16  # characters: "12,5 centimetros "
# A word of a model has letters and digits (S23, 128GB) ...
_MODEL = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w+/-]+")
# ... or is a short number after a brand: "iPhone 14", but not "laptop 48213".
_GENERATION = re.compile(r"\d{1,4}")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class ProductMatcher:
    """How messages of a language are split into words, and the phrases to find in them."""

    pipeline: Language
    phrases: PhraseMatcher


def product_matcher(language: str, words: ProductWords) -> ProductMatcher:
    """The rules of that language for words, and the nouns and brands as phrases of them."""
    pipeline = spacy.blank(language)
    phrases = PhraseMatcher(pipeline.vocab, attr="NORM")
    for label, several in (("noun", words.nouns), ("brand", words.brands)):
        phrases.add(label, [_folded_doc(pipeline.make_doc(phrase)) for phrase in several])
    return ProductMatcher(pipeline, phrases)


def products_in(text: str, matcher: ProductMatcher, words: ProductWords) -> list[Detail]:
    """Products with brand and model as written, typos in the noun corrected."""
    doc = _folded_doc(matcher.pipeline.make_doc(text))
    corrected = {}
    for token in doc:
        if len(token) >= _SHORTEST_PLURAL and token.norm_ not in words.parts:
            noun = singular(token.norm_, words) or brand_before_digits(token.norm_, words)
            right = None if noun else corrected_noun(token.norm_, words)
            if right:
                corrected[token.i] = right
            token.norm_ = noun or right or token.norm_
    doc.ents = filter_spans(matcher.phrases(doc, as_spans=True))
    return [_detail(text, doc[start:end], corrected, words) for start, end in _runs(doc, words)]


def _folded_doc(doc: Doc) -> Doc:
    for token in doc:
        token.norm_ = _folded(token.text)
    return doc


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return folded(word)


def _runs(doc: Doc, words: ProductWords) -> list[tuple[int, int]]:
    """Token ranges: nouns and brands side by side, and the model that follows."""
    runs: list[tuple[int, int]] = []
    entities = doc.ents
    limits = [*(entity.start for entity in entities[1:]), len(doc)]
    for entity, limit in zip(entities, limits, strict=False):  # no entity: one limit too many
        start, end = entity.start, _end_of_model(doc, entity, words, limit=limit)
        if runs and _are_joined(doc, runs[-1][1], start, words):
            start = runs.pop()[0]
        runs.append((start, end))
    return [_with_adjectives(doc, run, words) for run in runs]


def _with_adjectives(doc: Doc, run: tuple[int, int], words: ProductWords) -> tuple[int, int]:
    """What says which kind it is, on the side where a language has it."""
    start, end = run
    plain = tuple(token.norm_ for token in doc)
    while size := _longest(words.before, (plain[max(0, start - n) : start] for n in _KIND_WORDS)):
        start -= size
    while size := _longest(words.after, (plain[end : end + n] for n in _KIND_WORDS)):
        end += size
    return start, end


def _longest(phrases: Collection[tuple[str, ...]], found: Iterable[tuple[str, ...]]) -> int:
    """How many words the first has that is one of the phrases; 0 if none is."""
    return next((len(words) for words in found if words in phrases), 0)


def _are_joined(doc: Doc, end: int, start: int, words: ProductWords) -> bool:
    between = [token.norm_ for token in doc[end:start]]
    if not between:
        return True
    if _is_size(doc, end, start, words):
        return "brand" in (doc[start].ent_type_, doc[end - 1].ent_type_)
    joins = words.joiners.issuperset(between) or " ".join(between) in words.joiners
    return doc[start].ent_type_ == "brand" and (joins or tuple(between) in words.after)


def _is_size(doc: Doc, start: int, end: int, words: ProductWords) -> bool:
    """Whether nothing but a size stands there: tele *de 43 pulgadas* LG."""
    if doc[start].norm_ in words.joiners:
        start += 1
    return bool(words.size.fullmatch(doc[start:end].text))


def _end_of_model(doc: Doc, entity: Span, words: ProductWords, *, limit: int) -> int:
    end, lines = entity.end, 0
    branded = entity.label_ == "brand"
    while end < limit:
        if words.size.match(doc[end : end + 3].text):  # 12 - inch
            break
        if _is_model(doc[end], words, branded=branded or lines > 0) or _is_unit(doc, end):
            end += 1
        elif _names_a_model(doc, end, words, limit=limit):
            end += 2
        elif lines < _LONGEST_LINE and _is_line(doc, end, words, branded):
            end, lines = end + 1, lines + 1
            while end + 1 < limit and _is_hyphen(doc, end):
                end += 2
        else:
            break
    return end


def _is_unit(doc: Doc, at: int) -> bool:
    """Whether a token is the letters of `5g` or `50mm`, which are split behind the digits."""
    before = doc[at - 1]
    return doc[at].is_alpha and before.text[-1].isdigit() and not before.whitespace_


def _names_a_model(doc: Doc, at: int, words: ProductWords, *, limit: int) -> bool:
    """Whether `modelo WAN28` stands there."""
    named = doc[at].norm_ in words.model_words and at + 1 < limit
    return named and _is_model(doc[at + 1], words, branded=True)


def _is_hyphen(doc: Doc, at: int) -> bool:
    """Whether the token joins its neighbours, in a language that splits `Silk-épil`."""
    return doc[at].text == "-" and not doc[at - 1].whitespace_ and not doc[at].whitespace_


def _is_model(token: Token, words: ProductWords, *, branded: bool) -> bool:
    if token.is_stop and token.is_lower:
        return False  # "el iPhone se apaga"
    generation = branded and _GENERATION.fullmatch(token.text)
    return bool(token.norm_ in words.suffixes or _MODEL.fullmatch(token.text) or generation)


def _is_line(doc: Doc, at: int, words: ProductWords, branded: bool) -> bool:
    """Whether a word that means nothing else is a name the maker gave (IdeaPad, Forerunner)."""
    token = doc[at]
    if not _LETTERS.fullmatch(token.text):
        return False
    model = at + 1 < len(doc) and _is_model(doc[at + 1], words, branded=True)
    if token.is_stop or token.norm_ in words.known:
        return token.is_title and model and (branded or not doc[at - 1].is_title)
    if token.text[0].isupper():
        return branded or (not token.is_upper and not doc[at - 1].is_title)
    return model and (branded or len(token) >= _SHORTEST_LINE)


def _detail(text: str, span: Span, corrected: Mapping[int, str], words: ProductWords) -> Detail:
    """The product with the size before it (`55 inch TV`) or after it (`TV de 55 pulgadas`)."""
    begin, end = _begin_of_size(text, span.start_char, words), _end_of_size(span, words)
    value = "".join(
        corrected.get(token.i, token.text) + token.whitespace_ for token in span
    ).strip()
    before, after = text[begin : span.start_char], text[span.end_char : end]
    return Detail("product", begin, end, f"{before}{value}{after}")


def _begin_of_size(text: str, start: int, words: ProductWords) -> int:
    sizes = words.size.finditer(text, max(0, start - _LONGEST_SIZE), start)
    before = [size.start() for size in sizes if text[size.end() : start].isspace()]
    return before[-1] if before else start


def _end_of_size(span: Span, words: ProductWords) -> int:
    doc, at = span.doc, span.end
    if at < len(doc) and doc[at].norm_ in words.joiners:
        at += 1
    size = words.size.match(doc[at : at + 3].text)
    return doc[at].idx + size.end() if size else span.end_char
