"""When a failed delivery is tried again, and when it is given up; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

State = Literal["pending", "delivered", "dead"]

# Seconds from one attempt to the next, as Standard Webhooks advises; three days in all, then a
# person has to look.
RETRY_AFTER_SECONDS = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)

# So that the deliveries held up by one outage do not all come back in the same second.
JITTER = (0.9, 1.1)

RETRY_AFTER_STATUSES = (429, 503)
GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended: an HTTP status, or why there was none."""

    status: int | None = None
    error: str | None = None
    retry_after: str | None = None
    unsendable: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of the delivery, and whether its help desk wants no more."""

    state: State
    next_attempt_at: datetime | None = None
    disables_helpdesk: bool = False


def judge(outcome: Outcome, *, tries: int, now: datetime, jitter: float) -> Judgement:
    """What follows from the `tries`-th attempt; `jitter` stretches the wait."""
    if outcome.status is not None and 200 <= outcome.status < 300:
        return Judgement("delivered")
    if outcome.unsendable or outcome.status == GONE:
        return Judgement("dead", disables_helpdesk=outcome.status == GONE)
    if tries >= len(RETRY_AFTER_SECONDS):
        return Judgement("dead")
    wait = RETRY_AFTER_SECONDS[tries] * jitter
    if outcome.status in RETRY_AFTER_STATUSES:
        wait = max(wait, asked_seconds(outcome.retry_after, now))
    return Judgement("pending", next_attempt_at=now + timedelta(seconds=wait))


def asked_seconds(retry_after: str | None, now: datetime) -> float:
    """The wait a help desk asks for (seconds or an HTTP date), at most a day; else 0."""
    if not retry_after:
        return 0
    longest = RETRY_AFTER_SECONDS[-1]
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), longest)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0), longest)
