"""Column types: free text, and moments in time."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from app.answers import moment_text


class FreeText(TypeDecorator[str]):
    """Everything that people wrote. The one place to encrypt it."""

    impl = Text
    cache_ok = True


class UtcMoment(TypeDecorator[datetime]):
    """A moment as UTC text with milliseconds, which sorts as it reads on every database."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """The text of a moment that knows its zone."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment of a stored text."""
        return None if value is None else datetime.fromisoformat(value)
