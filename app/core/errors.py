"""What can be refused, in the core's words; no HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong in something a person wrote, with its place and the mend.

    `place` goes from the outside in, for example `("component 3.6", "question 3.6.2", "weight")`.
    """

    place: tuple[str, ...]
    problem: str
    mend: str

    def __str__(self) -> str:
        where = ", ".join(self.place)
        return f"{where}: {self.problem} {self.mend}".strip() if where else f"{self.problem} {self.mend}"


class RefusedError(Exception):
    """Base of everything refused because of what was written; carries every fault at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class QuestionnaireRefusedError(RefusedError):
    """A questionnaire that breaks the format or the method."""


class AnswersRefusedError(RefusedError):
    """An answers file, or one entry, that does not fit its questionnaire."""


class ConditionRefusedError(Exception):
    """A `when` that cannot be read; the message says where in it and what would be right."""


class AlreadyFinishedError(Exception):
    """The assessment is finished: nothing in it changes until it is reopened with a reason."""


class NotFinishedError(Exception):
    """Reopening was asked for an assessment that is not finished."""


class BlockedError(Exception):
    """Finishing was asked for while something still blocks it."""


class BusyError(Exception):
    """The database cannot do it now: it is locked, full, or does not answer. Nothing was saved.

    The message is a whole sentence.
    """


class UnusableError(Exception):
    """The database can only be read, or is damaged, which does not pass by itself. Nothing was saved.

    The message is a whole sentence, with the mend.
    """


Incomparable = Literal["country", "questionnaire", "text", "scope", "scale", "nothing"]

_INCOMPARABLE: dict[Incomparable, str] = {
    "country": "They are of different countries, and no State is compared with another.",
    "questionnaire": "They answer different questionnaires.",
    "text": "They answer different texts under the one name of a published questionnaire.",
    "scope": "A quick scan is compared only with a quick scan, and a full assessment only with a full one.",
    "scale": "Their versions of the questionnaire have different levels or grades of evidence.",
    "nothing": "No question is asked and applicable in both.",
}


class NotComparableError(Exception):
    """Two assessments that cannot stand beside each other (method, section 7); it says why in a sentence."""

    def __init__(self, why: Incomparable) -> None:
        self.why = why
        super().__init__(_INCOMPARABLE[why])


class ChoiceRefusedError(Exception):
    """A report was asked for with a choice that does not fit; the sentence names it and the mend."""

    def __init__(self, choice: Literal["sheets", "released", "marking"], sentence: str) -> None:
        self.choice = choice
        super().__init__(sentence)
