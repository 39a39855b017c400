"""A lens is a cut across the domains, and no part of the overall result."""

from fractions import Fraction

from app.core.assessment.answer import Answer, NotApplicable
from app.core.method.scoring import LensResult, Span
from tests.core.builders import component, domain, question, questionnaire, said, scale, scored

GENDER = ("gender",)


def whole():
    """Three domains; in the second the tagged question may leave, and the third has none."""
    return questionnaire(
        domain(
            "D1",
            [
                component("A", [question("A.1", lens=GENDER, weight=9), question("A.2", lens=GENDER)]),
                component("B", [question("B.1")], weight=5),
            ],
            weight=7,
        ),
        domain(
            "D2",
            [component("E", [question("E.1", lens=(*GENDER, "victims"), may_be_na=True), question("E.2")])],
        ),
        domain("D3", [component("F", [question("F.1")])]),
    )


def test_a_lens_scores_its_tagged_questions_with_equal_weights():
    answers = {"A.1": said(4, 0), "A.2": said(1, 0), "E.1": said(2, 0), "B.1": said(0)}
    gender, victims = scored(whole(), answers).lenses
    assert gender == LensResult(
        id="gender",
        score=Span(Fraction(125, 3), Fraction(175, 3)),
        claimed=Fraction(175, 3),
        coverage=Fraction(1),
        asked=3,
        answered=3,
        domains=2,
        domains_adequate=2,
    )
    assert (victims.score, victims.asked) == (Span(Fraction(50), Fraction(50)), 1)


def test_a_domain_counts_once_where_one_tagged_question_is_supported_at_adequate():
    answers = {"A.1": said(0), "A.2": said(2), "E.1": said(1)}
    gender = scored(whole(), answers).lenses[0]
    assert (gender.domains, gender.domains_adequate) == (2, 1)


def test_what_is_supported_at_nothing_is_adequate_nowhere():
    only = questionnaire(
        domain("D", [component("A", [question("A.1", lens=GENDER)])]), rule=scale(adequate=1)
    )
    assert scored(only, {"A.1": said(0)}).lenses[0].domains_adequate == 0
    assert scored(only, {"A.1": said(1)}).lenses[0].domains_adequate == 1


def test_a_lens_with_under_two_thirds_answered_claims_nothing():
    gender = scored(whole(), {"A.1": said(4, 2)}).lenses[0]
    assert (gender.coverage, gender.claimed, gender.answered) == (Fraction(1, 3), None, 1)
    assert gender.score == Span(Fraction(100, 3), Fraction(100))


def test_a_lens_without_questions_left_has_no_result():
    result = scored(whole(), {"E.1": Answer(value=NotApplicable("We have none."))})
    assert [(lens.id, lens.domains) for lens in result.lenses] == [("gender", 1)]


def test_a_lens_changes_no_other_number():
    answers = {"A.1": said(4, 0), "E.1": said(2, 0)}
    without = questionnaire(
        domain(
            "D1",
            [
                component("A", [question("A.1", weight=9), question("A.2")]),
                component("B", [question("B.1")], weight=5),
            ],
            weight=7,
        ),
        domain("D2", [component("E", [question("E.1"), question("E.2")])]),
        domain("D3", [component("F", [question("F.1")])]),
    )
    assert scored(without, answers).node_by_id == scored(whole(), answers).node_by_id
    assert scored(without, answers).lenses == ()
