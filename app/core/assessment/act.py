"""Who does something to an assessment, when, and in which try: what every write is entered under."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Act:
    """Made once, at the edge, and handed on whole.

    `by`: a name as it was typed; may be empty until there are accounts. `at`: now. `mutation`: a word that
    is sent again with each repetition of the same try, so that it is done once.
    """

    by: str
    at: datetime
    mutation: str
