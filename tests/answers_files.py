"""All that an answers file of the tiny questionnaire can hold."""

from hypothesis import strategies as st

from app.answers import cleaned
from app.core.assessment.answer import (
    Answer,
    EvidenceItem,
    Level,
    NotApplicable,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import (
    ASSISTANCE_KINDS,
    COST_BANDS,
    ComponentEntry,
    FactAnswer,
    Move,
    Plan,
    Rating,
    Relevance,
)
from app.records.dates import dated
from tests.builders import an_assessment

HEAD = {
    "format": "cied-answers/1",
    "questionnaire": "tiny",
    "version": "0.1",
    "country": {"code": "XA", "name": "Xandoria"},
    "reference_date": "2026-10-31",
}
texts = st.text(max_size=40).map(cleaned)
names = texts.filter(str.strip)
levels = st.integers(0, 4)
dates = st.sampled_from(["", "2024", "2024-05", "2024-05-06"])
items = st.builds(
    EvidenceItem,
    grade=st.sampled_from(["stated", "documented", "demonstrated"]),
    title=texts,
    seen_by=texts,
    dated=dates,
    owner=texts,
    place=texts,
    marking=texts,
)
evidence = st.lists(items, max_size=3).map(tuple)
positions = st.builds(Position, agency=names, level=levels, evidence=evidence, note=texts)
values = st.one_of(
    st.none(),
    st.builds(Level, levels),
    st.lists(levels, min_size=2, max_size=2, unique=True).map(lambda ends: Range(*sorted(ends))),
    st.lists(positions, min_size=2, max_size=4).map(lambda some: Positions(tuple(some))),
    st.just(NotKnown()),
)
answers = st.builds(Answer, value=values, withheld=st.booleans(), evidence=evidence, comment=texts)
optional_answers = st.one_of(
    answers, st.builds(Answer, value=st.builds(NotApplicable, texts), withheld=st.booleans())
)
entries = st.builds(
    ComponentEntry,
    withheld=st.booleans(),
    target=st.none() | levels,
    commitment=texts,
    plan=st.builds(
        Plan,
        owner=texts,
        due=texts.map(dated),
        cost_band=texts | st.sampled_from(COST_BANDS),
        assistance_kind=st.sampled_from(["", *ASSISTANCE_KINDS]),
        assistance=texts,
    ),
    move=st.none() | st.builds(Move, place=st.integers(1, 4), reason=names),
)
optional_entries = st.builds(ComponentEntry, not_applicable=st.none() | texts)
coasts = st.builds(
    FactAnswer,
    options=st.sampled_from([None, ("none",), ("calm",), ("rough",)]),
    withheld=st.booleans(),
)
fleets = st.builds(
    FactAnswer,
    options=st.sampled_from([None, ("rowing",), ("motor",), ("rowing", "motor")]),
    withheld=st.booleans(),
)
ratings = st.builds(Rating, relevance=st.none() | st.sampled_from(Relevance), withheld=st.booleans())


def parts(strategies):
    return st.fixed_dictionaries({}, optional=strategies).map(
        lambda found: {key: value for key, value in found.items() if value != type(value)()}
    )


assessments = st.builds(
    an_assessment,
    scope=st.sampled_from(["full", "quick"]),
    facts=parts({"coast": coasts, "fleet": fleets}),
    ratings=parts({"S1": ratings, "S2": ratings}),
    components=parts({"1.1": entries, "1.2": entries, "2.1": entries, "2.2": optional_entries}),
    answers=parts(
        dict.fromkeys(["1.1.1", "1.1.2", "1.2.1", "2.1.1", "2.2.1"], answers) | {"1.1.3": optional_answers}
    ),
)
