"""Promises counted minute by minute, from rules written by hand.

No library is shared with the code under test. Holidays of Madrid are from the official calendar.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from actions.tickets.opening import OpeningTimes

MADRID = ZoneInfo("Europe/Madrid")
LONG = OpeningTimes("Mo-Fr 09:00-21:00; Sa 10:00-18:00", "Europe/Madrid", "ES", "MD")
SHORT = OpeningTimes("Mo-Fr 09:00-18:00", "Europe/Madrid", "ES", "MD")
ALWAYS = OpeningTimes("24/7", "Europe/Madrid")
NIGHT = OpeningTimes("Mo-Su 00:00-06:00,22:00-24:00", "Europe/Madrid")
HOLIDAYS = {
    *(date(2026, 1, 1), date(2026, 1, 6), date(2026, 4, 2), date(2026, 4, 3)),
    *(date(2026, 5, 1), date(2026, 5, 2), date(2026, 8, 15), date(2026, 10, 12)),
    *(date(2026, 11, 2), date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 25)),
    *(date(2027, 1, 1), date(2027, 1, 6)),
}


def open_by_hand(opening: OpeningTimes, moment: datetime) -> bool:
    local = moment.astimezone(MADRID)
    if opening is NIGHT:
        return local.hour < 6 or local.hour >= 22
    if opening is ALWAYS:
        return True
    if local.date() in HOLIDAYS or local.weekday() == 6:
        return False
    if local.weekday() == 5:
        return opening is LONG and 10 <= local.hour < 18
    return 9 <= local.hour < (21 if opening is LONG else 18)


def due_by_counting(opening: OpeningTimes, opened: datetime, minutes: int) -> datetime:
    moment = opened
    while minutes:
        minutes -= open_by_hand(opening, moment)
        moment += timedelta(minutes=1)
    return moment


def due_day_by_counting(opening: OpeningTimes, opened: datetime, days: int) -> datetime:
    moment = opened
    while not open_by_hand(opening, moment):
        moment += timedelta(minutes=1)
    day = moment.astimezone(MADRID).date()
    due = moment
    while days >= 0:
        if open_by_hand(opening, moment):
            if moment.astimezone(MADRID).date() != day:
                day = moment.astimezone(MADRID).date()
                days -= 1
            if days >= 0:
                due = moment + timedelta(minutes=1)
        moment += timedelta(minutes=1)
    return due
