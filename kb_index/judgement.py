"""What a base teaches about answering in one language: weights, calibration and threshold."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from kb_index.confidence import (
    TYPICAL_LIKENESS,
    Calibration,
    Signals,
    calibrate,
    nearest,
    signals_of,
)
from kb_index.evaluation import Outcome, r_at_k
from kb_index.fusion import Weights, fused, learn_weights, position, prior_of
from kb_index.rehearsal import Rehearsed, folds
from kb_index.retrieval import LanguageIndex
from kb_index.threshold import Threshold, choose_threshold


@dataclass(frozen=True, slots=True)
class Judgement:
    """How the evidence of a language is weighed, and what that rests on."""

    weights: tuple[float, ...]
    calibration: Calibration
    threshold: Threshold
    target_precision: float  # that the threshold is for
    typical_likeness: float  # see `confidence.likeness`
    rehearsed: int  # phrasings asked with themselves left out
    r_at_1: float  # and how many of them found their article first

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")

    @classmethod
    def load(cls, file: Path) -> "Judgement":
        """Read what `save` wrote."""
        about = json.loads(file.read_text("utf-8"))
        return cls(
            weights=tuple(about["weights"]),
            calibration=Calibration(tuple(about["calibration"]["coefficients"])),
            threshold=Threshold(**about["threshold"]),
            target_precision=about["target_precision"],
            typical_likeness=about["typical_likeness"],
            rehearsed=about["rehearsed"],
            r_at_1=about["r_at_1"],
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """How a rehearsed question was taken by what other articles taught."""

    fold: int
    best: int  # the article that came first
    signals: Signals
    right: bool
    rank: int | None  # of its own article from 1; None where it is not a candidate
    confidence: float = 0.0


def judge(index: LanguageIndex, rehearsed: Sequence[Rehearsed]) -> list[Judged]:
    """Take each rehearsed question; none is ever judged by what it taught itself."""
    judged = _judged_out_of_fold(index, rehearsed)
    calibrations = {
        fold: _calibration([question for question in judged if question.fold != fold])
        for fold in {question.fold for question in judged}
    }
    return [
        replace(one, confidence=calibrations[one.fold].probability(one.signals)) for one in judged
    ]


def learn_judgement(
    index: LanguageIndex,
    rehearsed: Sequence[Rehearsed],
    judged: Sequence[Judged],
    *,
    target_precision: float,
) -> Judgement:
    """Learn from all rehearsed questions; the threshold from how each was taken by the others."""
    confidences = [question.confidence for question in judged]
    right = [question.right for question in judged]
    known = [
        Outcome(answered=False, right=question.right, rank=question.rank)
        for question, source in zip(judged, rehearsed, strict=True)
        if source.kind == "known"
    ]
    return Judgement(
        weights=tuple(map(float, learn_weights(rehearsed, prior_of(index.articles)))),
        calibration=_calibration(judged),
        threshold=choose_threshold(confidences, right, target=target_precision),
        target_precision=target_precision,
        typical_likeness=typical_likeness(rehearsed),
        rehearsed=len(known),
        r_at_1=r_at_k(known, k=1),
    )


def typical_likeness(rehearsed: Sequence[Rehearsed]) -> float:
    """How like its article's nearest other phrasing a phrasing is, in the middle of all."""
    places = [(q.evidence, position(q)) for q in rehearsed if q.kind == "known"]
    found = [nearest(evidence, place) for evidence, place in places if place is not None]
    return float(np.median(found)) if found else TYPICAL_LIKENESS


def _judged_out_of_fold(index: LanguageIndex, rehearsed: Sequence[Rehearsed]) -> list[Judged]:
    fold_of, prior = folds(index.articles), prior_of(index.articles)
    weights = {
        fold: learn_weights(
            [q for q in rehearsed if q.article < 0 or fold_of[q.article] != fold], prior
        )
        for fold in sorted({*fold_of, 0})
    }
    judged = []
    for number, question in enumerate(rehearsed):
        # Unrelated questions belong to no article; they go round the folds.
        fold = fold_of[question.article] if question.article >= 0 else number % len(weights)
        judged.append(_judged(question, fold, weights[fold]))
    return judged


def _judged(question: Rehearsed, fold: int, weights: Weights) -> Judged:
    scores = fused(question.evidence, weights)
    own = position(question) if question.kind == "known" else None
    rank = None if own is None else 1 + int(np.sum(scores > scores[own]))
    best = int(np.argmax(scores))
    return Judged(
        fold=fold,
        best=int(question.evidence.candidates[best]),
        signals=signals_of(question.evidence, weights, best),
        right=own == best,
        rank=rank,
    )


def _calibration(judged: Sequence[Judged]) -> Calibration:
    return calibrate([one.signals for one in judged], [one.right for one in judged])
