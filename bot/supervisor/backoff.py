"""How long to wait before a child that died is started again."""

from __future__ import annotations

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 30.0
# A child that lived this long was well: its next death is a new matter.
WELL_AFTER_SECONDS = 60.0


def next_wait(previous: float | None, *, lived: float) -> float:
    """Seconds to wait now; `previous` is the last wait, None at the first death."""
    if previous is None or lived >= WELL_AFTER_SECONDS:
        return FIRST_SECONDS
    return min(previous * 2, LONGEST_SECONDS)
