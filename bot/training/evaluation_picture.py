"""The risk-coverage curve: what answering more questions costs in wrong answers, as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

from bot.training.evaluation_figures import Asked, outcome_of

TEMPLATE = Path(__file__).with_name("evaluation_picture.svg")
# The area of the template in which shares from 0 to 1 are drawn, in its units.
LEFT, TOP, WIDTH, HEIGHT = 72, 64, 480, 300


@dataclass(frozen=True, slots=True)
class Point:
    """`coverage`: answered rightly among the answerable; `risk`: wrong among the answered."""

    coverage: float
    risk: float


def risk_coverage(questions: Asked) -> tuple[Point, ...]:
    """One point for each confidence from which answers could be given, the surest first.

    El-Yaniv and Wiener, "On the foundations of noise-free selective classification" (2010), with
    the answerable as the whole.
    """
    taken = [
        (turn.confidence, outcome_of(question, turn).rank == 1) for question, turn in questions
    ]
    answerable = sum(question.kind == "answerable" for question, _ in questions)
    return risk_by_confidence(taken, answerable)


def risk_by_confidence(taken: Sequence[tuple[float, bool]], answerable: int) -> tuple[Point, ...]:
    """The same of questions given by confidence and whether the best article is right."""
    ranked = sorted(taken, key=lambda each: -each[0])
    points = []
    right = 0
    for given, (confidence, is_right) in enumerate(ranked, start=1):
        right += is_right
        # Only the last of equal confidences is a place where one can cut.
        if given == len(ranked) or ranked[given][0] < confidence:
            points.append(Point(right / max(answerable, 1), 1 - right / given))
    return tuple(points)


def drawn(curve: Sequence[Point], now: Point, *, title: str, accepted_risk: float) -> str:
    """An SVG picture: the curve, where the bot stands `now`, and the risk that is accepted."""
    start = [Point(0.0, curve[0].risk)] if curve else []
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        title=_escaped(title),
        curve=" ".join(f"{_x(each):.1f},{_y(each.risk):.1f}" for each in [*start, *curve]),
        now_x=f"{_x(now):.1f}",
        now_y=f"{_y(now.risk):.1f}",
        now=f"{now.coverage:.0%} answered rightly, {now.risk:.0%} of answers wrong",
        accepted_y=f"{_y(accepted_risk):.1f}",
        accepted=f"accepted: {accepted_risk:.0%}",
    )


def _x(point: Point) -> float:
    return LEFT + WIDTH * point.coverage


def _y(risk: float) -> float:
    return TOP + HEIGHT * (1 - risk)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
