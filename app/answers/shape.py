"""Plain JSON values → the core's values: types and keys alone; `fitness` asks what they mean."""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TypeVar, get_args

from app.answers.dates import dated
from app.answers.json_text import Members
from app.core.assessment.answer import (
    Answer,
    AnswerValue,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    Country,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
    Scope,
)
from app.core.assessment.journal import About
from app.core.errors import AnswersRefusedError, Fault
from app.records.cleaning import cleaned

Place = tuple[str, ...]

_Value = TypeVar("_Value")

VALUES = ("level", "range", "positions", "not_known", "not_applicable")
EVIDENCE = ("grade", "title", "seen_by", "dated", "owner", "place", "marking")
SCOPES: tuple[Scope, ...] = get_args(Scope)
PLAN = ("owner", "due", "cost_band", "assistance_kind", "assistance")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN = 60
"""Characters of what was written that a fault repeats."""

MOST_FAULTS = 200
"""After as many, reading stops."""

MOST_ITEMS = 50
"""Evidence items of one answer or position, and positions of one answer."""

_MOST_OPTIONS = 1000
"""Of one fact; no questionnaire has as many."""

_SOME_DAY = date(2000, 1, 1)
"""Stands for a day that could not be read, so that the rest is looked at too."""


def shown(written: object) -> str:
    """What was written, short and safe enough to stand in a sentence."""
    if isinstance(written, bool):
        return "true" if written else "false"
    if written is None:
        return "null"
    if isinstance(written, dict | list):
        return "an object" if isinstance(written, dict) else "a list"
    text = cleaned(str(written)).replace("\n", " ")
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f'"{short}"' if type(written) is str else short


