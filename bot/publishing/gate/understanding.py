"""Whether separately written messages are understood as well as before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.publishing.gate.cases import Case
from bot.publishing.gate.sides import named
from bot.training.evaluation_figures import Acts, Taken

# Of a label: so many more lost than gained, and such a share. One or two move with every training.
FEWEST, SHARE = 2, 0.15
# Of all labels of a language.
FEWEST_IN_ALL, SHARE_IN_ALL = 4, 0.015


@dataclass
class _Tally:
    count: int = 0
    lost: list[str] = field(default_factory=list)
    gained: int = 0

    def add(self, id: str, before: bool, after: bool) -> None:
        self.count += 1
        if before and not after:
            self.lost.append(id)
        self.gained += after and not before

    def is_worse(self, fewest: int, share: float) -> bool:
        net = len(self.lost) - self.gained
        return net >= fewest and net > share * self.count


def understanding_cases(language: str, live: Taken, candidate: Taken) -> Iterator[Case]:
    """Labels of which more messages are lost than gained, and the language as a whole."""
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    whole = _Tally()
    for id, label, before, after in _compared(live.acts, candidate.acts):
        tallies[label].add(id, before, after)
        whole.add(id, before, after)
    found = [
        _case(language, label, tally)
        for label, tally in sorted(tallies.items())
        if tally.is_worse(FEWEST, SHARE)
    ]
    yield from found
    if not found and whole.is_worse(FEWEST_IN_ALL, SHARE_IN_ALL):
        yield _case(language, "*", whole)


def _compared(live: Acts, candidate: Acts) -> Iterator[tuple[str, str, bool, bool]]:
    for (row, then), (_, now) in zip(live, candidate, strict=True):
        yield row.id, row.act, then.act == row.act, now.act == row.act
        if row.topic:
            yield row.id, f"{row.topic}", then.topic == row.topic, now.topic == row.topic


def _case(language: str, label: str, tally: _Tally) -> Case:
    values = {
        "label": label,
        "language": language,
        "lost": str(len(tally.lost)),
        "gained": str(tally.gained),
        "count": str(tally.count),
        "examples": ", ".join(named(_ids(tally.lost))),
    }
    return Case("understanding", "understood_worse", values)


def _ids(lost: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(lost))
