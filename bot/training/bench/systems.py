"""Systems: ours and those beside it, each asked in Rasa's Python."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from bot.training.bench.figures import Decisions, ece_of_a_perfect_one, figures, intervals
from bot.training.bench.sets import BenchSet
from bot.training.workbench import Report, Workbench

OURS = "ours"
# Plain logistic regression (C=1) on the encoder's vectors; TF-IDF with logistic regression.
BESIDE = ("vectors_logistic_regression", "tfidf_logistic_regression")
# Rasa's own, in its stock pipeline; they take minutes to hours, so their figures are kept.
STOCK = ("rasa_logistic_regression", "rasa_diet")
DIGITS = 4

Figures = dict[str, Any]


class BenchFailed(Exception):
    """A system could not be measured; the message names it."""


def measured(
    system: str, bench_set: BenchSet, *, encoder: Path, workbench: Workbench, report: Report
) -> tuple[Figures, Decisions]:
    """The figures of a system, and what they are made of."""
    rows = [*bench_set.asked, *bench_set.valid]
    request = {
        "do": "measure",
        "system": system,
        "texts": [row.text for row in bench_set.taught],
        "intents": [row.intent for row in bench_set.taught],
        "asked": [row.text for row in rows],
        "encoder": str(encoder),
    }
    answer = workbench.ask(
        request, report=lambda doing: report(f"{bench_set.name}, {system}: {doing}")
    )
    if "error" in answer:
        raise BenchFailed(f"{system} on {bench_set.name}: {answer['error']} See {workbench.log}.")
    decisions = decided(bench_set, answer)
    return figures_of(decisions, {**answer, "examples": len(bench_set.taught)}), decisions


def decided(bench_set: BenchSet, answer: Mapping[str, Any]) -> Decisions:
    """What was said of the asked texts beside what is true; validation texts come behind them."""
    asked, intents = bench_set.asked, {row.intent for row in bench_set.taught}
    count = len(asked)
    inside = np.array([row.intent in intents for row in asked])
    right = np.array(
        [said == row.intent for said, row in zip(answer["intents"], asked, strict=False)]
    )
    confidence, in_scope, chance = (
        np.array(answer[name]) for name in ("confidences", "in_scope", "chances")
    )
    return Decisions(
        right=right & inside,
        inside=inside,
        confidence=confidence[:count],
        in_scope=in_scope[:count],
        chance=chance[:count],
        part=np.array([row.part for row in asked]),
        valid_in_scope=in_scope[count:],
    )


def figures_of(decisions: Decisions, answer: Mapping[str, Any]) -> Figures:
    """Figures, their intervals, and times."""
    found: Figures = {name: round(value, DIGITS) for name, value in figures(decisions).items()}
    found["ece_of_a_perfect_one"] = round(
        ece_of_a_perfect_one(decisions.chance[decisions.inside]), DIGITS
    )
    found["intervals"] = {
        name: [round(each, DIGITS) for each in bounds]
        for name, bounds in intervals(decisions).items()
    }
    found["examples"] = answer["examples"]
    found["train_seconds"] = round(answer["train_seconds"], 2)
    found["learn_seconds"] = round(answer["learn_seconds"], 2)
    found["p50_ms"] = round(float(np.median(answer["milliseconds"])), 2)
    return found