class Reader:
    """Reads values and notes every fault with its place; what cannot be read has its default.

    At the fault MOST_FAULTS, noting it raises AnswersRefusedError with all of them: a file in which
    everything is wrong is not read to its end.
    """

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything noted, in the order of reading."""
        return tuple(self._faults)

    def note(self, faults: Iterable[Fault], inside: Place = ()) -> None:
        """Notes faults whose places are `inside` a place, but for places that have one already."""
        said = {fault.place for fault in self._faults}
        for fault in faults:
            place = (*inside, *fault.place)
            if place not in said:
                self.refuse(place, fault.problem, fault.mend)

    def refuse(self, place: Place, problem: str, mend: str) -> None:
        """Notes one fault."""
        self._faults.append(Fault(place=place, problem=problem, mend=mend))
        if len(self._faults) >= MOST_FAULTS:
            stopped = f"Reading stopped after {MOST_FAULTS} errors; there may be more."
            raise AnswersRefusedError(
                (*self._faults, Fault(place=(), problem=stopped, mend="Correct these first."))
            )

    # --- what JSON has --------------------------------------------------------------------------

    def members(self, raw: object, place: Place) -> Members:
        """An object with each key once; empty where it is none."""
        if not isinstance(raw, dict):
            self.refuse(place, f"{shown(raw)} is not an object.", "Write {…}.")
            return Members()
        members = raw if isinstance(raw, Members) else Members(raw)
        for key in members.twice:
            self.refuse(place, f"has {shown(key)} more than once.", "Keep one of them.")
        return members

    def keyed(
        self, raw: object, place: Place, known: Collection[str], wanted: Collection[str] = ()
    ) -> Members:
        """An object with no other keys than the known ones, and all that are wanted."""
        members = self.members(raw, place)
        for key in members:
            if key not in known:
                self.refuse(place, f"{shown(key)} is not known here.", f"Known are: {', '.join(known)}.")
        if isinstance(raw, dict):
            for key in wanted:
                if key not in members:
                    self.refuse((*place, key), "is missing.", "Write it.")
        return members

    def listed(self, raw: object, place: Place, one: str, most: int) -> list[tuple[Place, object]]:
        """The members of a list, each with its place; of one that has more than `most`, the first."""
        if not isinstance(raw, list):
            self.refuse(place, f"{shown(raw)} is not a list.", "Write […].")
            return []
        if len(raw) > most:
            self.refuse(place, f"has {len(raw)} {one}s.", f"Keep {most} at most.")
        return [((*place, f"{one} {number}"), member) for number, member in enumerate(raw[:most], start=1)]

    def text(self, members: Members, key: str, place: Place, default: str = "") -> str:
        """A text, cleaned."""
        raw = members.get(key, default)
        if type(raw) is not str:
            self.refuse((*place, key), f"{shown(raw)} is not text.", "Write it in double quotes.")
            return default
        return cleaned(raw)

    def truth(self, members: Members, key: str, place: Place) -> bool:
        """Whether it is true; false where it is left out."""
        raw = members.get(key, False)
        if not isinstance(raw, bool):
            self.refuse((*place, key), f"{shown(raw)} is neither true nor false.", "Write true or false.")
            return False
        return raw

    def whole(self, raw: object, place: Place) -> int | None:
        """A whole number; None where it is none."""
        if type(raw) is not int:
            self.refuse(place, f"{shown(raw)} is not a whole number.", "Write one, without quotes.")
            return None
        return raw

    def _day(self, raw: object, place: Place) -> date | None:
        if type(raw) is str and _DAY.fullmatch(written := dated(raw)):
            try:
                return date.fromisoformat(written)
            except ValueError:
                pass
        self.refuse(place, f"{shown(raw)} is not a date.", "Write a day such as 2026-11-24.")
        return None

    # --- what an assessment has -----------------------------------------------------------------

    def about(self, members: Members) -> About | None:
        """Country, reference date and scope; None where one of the first two cannot be read at all."""
        if "country" not in members or "reference_date" not in members:
            return None
        names = ("code", "name")
        place = ("country",)
        country = self.keyed(members["country"], place, names, names)
        day = self._day(members["reference_date"], ("reference_date",))
        scope = self._scope(members)
        if not isinstance(members["country"], dict):
            return None
        texts = {name: self.text(country, name, place) for name in names}
        return About(country=Country(**texts), reference_date=day or _SOME_DAY, scope=scope)

    def _scope(self, members: Members) -> Scope:
        written = members.get("scope", "full")
        for scope in SCOPES:
            if written == scope:
                return scope
        self.refuse(("scope",), f"{shown(written)} is not a scope.", f"Write {' or '.join(SCOPES)}.")
        return "full"

    def fact(self, raw: object, place: Place) -> FactAnswer:
        """A profile fact."""
        members = self.keyed(raw, place, ("options", "withheld"))
        options = None
        if "options" in members:
            listed = self.listed(members["options"], (*place, "options"), "option", _MOST_OPTIONS)
            for inner, option in listed:
                if type(option) is not str:
                    self.refuse(inner, f"{shown(option)} is not text.", "Write an option's id.")
            if isinstance(members["options"], list):
                options = tuple(cleaned(str(option)) for _, option in listed)
        return FactAnswer(options=options, withheld=self.truth(members, "withheld", place))

    def rating(self, raw: object, place: Place) -> Rating:
        """A scenario rating."""
        members = self.keyed(raw, place, ("relevance", "withheld"))
        relevance = None
        if "relevance" in members:
            written = members["relevance"]
            relevance = next((one for one in Relevance if one.name.lower() == written), None)
            if relevance is None:
                self.refuse(
                    (*place, "relevance"),
                    f"{shown(written)} is not a relevance.",
                    "Write high, medium or low.",
                )
        return Rating(relevance=relevance, withheld=self.truth(members, "withheld", place))

    def component(self, raw: object, place: Place) -> ComponentEntry:
        """What is said of a component."""
        known = ("not_applicable", "withheld", "target", "commitment", "plan", "move")
        members = self.keyed(raw, place, known)
        return ComponentEntry(
            not_applicable=self.text(members, "not_applicable", place)
            if "not_applicable" in members
            else None,
            withheld=self.truth(members, "withheld", place),
            target=self._of(members, "target", place, self.whole),
            commitment=self.text(members, "commitment", place),
            plan=self._of(members, "plan", place, self._plan) or Plan(),
            move=self._of(members, "move", place, self._move),
        )

    def answer(self, raw: object, place: Place) -> Answer:
        """An answer: at most one value, with its mark, evidence and comment."""
        members = self.keyed(raw, place, (*VALUES, "withheld", "evidence", "comment"))
        given = [name for name in VALUES if name in members]
        if len(given) > 1:
            self.refuse(place, f"has {' and '.join(given)}.", "Keep one of them.")
        values = [self._value(members, name, place) for name in given]
        return Answer(
            value=values[0] if len(values) == 1 else None,
            withheld=self.truth(members, "withheld", place),
            evidence=self._evidence(members, place),
            comment=self.text(members, "comment", place),
        )

    def _value(self, members: Members, name: str, place: Place) -> AnswerValue | None:
        raw, here = members[name], (*place, name)
        match name:
            case "level":
                level = self.whole(raw, here)
                return None if level is None else Level(level)
            case "range":
                ends = [self.whole(end, inner) for inner, end in self.listed(raw, here, "end", MOST_ITEMS)]
                if isinstance(raw, list) and len(ends) != 2:  # noqa: PLR2004 - low and high
                    self.refuse(here, "does not have two levels.", "Write [low, high].")
                    return None
                match ends:
                    case [int(low), int(high)]:
                        return Range(low, high)
                    case _:
                        return None
            case "positions":
                listed = self.listed(raw, here, "position", MOST_ITEMS)
                read = [self._position(one, inner) for inner, one in listed]
                found = tuple(position for position in read if position is not None)
                whole = isinstance(raw, list) and len(found) == len(read)
                return Positions(found) if whole else None
            case "not_known":
                if raw is not True:
                    self.refuse(here, f"{shown(raw)} says nothing.", "Write true, or leave it out.")
                    return None
                return NotKnown()
            case _:
                return NotApplicable(self.text(members, name, place))

    def _position(self, raw: object, place: Place) -> Position | None:
        wanted = ("agency", "level")
        members = self.keyed(raw, place, (*wanted, "evidence", "note"), wanted)
        level = self.whole(members["level"], (*place, "level")) if "level" in members else None
        position = Position(
            agency=self.text(members, "agency", place),
            level=level or 0,
            evidence=self._evidence(members, place),
            note=self.text(members, "note", place),
        )
        return None if level is None or "agency" not in members else position

    def _evidence(self, members: Members, place: Place) -> tuple[EvidenceItem, ...]:
        listed = self.listed(members.get("evidence", []), (*place, "evidence"), "item", MOST_ITEMS)
        items = []
        for inner, raw in listed:
            item = self.keyed(raw, inner, EVIDENCE, ("grade",))
            texts = {name: self.text(item, name, inner) for name in EVIDENCE}
            if "grade" in item:
                items.append(EvidenceItem(**texts))
        return tuple(items)

    def _plan(self, raw: object, place: Place) -> Plan:
        members = self.keyed(raw, place, PLAN)
        return Plan(**{name: self.text(members, name, place) for name in PLAN})

    def _move(self, raw: object, place: Place) -> Move | None:
        names = ("place", "reason")
        members = self.keyed(raw, place, names, names)
        at = self.whole(members["place"], (*place, "place")) if "place" in members else None
        reason = self.text(members, "reason", place)
        return None if at is None else Move(place=at, reason=reason)

    @staticmethod
    def _of(
        members: Members, key: str, place: Place, read: Callable[[object, Place], _Value]
    ) -> _Value | None:
        return read(members[key], (*place, key)) if key in members else None
