"""The form of what is said of a component: what a person typed, and the entry it means."""

from dataclasses import asdict, dataclass, field, fields, replace

from starlette.datastructures import FormData

from app.answers import LONGEST_ENTERED_TEXT, cleaned, dated
from app.core.assessment.assessment import (
    ASSISTANCE_KINDS,
    ComponentEntry,
    Move,
    Plan,
)
from app.core.assessment.merging import merged
from app.core.dates import last_day
from app.core.questionnaire.questionnaire import Component, Questionnaire
from app.web.errors import FieldError, Say


@dataclass(frozen=True, kw_only=True)
class ComponentForm:
    """The whole form as typed. `target` and `place` are numbers as text, empty where none is chosen."""

    target: str = ""
    commitment: str = ""
    plan: Plan = field(default_factory=Plan)
    place: str = ""
    move_reason: str = ""
    is_declared: bool = False
    reason: str = ""
    withheld: bool = False

    @classmethod
    def of(cls, entry: ComponentEntry) -> "ComponentForm":
        """The form that shows an entry."""
        plan = {name: text.strip() for name, text in asdict(entry.plan).items()}
        in_one_line = {"owner": _in_one_line(entry.plan.owner), "due": _in_one_line(entry.plan.due)}
        return cls(
            target="" if entry.target is None else str(entry.target),
            commitment=_in_one_line(entry.commitment),
            place=str(entry.move.place) if entry.move else "",
            move_reason=(entry.move.reason if entry.move else "").strip(),
            is_declared=entry.not_applicable is not None,
            reason=(entry.not_applicable or "").strip(),
            withheld=entry.withheld,
            plan=Plan(**plan | in_one_line),
        )

    @classmethod
    def posted(cls, form: FormData, component: Component) -> "ComponentForm":
        """What a person typed, cleaned of what no font can print and of blanks around it."""
        is_declared = component.may_be_na and form.get("applies") == "no"
        names = ("target", "commitment", "place", "move_reason")
        plan = {one.name: _text(form, one.name) for one in fields(Plan)}
        return cls(
            **{name: _text(form, name) for name in names},
            plan=Plan(**plan | {"due": dated(plan["due"])}),
            is_declared=is_declared,
            reason=_text(form, "reason") if is_declared else "",
            withheld=is_declared and form.get("withheld") == "yes",
        )

    def moved(self, form: FormData) -> "ComponentForm":
        """This form with another place: the one typed, or that of the rules where it is taken back."""
        if form.get("take") == "back":
            return replace(self, place="", move_reason="")
        return replace(self, place=_text(form, "place"), move_reason=_text(form, "move_reason"))

    def entry(
        self, questionnaire: Questionnaire, was: ComponentEntry, say: Say
    ) -> tuple[ComponentEntry, tuple[FieldError, ...]]:
        """The entry it means, and what must be mended before it can be saved.

        `questionnaire` is the whole one; `was` is what the form was built on, and what nobody changed in
        the form stays exactly as it was.
        """
        errors: list[FieldError] = []
        meant = self._meant(questionnaire, say, errors)
        errors += self._mistaken(was, say)
        before = ComponentForm.of(was)._meant(questionnaire, say, [])  # noqa: SLF001 - its own
        return merged(before, meant, was).content, tuple(errors)

    def _meant(self, questionnaire: Questionnaire, say: Say, errors: list[FieldError]) -> ComponentEntry:
        targets = [str(level) for level in range(questionnaire.scale.top + 1)]
        kind = self.plan.assistance_kind if self.plan.assistance_kind in ASSISTANCE_KINDS else ""
        return ComponentEntry(
            not_applicable=self.reason if self.is_declared else None,
            withheld=self.withheld,
            target=int(self.target) if self.target in targets else None,
            commitment=self.commitment,
            plan=replace(self.plan, assistance_kind=kind),
            move=self._move(len(questionnaire.component_by_id), say, errors),
        )

    def _move(self, most: int, say: Say, errors: list[FieldError]) -> Move | None:
        if not self.place and not self.move_reason:
            return None
        places = [str(place) for place in range(1, most + 1)]
        if self.place not in places:
            message = say("Write the place as a whole number from 1 to %(most)d, or empty its reason too.")
            errors.append(FieldError(field="place", message=message % {"most": most}))
        if not self.move_reason:
            message = say("Say why it stands at another place than the rules give.")
            errors.append(FieldError(field="move_reason", message=message))
        return None if errors else Move(place=int(self.place), reason=self.move_reason)

    def _mistaken(self, was: ComponentEntry, say: Say) -> list[FieldError]:
        """Texts that are too long, and a date that is none; one that came in a file may stay as it is."""
        message = say("Shorten this text to %(most)d characters.") % {"most": LONGEST_ENTERED_TEXT}
        own = {"reason": self.reason, "commitment": self.commitment}
        texts = own | asdict(self.plan) | {"move_reason": self.move_reason}
        errors = [
            FieldError(field=name, message=message)
            for name, text in texts.items()
            if len(text) > LONGEST_ENTERED_TEXT
        ]
        due = self.plan.due
        if due not in ("", _in_one_line(was.plan.due)) and last_day(due) is None:
            written = say("Write the date as a year, a month or a day: 2027, 2027-06 or 2027-06-30.")
            errors.append(FieldError(field="due", message=written))
        return errors


def _in_one_line(text: str) -> str:
    """As an input holds it: a browser would take its line ends out without a word."""
    return " ".join(text.split("\n")).strip()


def _text(form: FormData, name: str) -> str:
    return cleaned(str(form.get(name, ""))).strip()
