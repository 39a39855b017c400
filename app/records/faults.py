"""What is wrong in something written, gathered fault by fault, and what was written as a fault repeats it."""

from collections.abc import Iterable
from typing import NoReturn

from app.core.errors import AnswersRefusedError, Fault
from app.core.questionnaire.place import Place
from app.records.cleaning import cleaned

_LONGEST_QUOTE = 60
"""Characters of what was written that a fault repeats."""

MOST_FAULTS = 200
"""After as many, reading stops."""


def quoted(written: object) -> str:
    """What was written, short and safe enough to stand in a sentence."""
    if isinstance(written, bool):
        return "true" if written else "false"
    if written is None:
        return "null"
    if isinstance(written, dict | list):
        return "an object" if isinstance(written, dict) else "a list"
    text = cleaned(str(written)).replace("\n", " ")
    short = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
    return f'"{short}"' if type(written) is str else short


class Faults:
    """Gathers faults in the order of reading.

    At the fault MOST_FAULTS, noting it raises AnswersRefusedError with all of them: a file in which
    everything is wrong is not read to its end.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything noted, in the order of reading."""
        return tuple(self._faults)

    def note(self, faults: Iterable[Fault], inside: Place = ()) -> None:
        """Notes faults whose places are `inside` a place, but for places that have one already."""
        noted = {fault.place for fault in self._faults}
        for fault in faults:
            place = (*inside, *fault.place)
            if place not in noted:
                self.refuse(place, fault.problem, fault.mend)

    def refuse(self, place: Place, problem: str, mend: str) -> None:
        """Notes one fault."""
        self._faults.append(Fault(place=place, problem=problem, mend=mend))
        if len(self._faults) >= MOST_FAULTS:
            stopped = f"Reading stopped after {MOST_FAULTS} errors; there may be more."
            raise AnswersRefusedError(
                (*self._faults, Fault(place=(), problem=stopped, mend="Correct these first."))
            )


def refuse(problem: str, mend: str, place: tuple[str, ...] = ()) -> NoReturn:
    """Raises AnswersRefusedError with one fault: of the whole file, where no place is given."""
    raise AnswersRefusedError([Fault(place=place, problem=problem, mend=mend)]) from None
