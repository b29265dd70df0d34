"""Pictures of a bench, as SVG: risk and coverage, reliability, accuracy by examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from bot.training.bench.figures import BINS, Decisions, risk_by_coverage

WIDTH, HEIGHT = 720, 440
LEFT, TOP, RIGHT, BOTTOM = 72, 56, 430, 372
COLOURS = (
    "#1d5fbf",
    "#b4540a",
    "#52606d",
    "#2f855a",
    "#7b3fa0",
    "#b83280",
    "#0f766e",
    "#92400e",
    "#c53030",
    "#0891b2",
    "#a16207",
    "#64748b",
    "#4d7c0f",
)
POINTS = 200  # of a curve; more cannot be seen

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axes:
    """What the axes mean, and where they begin and end."""

    title: str
    across: str
    up: str
    low: Point = (0.0, 0.0)
    high: Point = (1.0, 1.0)


def risk_coverage(title: str, by_system: Mapping[str, Decisions]) -> str:
    """How often each system is wrong, the more messages it decides."""
    lines = {name: _risk(decisions) for name, decisions in by_system.items()}
    axes = Axes(title, "coverage: messages decided, the surest first", "risk: wrong among them")
    return drawn(axes, lines)


def reliability(title: str, by_set: Mapping[str, Decisions]) -> str:
    """How often a label with such a chance is right; on the diagonal a chance is what it says."""
    lines: dict[str, list[Point]] = {"perfect": [(0.0, 0.0), (1.0, 1.0)]}
    for name, decisions in by_set.items():
        chance, right = (each[decisions.inside] for each in (decisions.chance, decisions.right))
        bins = np.array_split(np.argsort(chance, kind="stable"), BINS)
        lines[name] = [
            (float(chance[rows].mean()), float(right[rows].mean())) for rows in bins if len(rows)
        ]
    return drawn(Axes(title, "chance of the label", "share that is right"), lines, dots=True)


def accuracy_by_examples(title: str, by_system: Mapping[str, Mapping[int, float]]) -> str:
    """What more examples bring; the axis is logarithmic."""
    lines = {
        name: [(float(np.log10(count)), share) for count, share in sorted(found.items())]
        for name, found in by_system.items()
    }
    every = [point for points in lines.values() for point in points]
    low = (min(x for x, _ in every) - 0.1, min(y for _, y in every) - 0.02)
    high = (max(x for x, _ in every) + 0.1, 1.0)
    axes = Axes(title, "examples (logarithmic)", "right, of the messages in scope", low, high)
    return drawn(axes, lines, dots=True)


def drawn(axes: Axes, lines: Mapping[str, Sequence[Point]], *, dots: bool = False) -> str:
    """Lines in a frame, with their names."""
    parts = [_frame(axes)]
    for at, (name, points) in enumerate(lines.items()):
        colour = COLOURS[at % len(COLOURS)]
        placed = [_placed(point, axes) for point in points]
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{told}"/>')
        if dots:
            parts += [
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in placed
            ]
        parts.append(
            f'<rect x="{RIGHT + 12}" y="{TOP + 22 * at}" width="14" height="4" fill="{colour}"/>'
            f'<text x="{RIGHT + 32}" y="{TOP + 7 + 22 * at}">{escape(name)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n'
        f"<title>{escape(axes.title)}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _frame(axes: Axes) -> str:
    ticks = []
    for step in range(5):
        x, y = (
            low + (high - low) * step / 4 for low, high in zip(axes.low, axes.high, strict=True)
        )
        across, up = _placed((x, y), axes)
        told = f"{10**x:.0f}" if "logarithmic" in axes.across else f"{x:.0%}"
        ticks.append(
            f'<path stroke="#d9e0e6" d="M{LEFT} {up:.1f}H{RIGHT}M{across:.1f} {TOP}V{BOTTOM}"/>'
            f'<text x="{LEFT - 8}" y="{up + 4:.1f}" text-anchor="end">{y:.0%}</text>'
            f'<text x="{across:.1f}" y="{BOTTOM + 18}" text-anchor="middle">{told}</text>'
        )
    centre, middle = (LEFT + RIGHT) // 2, (TOP + BOTTOM) // 2
    return (
        "<style>text { font: 12px system-ui, sans-serif; fill: #1f2933 }</style>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<text x="{LEFT}" y="30" style="font: 600 15px system-ui">{escape(axes.title)}</text>'
        + "".join(ticks)
        + f'<text x="{centre}" y="{BOTTOM + 46}" text-anchor="middle">{axes.across}</text>'
        f'<text x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">'
        f"{axes.up}</text>"
    )


def _placed(point: Point, axes: Axes) -> Point:
    x, y = (
        (value - low) / (high - low)
        for value, low, high in zip(point, axes.low, axes.high, strict=True)
    )
    return LEFT + (RIGHT - LEFT) * x, BOTTOM - (BOTTOM - TOP) * y


def _risk(decisions: Decisions) -> list[Point]:
    risk = risk_by_coverage(decisions.confidence, decisions.right)
    chosen = np.unique(np.linspace(0, len(risk) - 1, POINTS).astype(int))
    return [((at + 1) / len(risk), float(risk[at])) for at in chosen]
