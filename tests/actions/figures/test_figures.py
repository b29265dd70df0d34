from datetime import UTC, date, datetime, timedelta

import pytest

from actions.figures import FIGURES, Figures, Listing, Period
from actions.unanswered import UnansweredStore
from actions.unanswered.store import NewQuestion

NOW = datetime(2026, 3, 25, 12, 0, tzinfo=UTC)
WEEK = Period.last(7, now=NOW)
HOUR = timedelta(hours=1)


@pytest.fixture
def figures(database):
    return Figures(database, time_zone="Europe/Madrid")


def test_questions_are_counted_by_what_became_of_them(figures, days):
    """C4: how many questions are answered without a person is counted."""
    for decision in ("answer", "answer", "suggestions", "no_answer", "noted", "thanks"):
        days.asks(NOW - HOUR, decision)
    days.asks(NOW - timedelta(days=8), "answer")
    totals = figures.count(WEEK).totals
    assert {name: totals[name] for name in ("questions", "answered", "suggested")} == {
        "questions": 5,
        "answered": 2,
        "suggested": 1,
    }
    assert totals["unanswered"] == 2
    assert figures.count(WEEK.before).totals["questions"] == 1


def test_a_day_begins_where_the_desk_is(figures, days):
    days.asks(datetime(2026, 3, 23, 22, 30, tzinfo=UTC), "answer")  # 23:30 in Madrid
    days.asks(datetime(2026, 3, 23, 23, 30, tzinfo=UTC), "answer")  # 0:30 the day after
    by_day = figures.by_day(WEEK)
    assert (min(by_day), max(by_day), len(by_day)) == (date(2026, 3, 18), date(2026, 3, 25), 8)
    assert {day: counts["answered"] for day, counts in by_day.items() if counts["answered"]} == {
        date(2026, 3, 23): 1,
        date(2026, 3, 24): 1,
    }


def test_an_hour_of_the_week_is_the_desks(figures, days):
    days.asks(datetime(2026, 3, 23, 22, 30, tzinfo=UTC), "answer")  # a Monday
    counts = figures.by_hour_of_week(WEEK)
    assert sum(counts) == 1
    assert counts[23] == 1


def test_topics_are_those_of_questions(figures, days):
    days.asks(NOW - HOUR, "answer", topic="delivery")
    days.asks(NOW - HOUR, "thanks", topic="delivery")
    assert figures.count(WEEK).by_topic == {"delivery": 1}


def test_an_answer_is_gained_from_the_day_on_that_its_article_was_written_for_a_question(
    database, conversations, figures, days
):
    """A7: what was learned from a question in vain is counted in answers."""
    in_vain = days.asks(NOW - 3 * HOUR, "no_answer")
    unanswered = UnansweredStore(database)
    (bot,) = (each for each in conversations.messages(in_vain) if each.sender == "bot")
    gap = NewQuestion(
        message_id=bot.message_id,
        conversation_id=in_vain,
        question="do you wrap gifts?",
        language="en",
        topic="orders",
        why="nothing",
        article=None,
        asked_at=NOW - 3 * HOUR,
    )
    unanswered.keep([gap])
    (question,) = unanswered.open(most=9)
    days.asks(NOW - 2 * HOUR, "answer", article="gift-wrap")  # from elsewhere, before
    unanswered.close([question.id], article="gift-wrap", reason="", now=NOW - HOUR)
    days.asks(NOW - HOUR, "answer", article="gift-wrap", text="do you wrap gifts?")
    days.asks(NOW - HOUR, "answer", article="another")
    assert figures.count(WEEK).totals["gained"] == 1
    (listed,) = Listing(database).list("gained", WEEK, limit=9)
    assert listed.words == "do you wrap gifts?"


def test_anger_is_counted_once_a_conversation(figures, days):
    talk = days.asks(NOW - HOUR, "calming")
    days.opens(NOW - HOUR, talk, mood="angry")
    days.hands_over(NOW - HOUR, talk, "angry")
    other = days.asks(NOW - HOUR, "answer")
    days.hands_over(NOW - HOUR, other, "asked_for_person")
    totals = figures.count(WEEK).totals
    assert (totals["anger"], totals["handed_over"], totals["tickets"]) == (1, 2, 1)


def test_satisfaction_is_the_share_of_four_and_five(figures, days):
    """C10: ratings are counted, and how many of them are satisfied."""
    for score in (5, 4, 1):
        talk = days.asks(NOW - HOUR, "answer")
        days.rates(NOW - HOUR, days.opens(NOW - HOUR, talk), score)
    counted = figures.count(WEEK)
    assert (counted.ratings, counted.satisfied) == (3, 2)
    assert counted.score == pytest.approx(10 / 3)


def test_nothing_at_all_is_counted_as_nothing(figures):
    counted = figures.count(WEEK)
    assert set(counted.totals.values()) == {0}
    assert counted.score is None


def test_every_figure_lists_as_many_cases_as_it_counts(database, figures, days):
    for decision in ("answer", "suggestions", "no_answer"):
        talk = days.asks(NOW - HOUR, decision, text=f"asked for {decision}")
    days.rates(NOW - HOUR, days.opens(NOW - HOUR, talk, mood="angry"), 5)
    days.hands_over(NOW - HOUR, talk, "no_answer")
    counted, listing = figures.count(WEEK), Listing(database)
    for figure in FIGURES:
        listed = listing.list(figure, WEEK, limit=50)
        counts = {**counted.totals, "satisfaction": counted.ratings, "at_risk": figures.at_risk()}
        expected = counts[figure]
        assert (figure, len(listed)) == (figure, expected)
    (answered,) = listing.list("answered", WEEK, limit=50)
    assert answered.words == "asked for answer"
    assert listing.list("answered", WEEK, topic="another", limit=50) == []
