"""Several people write on one subject, on forms of whatever age: whatever one changed stands, or is told."""

import tempfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Range,
)
from app.core.assessment.assessment import (
    ComponentEntry,
    Country,
    FactAnswer,
    Move,
    Rating,
    Relevance,
)
from app.core.assessment.journal import (
    ABOUT,
    Conflict,
    DomainMark,
    Subject,
    SubjectKind,
)
from app.services import assessments, saving
from app.services.saving import StaleError
from app.storage import entries
from app.storage.database import Database
from tests.builders import a_database, a_mutation, an_act, started

PAPER, RULE = EvidenceItem(grade="stated", title="A paper"), EvidenceItem(grade="stated", title="A rule")

# Each field of each kind with values that it may have, spelled out here once more: how a content is taken
# apart is part of what is tested.
FIELDS = {
    Subject(SubjectKind.ANSWER, "1.1.1"): {
        ("value",): [None, Level(1), Level(2), Range(1, 3), NotKnown()],
        ("withheld",): [False, True],
        ("evidence",): [(), (PAPER,), (RULE,), (PAPER, RULE)],
        ("comment",): ["", "A", "B"],
    },
    Subject(SubjectKind.ANSWER, "1.1.3"): {
        ("value",): [None, Level(1), NotApplicable("None here."), NotApplicable("")],
        ("comment",): ["", "A", "B"],
    },
    Subject(SubjectKind.COMPONENT, "2.2"): {
        ("not_applicable", "withheld"): [(None, False), ("No pilots.", False), ("No pilots.", True)],
        ("target",): [None, 1, 2],
        ("commitment",): ["", "A", "B"],
        ("plan.owner",): ["", "A", "B"],
        ("plan.due",): ["", "2027", "2028"],
        ("plan.cost_band",): ["", "small", "own words"],
        ("plan.assistance_kind",): ["", "advice", "none"],
        ("plan.assistance",): ["", "A", "B"],
        ("move",): [None, Move(place=1, reason="A"), Move(place=2, reason="A")],
    },
    Subject(SubjectKind.FACT, "fleet"): {
        ("options",): [None, ("rowing",), ("motor",), ("rowing", "motor")],
        ("withheld",): [False, True],
    },
    Subject(SubjectKind.RATING, "S1"): {
        ("relevance",): [None, *Relevance],
        ("withheld",): [False, True],
    },
    Subject(SubjectKind.DOMAIN, "D1"): {("is_finished",): [False, True]},
    ABOUT: {
        ("country",): [Country(code="XA", name="Xandoria"), Country(code="XB", name="Betaland")],
        ("reference_date",): [date(2026, 10, 31), date(2027, 10, 31)],
        ("scope",): ["full", "quick"],
    },
}
EMPTY = {
    SubjectKind.ANSWER: Answer(),
    SubjectKind.COMPONENT: ComponentEntry(),
    SubjectKind.FACT: FactAnswer(),
    SubjectKind.RATING: Rating(),
    SubjectKind.DOMAIN: DomainMark(is_finished=False),
}


def got(content, names):
    """What a content says in one field."""
    values = [getattr(content.plan if "." in name else content, name.split(".")[-1]) for name in names]
    return tuple(values) if len(values) > 1 else values[0]


def put(content, names, value):
    """The content that says this in one field."""
    values = dict(zip(names, value if len(names) > 1 else [value], strict=True))
    plan = {name.split(".")[1]: one for name, one in values.items() if "." in name}
    plain = {name: one for name, one in values.items() if "." not in name}
    return replace(content, **plain, **({"plan": replace(content.plan, **plan)} if plan else {}))


@dataclass
class Writer:
    """One open form: what stands in it, and what it was when the server last agreed."""

    name: str
    form: object
    agreed: object
    base: int
    tries: list = field(default_factory=list)


