"""Names of people, whether or not somebody introduces themselves with them."""

import re
from collections.abc import Collection, Iterator, Sequence

from actions.redaction.span import Span
from bot.components.details.lexicon import Lexicon
from bot.components.details.names import is_given_name
from bot.components.reading.words import folded

NAME = "[name]"
# Lists of what else is called like somebody: iPhone 17 Pro *Max*, *Santiago* de Compostela.
_NO_PEOPLE = ("product", "product_brand", "product_suffix", "town", "country")
_LONGEST_PLACE = 4  # words
# The list of words that a family name follows, within so many words: "my surname is Smith".
_CUE = "family_name_cue"
_REACH = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Shorter parts of a known name ("de", "la") are in every text.
_SHORTEST_KNOWN = 3
# Short words are not among those known of the company's.
_SHORTEST_NEW = 4
# Behind a given name: two family names.
_MOST_BEHIND = 3


def people_in(text: str, lexicon: Lexicon, *, known: Collection[str] = ()) -> Iterator[Span]:
    """Given names with the family names behind them, what follows a title or "surname", and every
    word of the `known` names.
    """
    words = list(_WORD.finditer(text))
    names = {folded(word) for name in known for word in _WORD.findall(name)}
    for place, word in enumerate(words):
        plain = folded(word[0])
        if plain in names and len(plain) >= _SHORTEST_KNOWN:
            yield Span(word.start(), word.end(), NAME)
        elif _names_somebody(text, words, place, lexicon):
            yield Span(word.start(), _end(text, words, place, lexicon), NAME)


def _names_somebody(
    text: str, words: Sequence[re.Match[str]], place: int, lexicon: Lexicon
) -> bool:
    before = words[max(0, place - _REACH) : place]
    last = before[-1][0] if before else ""
    if _is_new(words[place][0], lexicon) and (
        lexicon.has("name_title", last) or any(lexicon.has(_CUE, each[0]) for each in before)
    ):
        return True
    return is_given_name(words[place][0], lexicon) and (
        lexicon.has("relative", last) or _is_meant(text, words[place:], lexicon)
    )


def _is_new(word: str, lexicon: Lexicon) -> bool:
    """A name behind a word that says so: written with a capital, or no word of the company's."""
    if lexicon.has("name_title", word) or lexicon.has(_CUE, word):
        return False
    return word[0].isupper() or not _is_common(word, lexicon)


def _is_common(word: str, lexicon: Lexicon) -> bool:
    """Whether it is a word, and no name: one of the company's, or too short to tell."""
    ends = lexicon.has("name_stop", word) or word.casefold() in lexicon.meaning("name_particle")
    return ends or len(word) < _SHORTEST_NEW or folded(word) in lexicon.known


def _is_meant(text: str, words: Sequence[re.Match[str]], lexicon: Lexicon) -> bool:
    """Whether the first word is meant as a name; in small letters it may be any word: `mar`."""
    first = words[0]
    phrases = (text[first.start() : last.end()] for last in words[:_LONGEST_PLACE])
    if any(lexicon.has(each, phrase) for phrase in phrases for each in _NO_PEOPLE):
        return False
    return not first[0].islower() or folded(first[0]) not in lexicon.known


def _end(text: str, words: list[re.Match[str]], place: int, lexicon: Lexicon) -> int:
    """Where the name ends that begins with this word."""
    end = last = words[place].end()
    capitals, behind = words[place][0][0].isupper(), 0
    for word in words[place + 1 :]:
        if text[end : word.start()].strip(" ") or behind == _MOST_BEHIND:
            break
        if capitals and word[0].casefold() in lexicon.meaning("name_particle"):
            end = word.end()
        elif _is_family_name(word[0], lexicon, capitals=capitals):
            end = last = word.end()
            behind += 1
        else:
            break
    return last


def _is_family_name(word: str, lexicon: Lexicon, *, capitals: bool) -> bool:
    return word[0].isupper() if capitals else not _is_common(word, lexicon)
