"""Lock-out: how long an e-mail stays shut after wrong passwords; pure."""

from datetime import datetime, timedelta

# People mistype; programs try on. Five hundred guesses then take five days, and the person whose
# e-mail somebody else tries is shut out for a quarter of an hour at most.
FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=24)


def shut_for(failures: int) -> timedelta:
    """How long nothing is tried after so many wrong passwords in a row."""
    if failures < FREE_TRIES:
        return timedelta()
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures - FREE_TRIES, 10))


def wait_left(failures: int, last_at: datetime, now: datetime) -> timedelta:
    """How much of that is left."""
    return max(timedelta(), last_at + shut_for(failures) - now)


def failures_now(failures: int, last_at: datetime, now: datetime) -> int:
    """The failures that still count."""
    return 0 if now - last_at >= FORGOTTEN_AFTER else failures
