"""Finding: one thing that was looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Is it well (None: not yet, or to be known), and what to say of it, with the way out."""

    name: str
    well: bool | None
    sentence: str
