"""Findings without a knowledge base, and the clauses they were found for."""

from actions.turns.found import Found
from actions.turns.heard import Clause
from kb_index import Answer, Article, Hit, NoAnswer, Suggestions

THRESHOLD = 0.88


def hits(*articles: str) -> tuple[Hit, ...]:
    return tuple(Hit(article, "1", "r1", 3.0 - place) for place, article in enumerate(articles))


def answer(article: str, confidence: float = 0.95) -> Answer:
    return Answer(_article(article), None, confidence, THRESHOLD, hits(article))


def suggestions(*articles: str, confidence: float = 0.5) -> Suggestions:
    return Suggestions(tuple(map(_article, articles)), confidence, THRESHOLD, hits(*articles))


def nothing(article: str = "return-how") -> NoAnswer:
    return NoAnswer(0.05, THRESHOLD, hits(article))


def clause(
    text: str = "…", *, asks: bool = True, act: str = "ask", sure: float = 0.9, leans: str = ""
) -> Clause:
    return Clause(text, asks, act, sure, {}, 0.0, leans)


def titles(found: Found) -> list[str]:
    """The ids of what is suggested."""
    assert isinstance(found, Suggestions)
    return [article.id for article in found.articles]


def _article(id: str) -> Article:
    return Article(
        id=id,
        language="es",
        topic="returns",
        title=id,
        status="published",
        approved_by="Ana",
        review_by=None,
        valid_from=None,
        valid_until=None,
        phrasings=(),
        text="…",
        passages=(),
    )
