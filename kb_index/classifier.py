"""Which article a question is asked of, learned from how all of a base's texts are worded.

Kernel ridge regression onto the articles (regularised least-squares classification, Rifkin, Yeo and
Poggio 2003). A nearest text is right or wrong by chance; this weighs all of an article's texts
against those of all others, and says how they would have done without some of them in closed form
(Rifkin and Lippert 2007), so that rehearsing a base needs no second training.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# exp(NARROWNESS * (cosine - 1)): alike counts far more than somewhat alike. Of 1, 2, 3 and 4, 2 was
# best or within half a point of it on the demo company's phrasings in both languages.
NARROWNESS = 2.0
# How firmly the fit is held back; anything from 0.05 to 0.5 does as well.
RIDGE = 0.1
# An article of one text among others of a hundred is not held to it at any price; the cosines of
# two fields are weighed a little differently, and only a ridge well above that stays solvable.
LEAST_RIDGE = 0.02
# How much of the likeness is by meaning, the rest by letters; chosen per base, by so many texts.
SHARES = (0.3, 0.5, 0.7, 0.85)
CHOOSING = 1_200
# Above, the matrices of all texts with all texts would take more than half a minute and 2 GB; such
# a base does without.
MOST_TEXTS = 6_000


@dataclass(frozen=True, slots=True)
class Cosines:
    """How alike texts are: two arrays of cosines of one shape, 0 to 1."""

    meaning: NDArray[np.float32]
    letters: NDArray[np.float32]

    def among(self, texts: NDArray[np.int64]) -> "Cosines":
        """Of some texts to each other only."""
        rows = np.ix_(texts, texts)
        return Cosines(self.meaning[rows], self.letters[rows])

    def kernel(self, share: float) -> Floats:
        """One likeness from both, 0 to 1."""
        meaning = np.exp(NARROWNESS * (self.meaning.astype(np.float64) - 1))
        letters = np.exp(NARROWNESS * (self.letters.astype(np.float64) - 1))
        return np.asarray(share * meaning + (1 - share) * letters)


@dataclass(frozen=True, slots=True)
class ArticleClassifier:
    """Turns a question's cosines to all texts of a base into a score per article."""

    share: float
    coefficients: NDArray[np.float32]  # (texts, articles)

    def scores(self, cosines: Cosines) -> NDArray[np.float32]:
        """The score of each article, about 1 for a sure one and 0 for a foreign one."""
        return np.asarray(cosines.kernel(self.share) @ self.coefficients, dtype=np.float32)

    def scores_of(self, articles: NDArray[np.int64], cosines: Cosines) -> NDArray[np.float32]:
        """The scores of some articles for one question.

        Of two thousand articles, all would take longer than every search. And not by BLAS, whose
        threads go on spinning and take the cores that the next question is encoded on.
        """
        own = self.coefficients.T[articles]
        scores = np.einsum("t,at->a", cosines.kernel(self.share), own)
        return np.asarray(scores, dtype=np.float32)

    def save(self, file: Path) -> None:
        """Write it to a file."""
        np.savez(file, share=self.share, coefficients=self.coefficients)

    @classmethod
    def load(cls, file: Path) -> "ArticleClassifier":
        """Read what `save` wrote."""
        with np.load(file, allow_pickle=False) as stored:
            return cls(float(stored["share"]), np.asfortranarray(stored["coefficients"]))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A learned classifier, and what it takes to unlearn some texts again."""

    classifier: ArticleClassifier
    truth: Floats  # (texts, articles), 1 where the text is the article's
    inverse: Floats  # of the regularised kernel, (texts, texts)

    def without(self, texts: Sequence[int]) -> NDArray[np.float32]:
        """The scores of these texts by a classifier that has seen none of them."""
        rows = np.asarray(texts)
        coefficients = self.classifier.coefficients[rows].astype(np.float64)
        block = self.inverse[np.ix_(rows, rows)]
        return np.asarray(self.truth[rows] - np.linalg.solve(block, coefficients), np.float32)


def learn_classifier(
    cosines: Cosines, owners: Sequence[int] | NDArray[np.int64], articles: int
) -> Lesson:
    """Learn from the cosines of all texts to each other; `owners`: the article of each text.

    Every article counts the same, however many texts it has.
    """
    owners = np.asarray(owners)
    some = np.arange(0, len(owners), -(-len(owners) // CHOOSING))
    trials = [_learned(cosines.among(some), owners[some], articles, share) for share in SHARES]
    best = min(trials, key=_surprise).classifier.share
    return _learned(cosines, owners, articles, best)


def _learned(cosines: Cosines, owners: NDArray[np.int64], articles: int, share: float) -> Lesson:
    truth = np.eye(articles)[owners]
    texts_of = np.bincount(owners, minlength=articles)
    ridge = np.maximum(LEAST_RIDGE, RIDGE * texts_of[owners] / texts_of.mean())
    kernel = cosines.kernel(share) + np.diag(ridge)
    inverse = np.asarray(np.linalg.inv(kernel), dtype=np.float64)
    coefficients = np.asarray(inverse @ truth, dtype=np.float32)
    return Lesson(ArticleClassifier(share, coefficients), truth, inverse)


def _surprise(lesson: Lesson) -> float:
    """The mean squared error of all texts, each left out in turn."""
    errors = lesson.classifier.coefficients / np.diag(lesson.inverse)[:, None]
    return float(np.mean(errors**2))
