"""Days as people write them: a year, a month or a day."""

import calendar
import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def last_day(written: str) -> date | None:
    """The last day of a year, month or day written `2024`, `2024-05` or `2024-05-06`; None if it is none."""
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not 1 <= year <= 9999 or not 1 <= month <= 12:  # noqa: PLR2004 - the calendar
        return None
    days = calendar.monthrange(year, month)[1]
    day = int(found[3] or days)
    return date(year, month, day) if 1 <= day <= days else None
