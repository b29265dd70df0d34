"""When somebody, or something, sends too much to be answered; pure."""

from dataclasses import dataclass
from datetime import timedelta

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# A person in a hurry writes a dozen mails in an hour; two programs write that in a minute.
MOST_OF_A_SENDER_IN_AN_HOUR = 20
MOST_OF_A_SENDER_IN_A_DAY = 60
MOST_IN_A_THREAD_IN_AN_HOUR = 15
# A person does not send the same words three times in an hour; an answering machine does.
MOST_OF_THE_SAME_IN_AN_HOUR = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """How much came before: of the sender, in the thread, with the same words."""

    of_sender_in_an_hour: int = 0
    of_sender_in_a_day: int = 0
    in_thread_in_an_hour: int = 0
    of_the_same_in_an_hour: int = 0


def is_a_loop(counted: Counted) -> bool:
    """Whether one more is not to be answered."""
    return (
        counted.of_sender_in_an_hour >= MOST_OF_A_SENDER_IN_AN_HOUR
        or counted.of_sender_in_a_day >= MOST_OF_A_SENDER_IN_A_DAY
        or counted.in_thread_in_an_hour >= MOST_IN_A_THREAD_IN_AN_HOUR
        or counted.of_the_same_in_an_hour >= MOST_OF_THE_SAME_IN_AN_HOUR
    )
