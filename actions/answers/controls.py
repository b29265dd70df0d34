"""Controls: what may be answered now, besides what the articles themselves say."""

from collections.abc import Collection, Mapping
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
class Notice:
    """What everybody who asks about some topics should know until a moment."""

    id: str
    topics: tuple[str, ...]  # none: all of them
    texts: Mapping[str, str]  # language → text
    until: datetime

    def concerns(self, topics: Collection[str]) -> bool:
        """Whether it is about one of these topics; about none, if there is none."""
        return bool(topics) and (not self.topics or not set(self.topics).isdisjoint(topics))


@dataclass(frozen=True, slots=True)
class Controls:
    """All of it at one moment."""

    withdrawals: tuple[Withdrawal, ...] = ()
    pause: Pause | None = None
    notices: tuple[Notice, ...] = ()  # past ones, too

    def is_withdrawn(self, article_id: str, language: str) -> bool:
        """Whether an article may be shown to nobody."""
        return any((w.article_id, w.language) == (article_id, language) for w in self.withdrawals)
