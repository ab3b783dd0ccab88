"""Days and sums, exactly: the same rules that `docs/assets/helpers/` works out in the page."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from overdue.model.calculators import Wording

CENT = Decimal("0.01")
YEAR_DAYS = 365
SATURDAY = 5


def last_day(start: dt.date, length: int, unit: str) -> dt.date:
    """Return the last day of a period; the day it starts is not counted, and no holiday moves the end."""
    if unit == "day":
        return start + dt.timedelta(days=length)
    if unit == "working-day":
        return _working_days(start, length)
    return _months(start, length * (12 if unit == "year" else 1))


def _working_days(start: dt.date, length: int) -> dt.date:
    """Count Mondays to Fridays; which of them are holidays is not known."""
    day = start
    while length:
        day += dt.timedelta(days=1)
        length -= day.weekday() < SATURDAY
    return day


def _months(start: dt.date, months: int) -> dt.date:
    """Return the corresponding day so many months later, or the last day of a month that lacks it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def is_weekend(day: dt.date) -> bool:
    """Say whether a day is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def interest(principal: int, wording: Wording, days: int) -> Decimal:
    """Return what a rate comes to, to the cent."""
    share = wording.rate / {"day-percent": 100, "day-permyriad": 10_000}.get(wording.unit, 100 * YEAR_DAYS)
    return (principal * share * (wording.times or 1) * days).quantize(CENT, ROUND_HALF_UP)
