"""Dates that are written out; "yesterday" is none, for it needs a calendar beside it."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

from bot.components.details.detail import Detail
from bot.components.details.lexicon import Lexicon, alternatives
from bot.components.details.patterns import span_of

_ISO = re.compile(
    r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)(?P<sign>[-/])(?P<month>\d{2})(?P=sign)(?P<day>\d{2})(?![\w/-])"
)
_DIGITS = re.compile(
    r"(?<![\w/.,-])(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})"
    r"(?:(?P=sign)(?P<year>\d{4}|\d{2}))?(?![\w/€$£%-]|[.,]\d)"
)
_CENTURY = 2000  # of years written with two digits
_LEAP_YEAR = 2024  # for dates without a year the 29th of February exists


def dates_in(text: str, lexicon: Lexicon, *, day_first: bool) -> list[Detail]:
    """Dates as ISO 8601; without a year as `--03-12` (the 12th of March).

    A line of the list `month` has the spellings of one month, January first; a pattern `date` has
    groups `day` and `month`; after a date a phrase of the list `year_phrase` (this year) belongs to
    it, and before it one of `weekday`. `day_first`: 3/4 is the 3rd of April.
    """
    found = [_iso(match) for match in _ISO.finditer(text)]
    found += [_in_digits(match, day_first) for match in _DIGITS.finditer(text)]
    found += [_in_numbers(match) for match in lexicon.matches("date", text)]
    months = _months(lexicon)
    if months:
        found += [_in_words(match, months) for match in _worded(lexicon).finditer(text)]
    return [detail for detail in found if detail]


@lru_cache(maxsize=8)
def _months(lexicon: Lexicon) -> dict[str, int]:
    # Each language brings its own twelve lines.
    return {
        spelling.casefold(): at % 12 + 1
        for at, line in enumerate(lexicon.words("month"))
        for spelling in line.split()
    }


@lru_cache(maxsize=8)
def _worded(lexicon: Lexicon) -> re.Pattern[str]:
    month = alternatives(_months(lexicon))
    year_phrases = lexicon.meaning("year_phrase")
    weekdays = lexicon.words("weekday")
    weekday = rf"(?:(?<!\w)(?:{alternatives(weekdays)})\.?,?\s+)?" if weekdays else ""
    day = rf"{weekday}(?<![\w/.,-])(?P<d1>\d{{1,2}})(?:st|nd|rd|th|º|ª|\.)?"
    of = r"(?:[-/]|\s+(?:de\s+|d\s+|of\s+)?)"
    full = r"(?:\s+del?|\s+d|,)?[\s/-]+(?P<{0}>(?:19|20)\d\d)(?!\d)"
    short = r"\s+del?\s+(?P<{1}>\d\d)(?!\w|[.,]\d)"
    told = rf"|,?\s+(?:{alternatives(year_phrases)})(?!\w)" if year_phrases else ""
    year = f"(?:{full}|{short}{told})?"
    return re.compile(
        rf"{day}{of}(?P<m1>{month})(?!\w)\.?{year.format('y1', 'short1')}"
        rf"|{weekday}(?<!\w)(?P<m2>{month})\.?\s+(?:the\s+)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?![\w:€$£%]|[.,]\d){year.format('y2', 'short2')}",
        re.IGNORECASE,
    )


def _iso(match: re.Match[str]) -> Detail | None:
    return _date(match, match["year"], int(match["month"]), int(match["day"]))


def _in_digits(match: re.Match[str], day_first: bool) -> Detail | None:
    if not match["year"] and match["sign"] != "/":
        return None  # 2.4 and 24-48 are numbers; only 3/12 is a date
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if day_first or first > 12 else (second, first)
    if month > 12:
        day, month = month, day
    return _date(match, match["year"], month, day)


def _in_numbers(match: re.Match[str]) -> Detail | None:
    return _date(match, None, int(match["month"]), int(match["day"]))


def _in_words(match: re.Match[str], months: dict[str, int]) -> Detail | None:
    month = months[(match["m1"] or match["m2"]).casefold()]
    year = match["y1"] or match["y2"] or match["short1"] or match["short2"]
    return _date(match, year, month, int(match["d1"] or match["d2"]))


def _date(match: re.Match[str], year: str | None, month: int, day: int) -> Detail | None:
    full_year = None if not year else int(year) + (_CENTURY if len(year) == 2 else 0)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(full_year or _LEAP_YEAR, month)[1]:
        return None
    value = f"{full_year:04d}-{month:02d}-{day:02d}" if full_year else f"--{month:02d}-{day:02d}"
    return Detail("date", *span_of(match), value)
