"""What the number of a cell says: spreadsheets keep days as numbers, and only their format tells."""

import re
from datetime import datetime, time, timedelta

from app.answers import cleaned

FROM_1900, FROM_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a cell knows no zone
"""From when a workbook counts its days."""

DATE_FORMATS = frozenset(str(number) for number in (*range(14, 23), *range(45, 48)))
"""The formats that every spreadsheet knows by number, and that show a date or a time."""

_LONGEST_FORMAT = 255
_NOT_OF_DATES = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_OF_DATES = re.compile(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_DAY = timedelta(days=1)
_LEAP_DAY = 60
"""The 29th of February 1900, which spreadsheets count and no calendar has."""


def shows_date(code: str) -> bool:
    """Whether cells of a format show a date or a time."""
    if len(code) > _LONGEST_FORMAT:
        return False
    return bool(_OF_DATES.search(_NOT_OF_DATES.sub("", code.split(";", maxsplit=1)[0])))


def number_text(written: str, counts_from: datetime, *, is_date: bool) -> str:
    """A number as a person would type it: 3, 0.5, or a day."""
    try:
        number = float(written)
        if is_date:
            return _moment_text(number, counts_from)
        return str(int(number)) if number.is_integer() else str(number)
    except (ValueError, OverflowError):
        return cleaned(written)


def _moment_text(number: float, counts_from: datetime) -> str:
    """A day, a day with its time, or, before the first day, a time alone."""
    days, share = divmod(number, 1)
    clock = timedelta(milliseconds=round(share * _DAY.total_seconds() * 1000))
    if days == 0 and clock < _DAY:
        return str((counts_from + clock).time())
    if 0 < number < _LEAP_DAY and counts_from == FROM_1900:
        days += 1
    moment = counts_from + timedelta(days=days) + clock
    return str(moment.date() if moment.time() == time() else moment)
