"""A search finds every word wherever it stands, whatever its accents and case."""

from dataclasses import replace

import pytest

from app.core.questionnaire.questionnaire import Term
from app.core.questionnaire.search import questions_found, terms_found
from tests.core.builders import component, domain, question, questionnaire

_TREE = questionnaire(
    domain(
        "D1",
        [
            component(
                "1.1",
                [
                    replace(
                        question("1.1.1", core=True),
                        text="Is there a register of élan?",
                        trap="A store may lie.",
                    ),
                    replace(question("1.1.2"), short="Registers", why="A store of brown boxes."),
                    replace(question("1.1.3"), text="سجلّ المخزون", ask=("Boxers",)),
                ],
            )
        ],
    ),
)
WHOLE = replace(
    _TREE,
    glossary=(Term(term="Stockpile", meaning="What a store holds."), Term(term="Élan", meaning="Verve.")),
)


def found(query):
    return [hit.question.id for hit in questions_found(WHOLE, query)]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", []),
        (" ,;! ", []),
        ("register", ["1.1.1", "1.1.2"]),
        ("REGISTERS", ["1.1.2"]),
        ("egister", []),
        ("elan", ["1.1.1"]),
        ("ÉLAN,", ["1.1.1"]),
        ("1.1.2", ["1.1.2"]),
        ("1.1", ["1.1.1", "1.1.2", "1.1.3"]),
        ("store", ["1.1.1", "1.1.2"]),
        ("boxes brown", ["1.1.2"]),
        ("register store", ["1.1.1", "1.1.2"]),
        ("register nothing", []),
        ("مخزون", ["1.1.3"]),
        ("(.*", []),
    ],
)
def test_a_question_is_found_by_every_word_that_stands_in_it(query, ids):
    assert found(query) == ids


def test_what_stands_in_the_question_itself_comes_before_what_stands_beside_it():
    hits = questions_found(WHOLE, "box")
    assert [(hit.question.id, hit.passage) for hit in hits] == [
        ("1.1.2", "A store of brown boxes."),
        ("1.1.3", "Boxers"),
    ]
    assert [hit.passage for hit in questions_found(WHOLE, "regist")] == ["", ""]


def test_the_passage_is_the_one_that_holds_most_of_the_words():
    (hit,) = questions_found(WHOLE, "store boxes brown")
    assert hit.passage == "A store of brown boxes."


def test_words_of_the_glossary_are_found_by_their_meaning_too():
    assert [term.term for term in terms_found(WHOLE, "store")] == ["Stockpile"]
    assert [term.term for term in terms_found(WHOLE, "elan")] == ["Élan"]
    assert terms_found(WHOLE, "") == ()
