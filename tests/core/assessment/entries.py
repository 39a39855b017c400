"""An entry of a journal, written by one person on one day."""

from datetime import UTC, datetime

from app.core.assessment.journal import Content, Entry, Subject


def entry(subject: Subject, position: int, revision: int, content: Content) -> Entry:
    at = datetime(2026, 6, 30, tzinfo=UTC)
    return Entry(subject=subject, revision=revision, position=position, content=content, author="Ada", at=at)
