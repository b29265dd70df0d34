"""The promise in the contact's words."""

from datetime import UTC, datetime

import pytest

from actions.progress.card import due_words

MONDAY_MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "date", "time"),
    [
        ("es", "lunes, 23 de noviembre de 2026", "10:30"),
        ("en", "Monday, November 23, 2026", "10:30\u202fAM"),
    ],
)
def test_due_times_are_told_in_the_desk_s_time_zone(language, date, time):
    words = due_words(MONDAY_MORNING, time_zone="Europe/Madrid", language=language)
    assert words == {"due_date": date, "due_time": time, "due_zone": "Madrid"}


def test_a_zone_without_a_city_is_called_by_its_name():
    words = due_words(MONDAY_MORNING, time_zone="UTC", language="es")
    assert words["due_zone"] == "UTC"
