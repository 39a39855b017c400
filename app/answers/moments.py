"""A moment as text: in UTC with milliseconds, so that moments sort as they read."""

from datetime import UTC, datetime


def moment_text(at: datetime) -> str:
    """The one text of a moment that knows its zone, for example 2026-11-24T14:32:05.000Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
