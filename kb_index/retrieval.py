"""What speaks for each article as the answer to a question: three searches in three fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kb_index.article import Article
from kb_index.coverage import WordCoverage
from kb_index.encoder import Encoder, Role, Vectors
from kb_index.index import VectorIndex
from kb_index.lexical import CharacterIndex, Scores, WordIndex, ngram_counts, words_of

# What a field is to the encoder: titles and phrasings are worded as questions are.
ROLES: dict[str, Role] = {"title": "question", "phrasings": "question", "passages": "passage"}
FIELDS = tuple(ROLES)
SEARCHES = ("vectors", "words", "characters")
# One column of evidence each: title by vectors, title by words, …
COLUMNS = tuple((name, search) for name in FIELDS for search in SEARCHES)
# Articles looked at closely; the right one is hardly ever further down.
CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready for searching in one language."""

    text: str
    words: tuple[str, ...]
    ngrams: sparse.csr_matrix
    vector: Vectors


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What to search as if it had not been written: some rows of an article, or all of it."""

    article: int
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)  # field → rows
    words: Mapping[str, int] = field(default_factory=dict)  # word → left-out texts that have it
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate."""

    candidates: NDArray[np.int64]  # article numbers
    scores: Scores  # (candidates, COLUMNS), each 0 to 1
    coverage: Scores  # (candidates,), share of the question's informative words
    passages: NDArray[np.int64]  # (candidates,), number of the best passage in its article


@dataclass(frozen=True, slots=True)
class FieldIndex:
    """The three searches over one field of all articles."""

    owners: NDArray[np.int64]  # article number of each row, ascending
    vectors: VectorIndex
    words: WordIndex
    characters: CharacterIndex

    def scores(self, question: Question) -> Scores:
        """Shape (SEARCHES, rows)."""
        return np.stack(
            [
                self.vectors.scores(question.vector),
                self.words.scores(question.words),
                self.characters.scores(question.ngrams),
            ]
        )


class LanguageIndex:
    """The published articles of one language, ready to be searched."""

    def __init__(
        self,
        language: str,
        articles: Sequence[Article],
        fields: Mapping[str, FieldIndex],
        coverage: WordCoverage,
    ) -> None:
        self.language = language
        self.articles = tuple(articles)
        self._fields = fields
        self._coverage = coverage

    @classmethod
    def build(cls, language: str, articles: Sequence[Article], encoder: Encoder) -> "LanguageIndex":
        """Index the articles of a language."""
        texts = {name: [field_texts(article, name) for article in articles] for name in FIELDS}
        fields = {
            name: _field_index(texts[name], language, encoder, role=ROLES[name]) for name in FIELDS
        }
        words = [
            [words_of(text, language) for name in FIELDS for text in texts[name][number]]
            for number in range(len(articles))
        ]
        return cls(language, articles, fields, WordCoverage.build(words))

    def evidence(self, question: Question, left_out: LeftOut | None = None) -> Evidence:
        """What speaks for each article that is not left out."""
        rows = {name: self._fields[name].scores(question) for name in FIELDS}
        columns = [self._best_rows(name, rows[name], left_out) for name in FIELDS]
        scores = np.concatenate(columns, axis=1)
        candidates = self._shortlist(scores, left_out)
        return Evidence(
            candidates=candidates,
            scores=scores[candidates],
            coverage=np.array([self._share(question, int(n), left_out) for n in candidates]),
            passages=np.array([self._best_passage(rows["passages"], int(n)) for n in candidates]),
        )

    def _best_rows(self, name: str, rows: Scores, left_out: LeftOut | None) -> Scores:
        if left_out and name in left_out.rows:
            rows = rows.copy()
            rows[:, sorted(left_out.rows[name])] = 0
        best = np.zeros((len(self.articles), len(SEARCHES)), dtype=np.float32)
        np.maximum.at(best, self._fields[name].owners, rows.T)
        return best

    def _shortlist(self, scores: Scores, left_out: LeftOut | None) -> NDArray[np.int64]:
        order = np.argsort(-scores.sum(axis=1), kind="stable")
        if left_out and left_out.whole:
            order = order[order != left_out.article]
        return order[:CANDIDATES].astype(np.int64)

    def _share(self, question: Question, article: int, left_out: LeftOut | None) -> float:
        if left_out is None:
            return self._coverage.share(question.words, article)
        return self._coverage.share(
            question.words, article, without_article=left_out.article, without_words=left_out.words
        )

    def _best_passage(self, rows: Scores, article: int) -> int:
        first, end = np.searchsorted(self._fields["passages"].owners, [article, article + 1])
        return int(np.argmax(rows[:, first:end].sum(axis=0)))

    def save(self, folder: Path) -> None:
        """Write all but the articles into a folder of its own."""
        folder.mkdir(parents=True)
        self._coverage.save(folder / "coverage.json")
        for name, index in self._fields.items():
            (folder / name).mkdir()
            np.save(folder / name / "owners.npy", index.owners)
            index.vectors.save(folder / name / "vectors.faiss")
            index.words.save(folder / name / "words")
            index.characters.save(folder / name / "characters")

    @classmethod
    def load(cls, folder: Path, language: str, articles: Sequence[Article]) -> "LanguageIndex":
        """Read what `save` wrote."""
        fields = {
            name: FieldIndex(
                owners=np.load(folder / name / "owners.npy", allow_pickle=False),
                vectors=VectorIndex.load(folder / name / "vectors.faiss"),
                words=WordIndex.load(folder / name / "words"),
                characters=CharacterIndex.load(folder / name / "characters"),
            )
            for name in FIELDS
        }
        return cls(language, articles, fields, WordCoverage.load(folder / "coverage.json"))


def field_texts(article: Article, name: str) -> list[str]:
    """What a field of an article is searched by; a passage is read with its headings."""
    match name:
        case "title":
            return [article.title]
        case "phrasings":
            return list(article.phrasings)
        case _:
            return [
                "\n".join(filter(None, (article.title, passage.heading, passage.text)))
                for passage in article.passages
            ]


def prepare(texts: Sequence[str], language: str, encoder: Encoder) -> list[Question]:
    """Make questions ready for searching."""
    vectors = encoder.encode(texts, role="question")
    ngrams = ngram_counts(texts)
    return [
        Question(text, tuple(words_of(text, language)), ngrams[row], vectors[row])
        for row, text in enumerate(texts)
    ]


def _field_index(
    texts: Sequence[Sequence[str]], language: str, encoder: Encoder, *, role: Role
) -> FieldIndex:
    rows = [text for own in texts for text in own]
    owners = [number for number, own in enumerate(texts) for _ in own]
    return FieldIndex(
        owners=np.array(owners, dtype=np.int64),
        vectors=VectorIndex.build(encoder.encode(rows, role=role)),
        words=WordIndex.build([words_of(row, language) for row in rows]),
        characters=CharacterIndex.build(rows),
    )
