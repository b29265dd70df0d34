"""The sentences of articles by meaning: a long passage hides the one that answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb_index.article import Article
from kb_index.encoder import Encoder, Vectors
from kb_index.index import VECTORS, VectorIndex
from kb_index.lexical import Scores
from kb_index.markdown import as_plain_text
from kb_index.reading import BaseReader

# Of more sentences, searching each would take longer than all other searches; a base with more
# does without.
MOST_SENTENCES = 10_000
# "Yes." and "From Monday" say nothing by themselves.
FEWEST_WORDS = 3

_END = re.compile(r"(?<=[.!?:;…])\s+")
# A blank line, an item of a list, a heading or a row of a table begins something else; other line
# ends are where an author wrapped.
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)|\n(?=\s*[#|])|(?<=\|)\n")


@dataclass(frozen=True, slots=True)
class SentenceIndex:
    """All sentences of a base in one language; none in a base with too many."""

    owners: NDArray[np.int64]  # article number of each sentence, ascending
    vectors: VectorIndex

    @classmethod
    def build(
        cls, articles: Sequence[Article], encoder: Encoder, reader: BaseReader
    ) -> "SentenceIndex":
        """Encode every sentence, each as it is read."""
        found = [(number, text) for number, one in enumerate(articles) for text in sentences(one)]
        found = found if len(found) <= MOST_SENTENCES else []
        meanings = [reader.read(text).meaning for _, text in found]
        return cls(
            owners=np.array([number for number, _ in found], dtype=np.int64),
            vectors=VectorIndex.build(encoder.encode(meanings, role="passage")),
        )

    def scores(self, vector: Vectors, articles: int) -> Scores:
        """For each article the mean cosine of its two nearest sentences."""
        scores = np.zeros(articles, dtype=np.float32)
        if not self.owners.size:
            return scores
        cosines = self.vectors.scores(vector)
        starts = np.flatnonzero(np.diff(self.owners, prepend=-1))
        best = np.maximum.reduceat(cosines, starts)
        nearest = cosines == np.repeat(best, np.diff([*starts, cosines.size]))
        second = np.maximum.reduceat(np.where(nearest, -1, cosines), starts)
        scores[self.owners[starts]] = np.where(second < 0, best, (best + second) / 2)
        return scores

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir(parents=True)
        np.save(folder / "owners.npy", self.owners)
        self.vectors.save(folder / VECTORS)

    @classmethod
    def load(cls, folder: Path) -> "SentenceIndex":
        """Read what `save` wrote."""
        owners = np.load(folder / "owners.npy", allow_pickle=False)
        return cls(owners, VectorIndex.load(folder / VECTORS))


def sentences(article: Article) -> list[str]:
    """The sentences of an article's text, without markup."""
    found = [
        each for block in _BLOCK.split(article.text) for each in _END.split(as_plain_text(block))
    ]
    return [each for each in found if len(each.split()) >= FEWEST_WORDS]
