"""The figures of a system on a base. Shares from 0 to 1; None where nothing can be said."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bot.training.answers_bench.sets import Query
from bot.training.answers_bench.systems import RANKED, Ranking
from bot.training.bench.figures import FEWEST, RESAMPLED, coverage_at, risk_by_coverage

Figures = dict[str, Any]
DIGITS = 4
COVERAGE_AT = 0.9


def figures(queries: Sequence[Query], found: Sequence[Ranking], *, target: float) -> Figures:
    """All figures; ranks are of the questions that have an answer, the rest of all."""
    ranks = [_rank(query, ranking) for query, ranking in zip(queries, found, strict=True)]
    answerable = [rank for rank, query in zip(ranks, queries, strict=True) if query.right]
    right = np.array([rank == 1 for rank in ranks])
    confidence = np.array([ranking.confidence for ranking in found])
    answered, precision = _at_target(found, right, confidence, target)
    return _rounded(
        {
            "queries": len(queries),
            "answerable": len(answerable),
            "r_at_1": _share([rank is not None and rank <= 1 for rank in answerable]),
            "r_at_5": _share([rank is not None and rank <= 5 for rank in answerable]),
            "ndcg_at_10": _share([_gain(rank) for rank in answerable]),
            "coverage_at_90": coverage_at(confidence, right, COVERAGE_AT),
            "answered": answered,
            "precision_at_target": precision,
            "p50_ms": float(np.median([ranking.milliseconds for ranking in found])),
        }
    )


def ahead(
    queries: Sequence[Query], ours: Sequence[Ranking], other: Sequence[Ranking], *, seed: int = 0
) -> list[float]:
    """How far ours is ahead in R@1: the 95 % bootstrap interval of the paired difference."""
    pairs = np.array(
        [
            float(_rank(query, mine) == 1) - float(_rank(query, theirs) == 1)
            for query, mine, theirs in zip(queries, ours, other, strict=True)
            if query.right
        ]
    )
    if not pairs.size:
        return []
    drawn = np.random.default_rng(seed).integers(0, pairs.size, (RESAMPLED, pairs.size))
    bounds = np.quantile(pairs[drawn].mean(axis=1), [0.025, 0.975])
    return [round(float(bound), DIGITS) for bound in bounds]


def gap_closed(
    queries: Sequence[Query], ours: Sequence[Ranking], other: Sequence[Ranking], *, seed: int = 0
) -> Figures:
    """The share of what the other could not answer rightly that ours can, at COVERAGE_AT right.

    Of the questions that have an answer. With the 95 % bootstrap interval over the questions, each
    asked of both; nothing where the other answers all.
    """
    has_answer = np.array([bool(query.right) for query in queries])
    judged = [
        (
            np.array([ranking.confidence for ranking in found]),
            np.array([_rank(*pair) == 1 for pair in zip(queries, found, strict=True)]),
        )
        for found in (ours, other)
    ]

    def closed(some: np.ndarray) -> float:
        mine, theirs = (
            _answered_rightly(confidence[some], right[some]) / max(1, has_answer[some].sum())
            for confidence, right in judged
        )
        return float((mine - theirs) / (1 - theirs)) if theirs < 1 else float("nan")

    share = closed(np.arange(len(queries)))
    if np.isnan(share):
        return {}
    chance = np.random.default_rng(seed)
    drawn = [closed(chance.integers(0, len(queries), len(queries))) for _ in range(RESAMPLED)]
    bounds = np.nanquantile(drawn, [0.025, 0.975])
    return {"share": round(share, DIGITS), "interval": [round(float(b), DIGITS) for b in bounds]}


def _answered_rightly(confidence: np.ndarray, right: np.ndarray) -> int:
    """How many, if as many are answered, the surest first, as can be at COVERAGE_AT right."""
    answered = round(coverage_at(confidence, right, COVERAGE_AT) * len(right))
    return int(right[np.argsort(-confidence, kind="stable")][:answered].sum())


def _at_target(
    found: Sequence[Ranking], right: np.ndarray, confidence: np.ndarray, target: float
) -> tuple[int, float | None]:
    """How many are answered, and how many of them rightly.

    A system that decides has its own threshold. One that does not gets the one that would have met
    the target on the other half of these questions, which no company has; better than any fixed.
    """
    if found[0].answered is not None:
        answered = np.array([bool(ranking.answered) for ranking in found])
    else:
        halves = np.arange(len(found)) % 2 == 0
        answered = np.zeros(len(found), dtype=np.bool_)
        for half in (halves, ~halves):
            answered[half] = confidence[half] >= _threshold(confidence[~half], right[~half], target)
    count = int(answered.sum())
    return count, float(right[answered].mean()) if count else None


def _threshold(confidence: np.ndarray, right: np.ndarray, target: float) -> float:
    sure = np.sort(confidence)[::-1]
    last_of_equals = np.append(sure[1:] < sure[:-1], True)
    met = np.flatnonzero((risk_by_coverage(confidence, right) <= 1 - target) & last_of_equals)
    met = met[met + 1 >= FEWEST]
    return float(sure[met.max()]) if met.size else np.inf


def _rank(query: Query, ranking: Ranking) -> int | None:
    places = (place for place, id in enumerate(ranking.ids, start=1) if id in query.right)
    return next(places, None)


def _gain(rank: int | None) -> float:
    # With one right passage at best, the ideal ranking gains 1.
    return 1 / float(np.log2(rank + 1)) if rank is not None and rank <= RANKED else 0.0


def _share(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def _rounded(found: Mapping[str, Any]) -> Figures:
    return {
        name: round(value, DIGITS) if isinstance(value, float) else value
        for name, value in found.items()
    }
