"""Controls: what may be answered now, besides what the articles themselves say."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An article that is shown nowhere until somebody restores it."""

    article_id: str
    language: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is answered; every question goes to people."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Controls:
    """All of it at one moment."""

    withdrawals: tuple[Withdrawal, ...] = ()
    pause: Pause | None = None

    def is_withdrawn(self, article_id: str, language: str) -> bool:
        """Whether an article may be shown to nobody."""
        return any((w.article_id, w.language) == (article_id, language) for w in self.withdrawals)
