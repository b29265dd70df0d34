"""Names that people introduce themselves with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon
from bot.components.details.patterns import span_of
from bot.components.reading.words import folded

_WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*\.?")
_LONGEST = 4  # words; "María del Carmen García López" counts its particles apart
_LETTERS_OF_A_MAIL = re.compile(r"[\w.+-]+(?=\s?@)")


def names_in(text: str, lexicon: Lexicon) -> list[Detail]:
    """Names after the cues of the patterns `name`, from the start of their group `value` on.

    The name ends before a word of the list `name_stop`, or where capitals end if it began with
    one; words of `name_particle` (de, von) may stand inside it, those of `name_title` before it.
    After the cues of the patterns `maybe_name` (soy, it's) it must look like a name.
    """
    sure = [_after(match, text, lexicon) for match in lexicon.matches("name", text)]
    maybe = [_after(match, text, lexicon) for match in lexicon.matches("maybe_name", text)]
    kept = [_but_common(words, lexicon) for words in sure]
    kept += [_like_a_name(words, text, lexicon) for words in maybe]
    return [name_of(text, words, lexicon) for words in kept if words]


def name_of(text: str, words: Sequence[re.Match[str]], lexicon: Lexicon) -> Detail:
    """The detail that these words are."""
    begin, end = words[0].start(), words[-1].end()
    written = text[begin:end].rstrip(".")
    return Detail("name", begin, begin + len(written), _spelt(written, lexicon))


def is_given_name(word: str, lexicon: Lexicon) -> bool:
    """Whether the list `given_name` has it, or a part of it: `Mei-Ling`."""
    return any(lexicon.has("given_name", part) for part in (word, *word.rstrip(".").split("-")))


def is_common_word(word: str, lexicon: Lexicon) -> bool:
    """Whether it means something: the company's customers write it, and it names nobody."""
    plain = _plain(word)
    lists = ("name_stop", "name_title")
    common = plain in lexicon.known or any(plain in lexicon.meaning(name) for name in lists)
    return common and not is_given_name(word, lexicon)


def is_word_as_well(name: str, lexicon: Lexicon) -> bool:
    """Whether in small letters it is read as a word before a name: `mark`, `sol`."""
    return name.islower() and _plain(name) in lexicon.known


def _plain(word: str) -> str:
    return folded(word).rstrip(".")


def _after(match: re.Match[str], text: str, lexicon: Lexicon) -> list[re.Match[str]]:
    start, _ = span_of(match)
    return _kept(_run_of_words(text, start, lexicon), lexicon)


def _run_of_words(text: str, start: int, lexicon: Lexicon) -> list[re.Match[str]]:
    """The words from `start` on in their line, with nothing but spaces between them."""
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(text, start):
        if words and text[words[-1].end() : word.start()].strip(" "):
            break
        words.append(word)
        ends = word[0].endswith(".") and len(word[0]) > 2  # a sentence; two letters: an initial
        if ends and not _is_short_for_more(word[0], lexicon):
            break
    return words


def _is_title(word: str, lexicon: Lexicon) -> bool:
    return lexicon.has("name_title", word.rstrip("."))


def _is_short_for_more(word: str, lexicon: Lexicon) -> bool:
    """`Sra.`, `Fco.`: its full stop ends no sentence."""
    return _is_title(word, lexicon) or lexicon.has("name_abbreviation", word.rstrip("."))


def _kept(words: list[re.Match[str]], lexicon: Lexicon) -> list[re.Match[str]]:
    stops, particles = lexicon.meaning("name_stop"), lexicon.meaning("name_particle")
    while words and _is_title(words[0][0], lexicon):
        words = words[1:]
    kept: list[re.Match[str]] = []
    capitals = bool(words) and words[0][0][0].isupper() and not words[0][0].isupper()
    for word in words:
        plain = word[0].rstrip(".").casefold()
        lost_capital = capitals and not word[0][0].isupper() and plain not in particles
        stop = plain in stops and not (capitals and plain in particles and word[0][0].isupper())
        if stop or lost_capital or _full(kept, lexicon):
            break
        kept.append(word)
    return _without_particles_behind(kept, lexicon)


def _without_particles_behind(words: list[re.Match[str]], lexicon: Lexicon) -> list[re.Match[str]]:
    """`remedios la del` is `remedios`."""
    particles = lexicon.meaning("name_particle")
    while words and words[-1][0].casefold() in particles:
        words = words[:-1]
    return words


def _full(kept: list[re.Match[str]], lexicon: Lexicon) -> bool:
    particles = lexicon.meaning("name_particle")
    return sum(word[0].casefold() not in particles for word in kept) >= _LONGEST


def _but_common(words: list[re.Match[str]], lexicon: Lexicon) -> list[re.Match[str]]:
    """None if they begin like a phrase: `a nombre de la empresa`, `it's Friday`."""
    first = words[0][0] if words else ""
    phrase = first.islower() and first in lexicon.meaning("name_particle")
    town = " ".join(word[0] for word in words).casefold() in lexicon.meaning("town")
    return [] if phrase or town or is_common_word(first, lexicon) else words


def _like_a_name(words: list[re.Match[str]], text: str, lexicon: Lexicon) -> list[re.Match[str]]:
    """The words as far as they mean nothing else; none if the first is not somebody's name."""
    first = words[0][0] if words else ""
    mails = folded(" ".join(_LETTERS_OF_A_MAIL.findall(text)))
    if not (is_given_name(first, lexicon) or (len(first) > 2 and _plain(first) in mails)):
        return []
    ends = (n for n, word in enumerate(words) if n and is_common_word(word[0], lexicon))
    return _without_particles_behind(words[: next(ends, len(words))], lexicon)


def _spelt(written: str, lexicon: Lexicon) -> str:
    """`ana lópez` and `ANA LÓPEZ` become `Ana López`; mixed case is left as it is."""
    if not (written.islower() or written.isupper()):
        return written
    particles = lexicon.meaning("name_particle")
    words = written.lower().split()
    return " ".join(word if word in particles else word.capitalize() for word in words)
