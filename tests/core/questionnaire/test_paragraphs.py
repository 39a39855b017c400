"""Coverage says for every paragraph which questions ask about it, from the links alone."""

from dataclasses import replace

from app.core.questionnaire.paragraphs import linked_paragraphs
from tests.builders import TINY


def test_every_paragraph_stands_once_with_every_question_that_links_to_it():
    rows = linked_paragraphs(TINY)
    assert [row.paragraph for row in rows] == list(TINY.source.paragraphs)
    for row in rows:
        assert [(one.question.id, one.link) for one in row.links] == [
            (question.id, link.link)
            for _, _, question in TINY.questions()
            for link in question.paragraphs
            if link.paragraph == row.paragraph.id
        ]
        assert sorted((*row.direct, *row.derived)) == sorted(one.question.id for one in row.links)
        assert set(row.direct) == {one.question.id for one in row.links if one.link == "direct"}


def test_a_paragraph_without_questions_is_a_gap_unless_its_reason_is_said():
    alone = replace(TINY.source.paragraphs[0], id="OP9")
    excused = replace(alone, id="OP10", not_assessable="It sets the agenda.")
    source = replace(TINY.source, paragraphs=(*TINY.source.paragraphs, alone, excused))
    rows = linked_paragraphs(replace(TINY, source=source))
    assert [row.paragraph.id for row in rows if row.is_gap] == ["OP9"]
