"""Reader: from what somebody wrote to what the encoder and the n-grams are given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.components.reading.glossary import Glossary
from bot.components.reading.spelling import Spelling, is_long

# One English text in a hundred looks Spanish by its words ("call me dad").
_SPOKEN = 0.1
# Between a text and its gloss.
_BESIDE = " | "


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it is read."""

    meaning: str = field(repr=False)  # what the encoder is given
    letters: str = field(repr=False)  # what character and word n-grams are made of

    @property
    def mended(self) -> str:
        """What was written, without its typos."""
        return self.letters.removesuffix(f"{_BESIDE}{self.meaning}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts; the same text is always read the same way, whatever page it comes from."""

    spelling: Spelling
    others: Sequence[tuple[Glossary, Spelling]] = ()  # the languages that need a glossary

    @classmethod
    def of(
        cls,
        counts: Mapping[str, int],
        *,
        glossaries: Sequence[Glossary],
        vocabulary: Collection[str],
    ) -> Reader:
        """Of the words of the examples, and how many use each; `vocabulary`: what is right anyway.

        `glossaries`: of languages that the examples are written in, see `spoken_in`.
        """
        others = [(glossary, _spelling_of(glossary, counts, vocabulary)) for glossary in glossaries]
        return cls(Spelling(counts, vocabulary.__contains__), others)

    def read(self, text: str) -> Reading:
        """With typos mended; in another language than the encoder's, by its glossary."""
        for glossary, spelling in self.others:
            mended = spelling.mended(text)
            # One word with a slip is a word of no language: "griacias".
            if glossary.has(text) or (mended != text and glossary.has(mended)):
                gloss = glossary.gloss(mended)
                # Both: the letters tell apart what a gloss calls by one word.
                return Reading(meaning=gloss, letters=f"{mended}{_BESIDE}{gloss}")
        mended = self.spelling.mended(text)
        return Reading(meaning=mended, letters=mended)


def spoken_in(texts: Sequence[str], glossaries: Iterable[Glossary]) -> list[Glossary]:
    """The glossaries of languages that these examples are in, not just a stray one of them."""
    return [
        glossary
        for glossary in glossaries
        if sum(glossary.has(text) for text in texts) >= _SPOKEN * len(texts)
    ]


def _spelling_of(
    glossary: Glossary, counts: Mapping[str, int], vocabulary: Collection[str]
) -> Spelling:
    """Its words are right, and can be what was meant.

    Not every form with a known stem is a word ("cunar"), nor is every English word meant: "tora".
    """
    meant = dict.fromkeys((word for word in glossary.words if is_long(word)), 0)
    return Spelling(
        meant | dict(counts),
        is_known=glossary.words.__contains__,
        is_likely=lambda word: word in vocabulary or glossary.knows(word),
    )
