"""Moments: as text in UTC with milliseconds, so that they sort as they read; as a day of this machine."""

from datetime import UTC, date, datetime


def moment_text(at: datetime) -> str:
    """The one text of a moment that knows its zone, for example 2026-11-24T14:32:05.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day_of(at: datetime) -> date:
    """The day of a moment where the product runs: that of the times which stand beside it on a page."""
    return at.astimezone().date()