class Run:
    """Writers on one subject of one assessment, and what must be in it by the rule, reckoned here anew."""

    def __init__(self, database: Database, subject: Subject) -> None:
        self.database, self.subject, self.assessment = database, subject, started(database)
        self.fields = FIELDS[subject]
        self.writers = [self.opened(name) for name in ("Ana", "Ben", "Cy")]

    @property
    def newest(self):
        """What stands now, and its revision."""
        entry = assessments.opened(self.database, self.assessment).journal.newest.get(self.subject)
        return (entry.content, entry.revision) if entry else (EMPTY[self.subject.kind], 0)

    @property
    def kept(self):
        """The answers that are kept because they met another one."""
        return assessments.opened(self.database, self.assessment).journal.conflicts

    @property
    def count(self):
        """How many entries the assessment has."""
        return assessments.opened(self.database, self.assessment).journal.position

    def opened(self, name: str) -> Writer:
        """A page fetched now."""
        content, revision = self.newest
        return Writer(name, content, content, revision)

    def sent(self, writer: Writer, content, base, was, mutation):
        return saving.save(
            self.database,
            self.assessment,
            self.subject,
            an_act(writer.name, mutation=mutation),
            base=base,
            was=was,
            content=content,
        )

    def save(self, writer: Writer) -> None:
        """Sends a form, and holds what comes of it against the rule."""
        found, revision = self.newest
        form, agreed, count = writer.form, writer.agreed, self.count
        mine = {names for names in self.fields if got(form, names) != got(agreed, names)}
        clashes = {names for names in mine if got(found, names) not in (got(agreed, names), got(form, names))}
        wanted = found
        for names in mine:
            wanted = put(wanted, names, got(form, names))
        # The revision says what the form was built on, but for what another person changed beside it.
        base_content = self.revision(writer.base)
        was = None if base_content == agreed else agreed
        attempt = (form, writer.base, was, a_mutation())
        entry, stale = self.outcome(writer, attempt)
        if stale is not None:
            assert clashes
            assert set(stale.clashes) == {_name(names) for names in clashes}
            assert stale.mine == wanted
            assert stale.theirs.content == found
            assert self.newest == (found, revision)
            if self.subject.kind is SubjectKind.ANSWER:
                assert self.kept[stale.conflict].content.mine == wanted
            else:
                assert self.count == count
            # The page with both shows mine over the newest; whoever saves it lets that stand.
            writer.form, writer.agreed, writer.base = stale.mine, found, revision
            writer.tries.append((attempt, stale))
            return
        assert not clashes
        assert self.newest[0] == wanted
        assert (entry.content if entry else EMPTY[self.subject.kind]) == wanted
        is_mark = self.subject.kind is SubjectKind.DOMAIN and attempt[1] == revision
        assert self.count == count + (wanted != found) or is_mark
        writer.agreed, writer.base = form, entry.revision if entry else 0
        if self.count > count:
            writer.tries.append((attempt, entry))

    def outcome(self, writer: Writer, attempt):
        """The entry that holds a try, or its refusal."""
        try:
            return self.sent(writer, *attempt), None
        except StaleError as stale:
            return None, stale

    def revision(self, number: int):
        with self.database.reading() as connection:
            entry = entries.find(connection, self.assessment, self.subject, number)
        return entry.content if entry else EMPTY.get(self.subject.kind)

    def repeat(self, writer: Writer, place: int) -> None:
        """The same try once more, however late: answered as the first time, and nothing is entered."""
        if not writer.tries:
            return
        attempt, outcome = writer.tries[place % len(writer.tries)]
        before, count = self.newest, self.count
        if isinstance(outcome, StaleError):
            # What is no answer is not kept, so it is only known to have entered nothing.
            if outcome.conflict is not None:
                with pytest.raises(StaleError) as again:
                    self.sent(writer, *attempt)
                assert again.value.conflict == outcome.conflict
        else:
            assert self.sent(writer, *attempt) == outcome
        assert (self.newest, self.count) == (before, count)

    def repeat_otherwise(self, writer: Writer, place: int, names, value) -> None:
        """The same mutation with another content: it stands, or it is told; it is never only called saved."""
        if not writer.tries:
            return
        (content, base, was, mutation), outcome = writer.tries[place % len(writer.tries)]
        other = put(content, names, value)
        if other == content or isinstance(outcome, StaleError):
            return
        before, first = self.newest[0], outcome.content
        entry, stale = self.outcome(writer, (other, base, was, mutation))
        assert self.newest[0] == before
        if stale is None:
            # Nothing was lost: it was what had been saved already, or stands by now, or is nobody's change:
            # it is as the form was fetched, and the first try left the field to another person too.
            built_on = was or self.revision(base)
            is_left = got(first, names) == got(self.revision(outcome.revision - 1), names)
            assert value in (got(entry.content, names), got(first, names)) or (
                is_left and value == got(built_on, names)
            )
            return
        assert got(stale.mine, names) == value
        if self.subject.kind is SubjectKind.ANSWER:
            assert got(self.kept[stale.conflict].content.mine, names) == value


def _name(names):
    return "declaration" if len(names) > 1 else names[0]


@st.composite
def scripts(draw):
    subject = draw(st.sampled_from(list(FIELDS)))
    names = st.sampled_from(list(FIELDS[subject]))
    steps = []
    for _ in range(draw(st.integers(4, 24))):
        touched = draw(names)
        step = draw(st.sampled_from(["type"] * 6 + ["save"] * 6 + ["undo", "fetch", "repeat", "otherwise"]))
        value = draw(st.sampled_from(FIELDS[subject][touched]))
        steps.append((step, draw(st.integers(0, 2)), touched, value, draw(st.integers(0, 5))))
    return subject, steps


@pytest.fixture(scope="module")
def shared():
    with tempfile.TemporaryDirectory() as folder:
        database = a_database(Path(folder))
        yield database
        database.close()


@settings(max_examples=2 * settings().max_examples)
@given(scripts())
def test_whatever_one_changed_stands_or_a_clash_is_told(shared, script):
    subject, steps = script
    run = Run(shared, subject)
    for step, place, names, value, which in steps:
        writer = run.writers[place]
        match step:
            case "type":
                writer.form = put(writer.form, names, value)
            case "undo":
                writer.form = put(writer.form, names, got(writer.agreed, names))
            case "fetch":
                tries = writer.tries
                run.writers[place] = run.opened(writer.name)
                run.writers[place].tries = tries
            case "save":
                run.save(writer)
            case "repeat":
                run.repeat(writer, which)
            case _:
                run.repeat_otherwise(writer, which, names, value)
    assert all(isinstance(one.content, Conflict) for one in run.kept.values())
