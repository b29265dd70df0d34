"""The figures of a system on a set. Shares from 0 to 1; arrays have one entry per asked text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

# A prefix shorter than this is right by luck.
FEWEST = 30
BINS = 15
REJECTED = 0.05  # of the validation texts in scope, by the threshold of `oos_recall`
RESAMPLED = 1_000
PERFECT = 200  # models that are as sure as they are right, for `ece_of_a_perfect_one`


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a system said of the texts, and what is true of them."""

    right: np.ndarray  # the intent is right, and so in scope
    inside: np.ndarray  # in scope
    confidence: np.ndarray
    in_scope: np.ndarray  # how surely
    chance: np.ndarray  # of the intent, among texts in scope
    part: np.ndarray  # "" or the name of a file of what is out of scope
    valid_in_scope: np.ndarray  # of the validation texts, all in scope; may be empty

    def some(self, rows: np.ndarray) -> "Decisions":
        """Of some of the texts."""
        return Decisions(
            self.right[rows],
            self.inside[rows],
            self.confidence[rows],
            self.in_scope[rows],
            self.chance[rows],
            self.part[rows],
            self.valid_in_scope,
        )


def figures(decisions: Decisions) -> dict[str, float]:
    """All figures that the set has texts for."""
    inside = decisions.inside
    found = {
        "in_scope_accuracy": float(decisions.right[inside].mean()),
        "aurc": aurc(decisions.confidence, decisions.right),
        "coverage_at_80": coverage_at(decisions.confidence, decisions.right, 0.8),
        "coverage_at_90": coverage_at(decisions.confidence, decisions.right, 0.9),
        "ece": ece(decisions.chance[inside], decisions.right[inside]),
    }
    if not inside.all():
        found["auroc"] = auroc(decisions.in_scope[inside], decisions.in_scope[~inside])
        for name in sorted(set(decisions.part) - {""}):
            outside = decisions.in_scope[decisions.part == name]
            found[f"auroc_{name}"] = auroc(decisions.in_scope[inside], outside)
        if len(decisions.valid_in_scope):
            threshold = np.quantile(decisions.valid_in_scope, REJECTED)
            found["oos_recall"] = float((decisions.in_scope[~inside] < threshold).mean())
    return found


def intervals(decisions: Decisions, *, seed: int = 0) -> dict[str, list[float]]:
    """95 % bootstrap intervals of accuracy and ranking, by texts drawn again and again."""
    chance = np.random.default_rng(seed)
    measures: Mapping[str, Callable[[Decisions], float]] = {
        "in_scope_accuracy": lambda some: float(some.right[some.inside].mean()),
        "aurc": lambda some: aurc(some.confidence, some.right),
    }
    drawn: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(RESAMPLED):
        some = decisions.some(chance.integers(0, len(decisions.right), len(decisions.right)))
        if some.inside.any():
            for name, measure in measures.items():
                drawn[name].append(measure(some))
    return {name: np.quantile(values, [0.025, 0.975]).tolist() for name, values in drawn.items()}


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """The chance that a text in scope is held for more in scope than one that is not."""
    truth = np.concatenate([np.ones(len(inside)), np.zeros(len(outside))])
    return float(roc_auc_score(truth, np.concatenate([inside, outside])))


def risk_by_coverage(confidence: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Wrong among the surest 1, 2, … of all texts."""
    ranked = right[np.argsort(-confidence, kind="stable")]
    return np.asarray(1 - np.cumsum(ranked) / np.arange(1, len(ranked) + 1))


def aurc(confidence: np.ndarray, right: np.ndarray) -> float:
    """Area under the risk-coverage curve (Geifman and El-Yaniv 2017); the smaller the better."""
    return float(risk_by_coverage(confidence, right).mean())


def coverage_at(confidence: np.ndarray, right: np.ndarray, share: float) -> float:
    """The largest prefix by confidence, of 30 texts or more, of which such a share is right."""
    risk = risk_by_coverage(confidence, right)
    long_enough = np.flatnonzero(risk <= 1 - share + 1e-12) + 1
    long_enough = long_enough[long_enough >= FEWEST]
    return float(long_enough.max() / len(right)) if len(long_enough) else 0.0


def ece(chance: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over 15 bins of as many texts each (Nixon et al. 2019)."""
    bins = np.array_split(np.argsort(chance, kind="stable"), BINS)
    missed = [
        abs(chance[rows].mean() - right[rows].mean()) * len(rows) for rows in bins if len(rows)
    ]
    return float(sum(missed) / len(chance))


def ece_of_a_perfect_one(chance: np.ndarray, *, seed: int = 0) -> float:
    """What chances that are exactly true would show: the noise of so few texts."""
    drawn = np.random.default_rng(seed).random((PERFECT, len(chance))) < chance
    return float(np.mean([ece(chance, right) for right in drawn]))
