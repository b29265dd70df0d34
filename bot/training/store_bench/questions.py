"""How long a question takes in a large base, beside simpler searches of the same base."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from bot.training.answers_bench.sets import AnswerSet, Query
from bot.training.answers_bench.systems import OURS, Base, Systems
from bot.training.store_bench.made import Material, made_articles
from kb_index.article import Article
from kb_index.encoder import Role, Vectors
from kb_index.remembering_encoder import RememberingEncoder

PASSAGES = 10_000
QUESTIONS = 500
SEED = 0
NAME = "made"
# All but the last encode the question; the last row is what that alone takes.
SYSTEMS = (OURS, "dense", "bm25")
ENCODING = "encoding"

Report = Callable[[str], None]
Figures = dict[str, Any]


class QuestionEncoder(RememberingEncoder):
    """Remembers texts from run to run, and encodes a question, which comes alone, each time."""

    def encode(self, texts: Sequence[str], *, role: Role) -> Vectors:
        """Vectors of the texts, shape (texts, dimensions), in their order."""
        if len(texts) > 1:
            return super().encode(texts, role=role)
        return super(RememberingEncoder, self).encode(texts, role=role)


def measured_questions(
    base: Base, language: str, articles: Sequence[Article], report: Report
) -> Iterator[tuple[str, Figures]]:
    """Figures by system, of a base of PASSAGES passages made of real articles."""
    material = Material.of(articles)
    asked = AnswerSet(
        name=NAME,
        language=language,
        articles=tuple(made_articles(material, language, PASSAGES, seed=SEED)),
        queries=tuple(Query(text, frozenset()) for text in _drawn(material.asked)),
    )
    systems = Systems(base, asked)
    for system in SYSTEMS:
        report(f"{PASSAGES:,} passages ({language}), {system}")
        yield system, _figures([one.milliseconds for one in systems.rankings(system)])
    yield ENCODING, _figures(list(_encoding(base, asked)))


def _drawn(texts: Sequence[str]) -> list[str]:
    once = list(dict.fromkeys(texts))
    chance = np.random.default_rng(SEED)
    return [once[number] for number in chance.permutation(len(once))[:QUESTIONS]]


def _encoding(base: Base, asked: AnswerSet) -> Iterator[float]:
    for query in asked.queries:
        began = time.perf_counter()
        base.encoder.encode([query.text], role="question")
        yield (time.perf_counter() - began) * 1000


def _figures(milliseconds: Sequence[float]) -> Figures:
    return {
        "p50_ms": round(float(np.median(milliseconds)), 2),
        "p95_ms": round(float(np.quantile(milliseconds, 0.95)), 2),
    }
