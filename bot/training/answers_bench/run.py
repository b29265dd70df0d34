"""The bench of answers: every system on every base."""

from collections.abc import Callable, Iterator, Sequence

from bot.training.answers_bench.figures import Figures, ahead, figures, gap_closed
from bot.training.answers_bench.sets import AnswerSet
from bot.training.answers_bench.systems import (
    BESIDE,
    COSINE_THRESHOLD,
    OURS,
    Base,
    Ranking,
    Systems,
)

Report = Callable[[str], None]


def measured(
    base: Base, sets: Sequence[AnswerSet], report: Report, *, only: str | None = None
) -> Iterator[tuple[AnswerSet, dict[str, Figures]]]:
    """The figures of each set, by system."""
    for asked in sets:
        systems = Systems(base, asked)
        found: dict[str, list[Ranking]] = {}
        for system in (only,) if only else (OURS, *BESIDE):
            report(f"{asked.name} ({asked.language}), {system}")
            found[system] = systems.rankings(system)
        yield asked, _figures(found, asked, base.target_precision)


def _figures(
    found: dict[str, list[Ranking]], asked: AnswerSet, target: float
) -> dict[str, Figures]:
    by_system = {
        system: figures(asked.queries, ranks, target=target) for system, ranks in found.items()
    }
    if OURS in found and len(found) > 1:
        by_system[OURS]["r_at_1_ahead_of"] = {
            system: ahead(asked.queries, found[OURS], ranks)
            for system, ranks in found.items()
            if system != OURS
        }
        cosine = found[COSINE_THRESHOLD]
        by_system[OURS]["gap_closed"] = gap_closed(asked.queries, found[OURS], cosine)
    return by_system
