"""The daily digest: once, from its time on, where the desk is."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from actions.alerts import Alerts, Digest
from actions.mail import MailFailed
from actions.tickets import Lead
from actions.unanswered.collector import Collector
from tests.actions.unanswered.conversations import plain_redactor

# 09:00 in Madrid, where the desk is.
MORNING = datetime(2026, 3, 25, 8, 0, tzinfo=UTC)
YESTERDAY = datetime(2026, 3, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def led(desk):
    return desk.model_copy(update={"lead": Lead(name="Lola", email="lola@aurora.example")})


class Post:
    """The letters that were taken; `fails` times the mail server is away."""

    def __init__(self, fails=0) -> None:
        self.letters, self.fails = [], fails

    async def __call__(self, letter) -> None:
        if self.fails:
            self.fails -= 1
            raise MailFailed("no connection")
        self.letters.append(letter)


def looks(database, desk, post, now=MORNING, language="en", at=time(8)) -> bool:
    digest = Digest(
        database,
        desk,
        company="Aurora",
        language=language,
        url="https://help.example",
        at=at,
        send=post,
        clock=lambda: now,
    )
    return asyncio.run(digest.look())


def test_it_says_how_yesterday_went_beside_the_day_before(database, led, days):
    """A7: every morning the lead reads what was asked, answered and asked in vain."""
    for _ in range(11):
        days.asks(YESTERDAY, "answer", topic="returns")
    days.asks(YESTERDAY, "no_answer", topic="returns")
    days.asks(YESTERDAY - DAY, "answer", topic="delivery")
    days.asks(MORNING - timedelta(hours=1), "answer")  # today's
    post = Post()
    assert looks(database, led, post)
    (letter,) = post.letters
    assert letter.to == "lola@aurora.example"
    assert letter.subject == "2026-03-24: 12 questions, 11 answered"
    assert "- Questions: 12 (1)" in letter.text
    assert "- Unanswered: 1 (0)" in letter.text
    assert "https://help.example/console/today?days=1" in letter.text
    returns = led.topic_name("returns", "en")
    assert f"“{returns}” spikes: 12; the day before, 0." in letter.text


def test_it_says_what_waits_now(database, led, days):
    recent = MORNING - timedelta(minutes=30)
    for _ in range(5):
        days.hands_over(recent, days.asks(recent, "calming"), "angry")
    days.asks(recent, "no_answer")
    asyncio.run(Alerts(database, led, clock=lambda: MORNING).look())
    Collector(database, plain_redactor, clock=lambda: MORNING).collect()
    post = Post()
    looks(database, led, post)
    assert "Unanswered questions that wait for an article: 1" in post.letters[0].text
    assert "Open alerts: 1" in post.letters[0].text


def test_it_comes_once_a_day_and_not_before_its_time(database, led):
    post = Post()
    assert not looks(database, led, post, MORNING - timedelta(hours=1, minutes=1))
    assert looks(database, led, post)
    assert not looks(database, led, post, MORNING + timedelta(hours=9))
    assert looks(database, led, post, MORNING + DAY)
    assert [each.subject[:10] for each in post.letters] == ["2026-03-24", "2026-03-25"]


def test_a_mail_server_that_is_away_gets_it_later(database, led):
    post = Post(fails=1)
    assert not looks(database, led, post)
    assert looks(database, led, post, MORNING + timedelta(minutes=1))


def test_it_is_in_the_company_s_language(database, led):
    post = Post()
    looks(database, led, post, language="es")
    assert "- Preguntas: 0 (0)" in post.letters[0].text


def test_a_company_that_wants_none_gets_none(database, led):
    assert not looks(database, led, Post(), at=None)


def test_a_lead_without_a_mail_address_gets_none(database, desk):
    nobody = desk.model_copy(update={"lead": Lead(name="Lola")})
    assert not looks(database, nobody, Post())
