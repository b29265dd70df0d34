"""Ways to find the passages of a base that answer a question: ours, and simpler ones beside it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.training.answers_bench.sets import AnswerSet
from kb_index import Answer, Encoder
from kb_index.article import Article
from kb_index.judgement import judge, learn_judgement
from kb_index.knowledge_base import Shelf, decide, ranked
from kb_index.lexical import WordIndex
from kb_index.rehearsal import rehearse
from kb_index.retrieval import LanguageIndex, field_texts
from kb_index.words import words_of

OURS = "ours"
COSINE_THRESHOLD = "cosine_threshold"
BESIDE = ("bm25", "dense", "reciprocal_rank_fusion", "min_max_sum", COSINE_THRESHOLD)
RANKED = 10
TEXTS = ("phrasings", "passages")
# Reciprocal rank fusion's constant (Cormack, Clarke and Büttcher 2009).
RRF_K = 60

Scores = NDArray[np.float64]  # (articles,)
Score = Callable[[str], Scores]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a system found for one question."""

    ids: tuple[str, ...]  # best first, RANKED at most
    confidence: float
    answered: bool | None  # None for a system that never decides
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Base:
    """What a base is searched with."""

    encoder: Encoder
    glossaries: Sequence[str]
    target_precision: float


@dataclass(frozen=True)
class Systems:
    """All systems over one set; the simpler ones share what they search."""

    base: Base
    asked: AnswerSet

    def rankings(self, system: str) -> list[Ranking]:
        """What a system finds for each question of the set."""
        if system == OURS:
            return _ours(self.base, self.asked)
        search = self._searches[system]
        return [_ranking(search, query.text, self.asked.articles) for query in self.asked.queries]

    @cached_property
    def _searches(self) -> dict[str, Score]:
        return _searches(self.base, self.asked)


def _ours(base: Base, asked: AnswerSet) -> list[Ranking]:
    glossed = asked.language in base.glossaries
    index = LanguageIndex.build(asked.language, asked.articles, base.encoder, glossed=glossed)
    rehearsed = rehearse(index, base.encoder)
    judged = judge(index, rehearsed)
    judgement = learn_judgement(index, rehearsed, judged, target_precision=base.target_precision)
    shelf = Shelf(index, judgement)
    return [_asked_of(shelf, query.text, base.encoder) for query in asked.queries]


def _asked_of(shelf: Shelf, text: str, encoder: Encoder) -> Ranking:
    began = time.perf_counter()
    evidence = shelf.index.evidence(shelf.index.ask(text, encoder))
    decision = decide(shelf, evidence, topics={}, out_of_scope=0.0, may_show=lambda _: True)
    milliseconds = (time.perf_counter() - began) * 1000
    order, _ = ranked(shelf, evidence, topics={})
    articles = [shelf.index.articles[evidence.candidates[place]].id for place in order[:RANKED]]
    answered = isinstance(decision, Answer)
    return Ranking(tuple(articles), decision.confidence, answered, milliseconds)


def _ranking(search: Score, text: str, articles: Sequence[Article]) -> Ranking:
    began = time.perf_counter()
    scores = search(text)
    order = np.argsort(-scores, kind="stable")[:RANKED]
    milliseconds = (time.perf_counter() - began) * 1000
    ids = tuple(articles[number].id for number in order)
    return Ranking(ids, float(scores[order[0]]), None, milliseconds)


def _searches(base: Base, asked: AnswerSet) -> dict[str, Score]:
    """Each over phrasings, and passages under title and heading; a title alone misleads them."""
    rows = [
        (number, text)
        for number, article in enumerate(asked.articles)
        for name in TEXTS
        for text in field_texts(article, name)
        if text
    ]
    owners = np.array([number for number, _ in rows])
    texts = [text for _, text in rows]
    words = WordIndex.build([words_of(text, asked.language) for text in texts])
    vectors = base.encoder.encode(texts, role="passage")

    def best(scores: NDArray[np.float32]) -> Scores:
        found = np.full(len(asked.articles), -1.0)
        np.maximum.at(found, owners, scores)
        return found

    def bm25(text: str) -> Scores:
        return best(words.scores(words_of(text, asked.language)))

    def dense(text: str) -> Scores:
        return best(vectors @ base.encoder.encode([text], role="question")[0])

    return {
        "bm25": bm25,
        "dense": dense,
        "reciprocal_rank_fusion": lambda text: _by_rank(bm25(text)) + _by_rank(dense(text)),
        "min_max_sum": lambda text: _from_0_to_1(bm25(text)) + _from_0_to_1(dense(text)),
        COSINE_THRESHOLD: dense,
    }


def _by_rank(scores: Scores) -> Scores:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.where(scores > 0, 1 / (RRF_K + ranks), 0.0)  # what was not found has no rank


def _from_0_to_1(scores: Scores) -> Scores:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)
