"""What is measured: a questionnaire of any number of domains, and an assessment with all of it answered."""

import random
from dataclasses import replace
from pathlib import Path

from app.catalogue import read_catalogue
from app.core.assessment.answer import (
    Answer,
    AnswerValue,
    EvidenceItem,
    Level,
    NotKnown,
    Position,
    Positions,
    Range,
)
from app.core.assessment.assessment import Assessment, Rating, Relevance
from app.core.assessment.journal import (
    ABOUT,
    Content,
    Subject,
    SubjectKind,
)
from app.core.questionnaire.questionnaire import Component, Questionnaire
from app.services.writing import begin
from app.storage.database import Database
from tests import builders

REAL = Path("questionnaires")


def questionnaire(domains: int) -> Questionnaire:
    """The first so many of the twelve domains of `a-res-75-59`."""
    whole = read_catalogue(REAL).find("a-res-75-59", "0.9")
    assert whole is not None
    chosen = whole.domains[:domains]
    there = {component.id for domain in chosen for component in domain.components}
    return replace(
        whole,
        domains=tuple(
            replace(domain, components=tuple(_within(one, there) for one in domain.components))
            for domain in chosen
        ),
        scenarios=tuple(
            replace(one, essential=tuple(id_ for id_ in one.essential if id_ in there))
            for one in whole.scenarios
        ),
    )


def assessment(asked: Questionnaire) -> Assessment:
    """Every question answered, in all the ways there are, mostly with evidence; equal for equal trees."""
    chance = random.Random(7)
    return Assessment(
        questionnaire=asked.id,
        version=asked.version,
        country=builders.ABOUT.country,
        reference_date=builders.ABOUT.reference_date,
        ratings={
            scenario.id: Rating(relevance=chance.choice(list(Relevance))) for scenario in asked.scenarios
        },
        answers={question.id: _answer(chance, asked) for _, _, question in asked.questions()},
    )


def begun(database: Database, asked: Questionnaire, whole: Assessment) -> str:
    """The id of that assessment in a database."""
    entered: list[tuple[Subject, Content]] = [
        (ABOUT, builders.ABOUT),
        *((Subject(SubjectKind.RATING, id_), rating) for id_, rating in whole.ratings.items()),
        *((Subject(SubjectKind.ANSWER, id_), answer) for id_, answer in whole.answers.items()),
    ]
    mutation = builders.a_mutation()
    return begin(database, asked, entered, builders.an_act(mutation=mutation))


def _within(component: Component, there: set[str]) -> Component:
    return replace(component, needs=tuple(id_ for id_ in component.needs if id_ in there))


def _answer(chance: random.Random, asked: Questionnaire) -> Answer:
    value = _value(chance, asked)
    cited = 0 if isinstance(value, Positions | NotKnown) else chance.choice([0, 1, 1, 2])
    return Answer(
        value=value,
        evidence=tuple(_item(chance, asked) for _ in range(cited)),
        comment="As agreed in the working group of the ministries." if chance.random() < 1 / 3 else "",
        withheld=chance.random() < 1 / 20,
    )


def _value(chance: random.Random, asked: Questionnaire) -> AnswerValue:
    top = asked.scale.top
    low = chance.randrange(top)
    kinds = [
        Level(chance.randint(0, top)),
        Range(low, chance.randint(low + 1, top)),
        Positions(
            tuple(
                Position(agency=name, level=chance.randint(0, top), evidence=(_item(chance, asked),))
                for name in ("Police", "Customs")
            )
        ),
        NotKnown(),
    ]
    (value,) = chance.choices(kinds, weights=[12, 2, 1, 2])
    return value


def _item(chance: random.Random, asked: Questionnaire) -> EvidenceItem:
    return EvidenceItem(
        grade=chance.choice(asked.evidence.grades).id,
        title="Standing order on stocks, second edition",
        seen_by="ministry of interior",
        dated=f"{chance.randint(2016, 2026)}-05",
    )
