from datetime import UTC, datetime, timedelta

import pytest

from actions.tickets.retry import RETRY_AFTER_SECONDS, Outcome, asked_seconds, judge

NOW = datetime(2026, 3, 24, 9, 30, tzinfo=UTC)


def test_the_schedule_is_that_of_standard_webhooks():
    hours = [seconds / 3600 for seconds in RETRY_AFTER_SECONDS[3:]]
    assert RETRY_AFTER_SECONDS[:3] == (0, 5, 300)
    assert hours == [0.5, 2, 5, 10, 14, 20, 24]


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_only_2xx_is_delivered(status):
    assert judge(Outcome(status), tries=1, now=NOW, jitter=1).state == "delivered"


@pytest.mark.parametrize("status", [100, 301, 302, 307, 400, 401, 404, 500, None])
def test_everything_else_is_tried_again(status):
    judgement = judge(Outcome(status), tries=1, now=NOW, jitter=1)
    assert judgement.state == "pending"
    assert judgement.next_attempt_at == NOW + timedelta(seconds=5)


def test_waits_follow_the_schedule_and_then_end():
    waits = []
    for tries in range(1, 11):
        judgement = judge(Outcome(500), tries=tries, now=NOW, jitter=1)
        waits.append(judgement.next_attempt_at and judgement.next_attempt_at - NOW)
    assert [wait and wait.total_seconds() for wait in waits] == [*RETRY_AFTER_SECONDS[1:], None]
    assert judge(Outcome(500), tries=10, now=NOW, jitter=1).state == "dead"


def test_jitter_stretches_the_wait():
    judgement = judge(Outcome(500), tries=2, now=NOW, jitter=1.1)
    assert judgement.next_attempt_at == NOW + timedelta(seconds=330)


def test_gone_is_gone():
    judgement = judge(Outcome(410), tries=1, now=NOW, jitter=1)
    assert (judgement.state, judgement.disables_helpdesk) == ("dead", True)


def test_what_cannot_be_sent_is_not_tried_again():
    judgement = judge(Outcome(unsendable=True), tries=1, now=NOW, jitter=1)
    assert (judgement.state, judgement.disables_helpdesk) == ("dead", False)


@pytest.mark.parametrize(
    ("status", "tries", "asked", "waited"),
    [
        (429, 1, "60", 60),  # longer than the schedule: as asked
        (503, 1, "60", 60),
        (429, 2, "60", 300),  # shorter: as the schedule says
        (500, 1, "60", 5),  # only these two may ask
        (429, 1, "Tue, 24 Mar 2026 09:40:00 GMT", 600),
        (429, 1, "99999999999999999999", 86_400),  # at most a day
        (429, 1, "soon", 5),
        (429, 1, "-5", 5),
        (429, 1, "٣٠", 5),  # digits, but not ASCII
    ],
)
def test_retry_after_is_honoured(status, tries, asked, waited):
    judgement = judge(Outcome(status, retry_after=asked), tries=tries, now=NOW, jitter=1)
    assert judgement.next_attempt_at == NOW + timedelta(seconds=waited)


def test_a_date_in_the_past_asks_for_no_wait():
    assert asked_seconds("Tue, 24 Mar 2026 09:00:00 GMT", NOW) == 0
