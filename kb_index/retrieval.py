"""What speaks for each article as the answer to a question.

Three searches in three fields, its sentences, the question's words that it has, and a learned
classifier.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from kb_index.article import Article
from kb_index.classifier import (
    MOST_TEXTS,
    ArticleClassifier,
    Cosines,
    Lesson,
    learn_classifier,
)
from kb_index.cores import cores
from kb_index.coverage import WordCoverage, WordsAsked
from kb_index.encoder import Encoder, Role, Vectors
from kb_index.field import SEARCHES, FieldIndex
from kb_index.index import VECTORS, Kind, VectorIndex
from kb_index.lexical import CharacterIndex, Scores, WordIndex, ngram_counts
from kb_index.markdown import as_plain_text
from kb_index.question import Question
from kb_index.reading import BaseReader
from kb_index.sentences import SentenceIndex
from kb_index.synonyms import Synonyms
from kb_index.words import plain_words, words_of

# What a field is to the encoder: titles and phrasings are worded as questions are.
ROLES: dict[str, Role] = {"title": "question", "phrasings": "question", "passages": "passage"}
FIELDS = tuple(ROLES)
# One column of evidence each: title by vectors, title by words, …; then what is said of the
# article as a whole: the share of the question's words, the classifier's score, its sentences. The
# last two grow with the question: six rare words that an article has say more than two.
COLUMNS = (
    *((name, search) for name in FIELDS for search in SEARCHES),
    ("article", "coverage"),
    ("article", "classifier"),
    ("sentences", "vectors"),
    ("article", "covered"),
    ("passages", "reach"),
)
PASSAGES_BY_WORDS = COLUMNS.index(("passages", "words"))
# Articles looked at closely; the right one is hardly ever further down.
CANDIDATES = 50
# They are sought where so many times as many neighbourhoods of articles have their best ones.
PARTS_PER_CANDIDATE = 4
# A field of so many texts is worth a core of its own for its vectors: to wake one takes a tenth of
# a millisecond, as long as to meet two or three thousand.
BESIDE_FROM = 4_000
CLASSIFIER = "classifier.npz"
READER = "words.json"
SENTENCES = "sentences"


@dataclass(frozen=True, slots=True)
class Found:
    """What every search found for a question, before anything is left out or weighed."""

    words: tuple[str, ...]
    rows: Mapping[str, Scores]  # field → (SEARCHES, rows)
    sentences: Scores  # (articles,)
    plain: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What to search as if it had not been written: some rows of an article, or whole articles."""

    articles: frozenset[int]
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)  # field → rows
    words: Mapping[str, int] = field(default_factory=dict)  # word → left-out texts that have it
    whole: bool = False
    # (articles,), by a classifier that has not seen what is left out
    classified: Scores | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate."""

    candidates: NDArray[np.int64]  # article numbers
    # (candidates, COLUMNS), 0 to 1 but the classifier's, which may stray, and those that grow
    scores: Scores
    words: tuple[WordsAsked, ...]  # the question's words as each candidate uses them
    passages: NDArray[np.int64]  # (candidates,), number of the best passage in its article
    verbatim: int | None = None  # the article that alone has the question as title or phrasing


class LanguageIndex:
    """The published articles of one language, ready to be searched."""

    def __init__(
        self,
        language: str,
        articles: Sequence[Article],
        fields: Mapping[str, FieldIndex],
        sentences: SentenceIndex,
        coverage: WordCoverage,
        classifier: ArticleClassifier | None,
        reader: BaseReader,
        lesson: Lesson | None = None,
    ) -> None:
        self.language = language
        self.articles = tuple(articles)
        self.lesson = lesson  # how the classifier was learned; not there once saved and loaded
        self._fields = fields
        self._sentences = sentences
        self._coverage = coverage
        self._reader = reader
        self._verbatim = _verbatim(self.articles)
        self._classifier = classifier  # None in a base with more than MOST_TEXTS texts

    @classmethod
    def build(
        cls,
        language: str,
        articles: Sequence[Article],
        encoder: Encoder,
        *,
        glossed: bool = False,
        synonyms: Sequence[Sequence[str]] = (),
    ) -> "LanguageIndex":
        """Index the articles of a language.

        `glossed`: whether the encoder is to be given it in English words, word by word.
        `synonyms`: groups of words that mean the same.
        """
        same = Synonyms.of(synonyms, language)
        texts = {
            name: [[*map(same.unified, field_texts(article, name))] for article in articles]
            for name in FIELDS
        }
        every = [text for name in FIELDS for own in texts[name] for text in own]
        reader = BaseReader.learn(
            every, language, glossed=glossed, vocabulary=encoder.words, synonyms=same
        )
        fields = {
            name: _field_index(texts[name], language, encoder, reader, name) for name in FIELDS
        }
        words = [
            [words_of(text, language) for name in FIELDS for text in texts[name][number]]
            for number in range(len(articles))
        ]
        coverage = WordCoverage.build(words)
        sentences = SentenceIndex.build(articles, encoder, reader)
        lesson = _lesson(texts, fields, encoder, reader)
        classifier = lesson.classifier if lesson else None
        return cls(language, articles, fields, sentences, coverage, classifier, reader, lesson)

    def questions(self, texts: Sequence[str], encoder: Encoder) -> list[Question]:
        """Make questions ready for searching here."""
        readings = [self._reader.read(text) for text in texts]
        vectors = encoder.encode([reading.meaning for reading in readings], role="question")
        ngrams = ngram_counts([reading.mended for reading in readings])
        return [
            Question(
                words=tuple(words_of(reading.mended, self.language)),
                ngrams=ngrams[row],
                vector=vectors[row],
                plain=_plain(text),
            )
            for row, (text, reading) in enumerate(zip(texts, readings, strict=True))
        ]

    def words_of(self, text: str) -> frozenset[str]:
        """The stems that a text of the base is searched by."""
        return frozenset(words_of(self._reader.synonyms.unified(text), self.language))

    def ask(self, text: str, encoder: Encoder) -> Found:
        """What every search finds for one question: those by spelling while it is encoded."""
        reading = self._reader.read(text)
        spelling = cores().submit(self._spelled, reading.mended)
        (vector,) = encoder.encode([reading.meaning], role="question")
        words, by_spelling = spelling.result()
        return self._found(words, by_spelling, vector, _plain(text))

    def search(self, question: Question) -> Found:
        """What every search finds for a question in every text."""
        by_spelling = self._by_spelling(question.words, question.ngrams)
        return self._found(question.words, by_spelling, question.vector, question.plain)

    def _spelled(self, text: str) -> tuple[tuple[str, ...], dict[str, Scores]]:
        words = tuple(words_of(text, self.language))
        return words, self._by_spelling(words, ngram_counts([text]))

    def _by_spelling(self, words: Sequence[str], ngrams: sparse.csr_matrix) -> dict[str, Scores]:
        return {name: self._fields[name].scores_by_spelling(words, ngrams) for name in FIELDS}

    def _found(
        self,
        words: tuple[str, ...],
        by_spelling: Mapping[str, Scores],
        vector: Vectors,
        plain: str,
    ) -> Found:
        by_vectors = self._by_vectors(vector)
        rows = {name: np.vstack([by_vectors[name], by_spelling[name]]) for name in FIELDS}
        return Found(words, rows, self._sentences.scores(vector, len(self.articles)), plain)

    def _by_vectors(self, vector: Vectors) -> dict[str, Scores]:
        """One large field here, others beside it on other cores."""
        searches = {name: partial(self._fields[name].vectors.scores, vector) for name in FIELDS}
        large = [name for name in FIELDS if len(self._fields[name].owners) >= BESIDE_FROM]
        beside = {name: cores().submit(searches[name]) for name in large[1:]}
        here = {name: search() for name, search in searches.items() if name not in beside}
        return here | {name: search.result() for name, search in beside.items()}

    def evidence(self, found: Found, left_out: LeftOut | None = None) -> Evidence:
        """What speaks for each article that is not left out."""
        best = [self._best_rows(name, found.rows[name], left_out) for name in FIELDS]
        searched = np.concatenate(best)
        candidates = self._shortlist(searched, left_out)
        words = self._words_asked(found.words, candidates.tolist(), left_out)
        coverage = np.array([asked.share for asked in words])
        covered = np.array([asked.covered for asked in words])
        reach = np.array([asked.asked for asked in words]) * searched[PASSAGES_BY_WORDS, candidates]
        classified = self._classified(found.rows, candidates, left_out)
        passages = self._best_passages(found.rows["passages"], candidates)
        sentences = found.sentences[candidates]
        columns = [searched[:, candidates].T, coverage, classified, sentences, covered, reach]
        return Evidence(
            candidates=candidates,
            scores=np.column_stack(columns),
            words=words,
            passages=passages,
            verbatim=self._verbatim.get(found.plain) if left_out is None else None,
        )

    def rows_of(self, article: int) -> dict[str, frozenset[int]]:
        """All rows of an article, by field."""
        return {
            name: frozenset(np.flatnonzero(index.owners == article).tolist())
            for name, index in self._fields.items()
        }

    def text_numbers(self, rows: Mapping[str, frozenset[int]]) -> list[int]:
        """The numbers that rows of the fields have among all texts of the base, ascending."""
        numbers, first = [], 0
        for name, index in self._fields.items():
            numbers += [first + row for row in sorted(rows.get(name, ()))]
            first += len(index.owners)
        return numbers

    def _classified(
        self, rows: Mapping[str, Scores], articles: NDArray[np.int64], left_out: LeftOut | None
    ) -> Scores:
        if self._classifier is None:
            return np.zeros(len(articles), dtype=np.float32)
        if left_out is not None and left_out.classified is not None:
            return left_out.classified[articles]
        return self._classifier.scores_of(articles, _cosines(rows))

    def _best_rows(self, name: str, rows: Scores, left_out: LeftOut | None) -> Scores:
        if left_out and name in left_out.rows:
            rows = rows.copy()
            rows[:, sorted(left_out.rows[name])] = 0
        return self._fields[name].best(rows, len(self.articles))

    def _shortlist(self, scores: Scores, left_out: LeftOut | None) -> NDArray[np.int64]:
        total = scores.sum(axis=0)
        if left_out and left_out.whole:
            total[list(left_out.articles)] = -np.inf
        most = min(CANDIDATES, int(np.isfinite(total).sum()))
        near = np.flatnonzero(total >= reached_by(total, most))
        return near[np.argsort(-total[near], kind="stable")][:most].astype(np.int64)

    def _words_asked(
        self, words: Sequence[str], articles: Sequence[int], left_out: LeftOut | None
    ) -> tuple[WordsAsked, ...]:
        if left_out is None:
            return self._coverage.words_asked(words, articles)
        return self._coverage.words_asked(
            words, articles, without=left_out.articles, without_words=left_out.words
        )

    def _best_passages(self, rows: Scores, articles: NDArray[np.int64]) -> NDArray[np.int64]:
        owners, found = self._fields["passages"].owners, rows.sum(axis=0)
        first, end = (np.searchsorted(owners, articles, side=side) for side in ("left", "right"))
        rows_of = zip(first.tolist(), end.tolist(), strict=True)
        best = [found[a:b].argmax() if b - a > 1 else 0 for a, b in rows_of]
        return np.array(best, dtype=np.int64)

    @property
    def kinds(self) -> dict[str, Kind]:
        """How the vectors of each file that `save` writes are searched."""
        fields = {f"{name}/{VECTORS}": index.vectors.kind for name, index in self._fields.items()}
        return {**fields, f"{SENTENCES}/{VECTORS}": self._sentences.vectors.kind}

    def save(self, folder: Path) -> None:
        """Write all but the articles into a folder of its own."""
        folder.mkdir(parents=True)
        self._coverage.save(folder / "coverage.json")
        self._reader.save(folder / READER)
        self._sentences.save(folder / SENTENCES)
        if self._classifier is not None:
            self._classifier.save(folder / CLASSIFIER)
        for name, index in self._fields.items():
            (folder / name).mkdir()
            np.save(folder / name / "owners.npy", index.owners)
            index.vectors.save(folder / name / VECTORS)
            index.words.save(folder / name / "words")
            index.characters.save(folder / name / "characters")

    @classmethod
    def load(
        cls, folder: Path, language: str, articles: Sequence[Article], encoder: Encoder
    ) -> "LanguageIndex":
        """Read what `save` wrote."""
        fields = {
            name: FieldIndex.of(
                owners=np.load(folder / name / "owners.npy", allow_pickle=False),
                vectors=VectorIndex.load(folder / name / VECTORS),
                words=WordIndex.load(folder / name / "words"),
                characters=CharacterIndex.load(folder / name / "characters"),
            )
            for name in FIELDS
        }
        coverage = WordCoverage.load(folder / "coverage.json")
        learned = (folder / CLASSIFIER).is_file()
        classifier = ArticleClassifier.load(folder / CLASSIFIER) if learned else None
        reader = BaseReader.load(folder / READER, language, vocabulary=encoder.words)
        sentences = SentenceIndex.load(folder / SENTENCES)
        return cls(language, articles, fields, sentences, coverage, classifier, reader)


def reached_by(scores: Scores, most: int) -> float:
    """A score that so many reach, and not many more.

    To sort all articles takes longer than to search, and to look for just the last of the best
    nearly as long; so many of their neighbourhoods have one that reaches it.
    """
    if not most:
        return np.inf
    parts = np.arange(0, scores.size, max(1, scores.size // (PARTS_PER_CANDIDATE * most)))
    best = np.maximum.reduceat(scores, parts)
    return float(np.partition(best, best.size - most)[best.size - most])


def _plain(text: str) -> str:
    return " ".join(plain_words(text))


def _verbatim(articles: Sequence[Article]) -> dict[str, int]:
    """Article numbers by each title and phrasing that no other article has."""
    owners: dict[str, set[int]] = {}
    for number, article in enumerate(articles):
        for text in (article.title, *article.phrasings):
            owners.setdefault(_plain(text), set()).add(number)
    return {text: min(own) for text, own in owners.items() if text and len(own) == 1}


def field_texts(article: Article, name: str) -> list[str]:
    """What a field of an article is searched by; a passage is read with its headings."""
    match name:
        case "title":
            return [article.title] if article.title else []
        case "phrasings":
            return list(article.phrasings)
        case _:
            return [
                "\n".join(
                    filter(None, (article.title, passage.heading, as_plain_text(passage.text)))
                )
                for passage in article.passages
            ]


def _lesson(
    texts: Mapping[str, Sequence[Sequence[str]]],
    fields: Mapping[str, FieldIndex],
    encoder: Encoder,
    reader: BaseReader,
) -> Lesson | None:
    """Learn from all texts of all articles, each of them asked as a question is."""
    asked = [text for name in FIELDS for own in texts[name] for text in own]
    if len(asked) > MOST_TEXTS:
        return None
    meanings = [reader.read(text).meaning for text in asked]
    vectors, ngrams = encoder.encode(meanings, role="question"), ngram_counts(asked)
    cosines = Cosines(
        np.concatenate([fields[name].vectors.all_scores(vectors) for name in FIELDS], axis=1),
        np.concatenate([fields[name].characters.all_scores(ngrams) for name in FIELDS], axis=1),
    )
    owners = np.concatenate([fields[name].owners for name in FIELDS])
    return learn_classifier(cosines, owners, len(texts["title"]))


def _cosines(rows: Mapping[str, Scores]) -> Cosines:
    meaning, _, letters = np.concatenate([rows[name] for name in FIELDS], axis=1)
    return Cosines(meaning, letters)


def _field_index(
    texts: Sequence[Sequence[str]], language: str, encoder: Encoder, reader: BaseReader, name: str
) -> FieldIndex:
    rows = [text for own in texts for text in own]
    meanings = [reader.read(row).meaning for row in rows]
    owners = [number for number, own in enumerate(texts) for _ in own]
    return FieldIndex.of(
        owners=np.array(owners, dtype=np.int64),
        vectors=VectorIndex.build(encoder.encode(meanings, role=ROLES[name])),
        words=WordIndex.build([words_of(row, language) for row in rows]),
        characters=CharacterIndex.build(rows),
    )
