"""Tables made fit for a narrow screen: roles and column words are added, and nothing else changes."""

import re
from html.parser import HTMLParser

from app.rendering.environment import page
from app.rendering.report import report_values
from app.rendering.stacking import stacked
from tests.builders import an_answer, an_assessment
from tests.exports.formulas import FORMULAS, HOSTILE, hostile, said_of

TABLE = (
    '<table class="whole"><caption>A</caption><colgroup><col><col><col><col></colgroup>'
    '<thead><tr><th scope="col" colspan="2">Component</th><th scope="col">What <b>holds</b> &amp; it</th>'
    '<th scope="col">Next</th></tr></thead>'
    '<tbody><tr class="group"><th scope="col" colspan="2">Now</th><td colspan="2">at once</td></tr>'
    '<tr><th scope="row"><bdi>1.1</bdi></th><td>Law</td><td dir="auto">x</td><td>y</td></tr></tbody></table>'
)


def plain(html: str) -> str:
    """Without what was added."""
    without = re.sub(r' (role|data-word)="[^"]*"(?=[^<]*>)', "", html)
    return re.sub(r' class="stacks"', "", without).replace('class="stacks ', 'class="')


def printed(said, code="en") -> str:
    return page(code, "report/kinds/full.html", frame="report/frame.html", **report_values(said))


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    reader = Elements()
    reader.feed(html)
    return reader.found


def test_a_cell_says_the_word_of_its_column_and_a_code_and_its_name_say_none():
    assert stacked(TABLE) == (
        '<table role="table" class="stacks whole"><caption>A</caption>'
        "<colgroup><col><col><col><col></colgroup>"
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" colspan="2">Component</th>'
        '<th role="columnheader" scope="col">What <b>holds</b> &amp; it</th>'
        '<th role="columnheader" scope="col">Next</th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row" class="group">'
        '<th role="columnheader" scope="col" colspan="2">Now</th>'
        '<td role="cell" colspan="2">at once</td></tr>'
        '<tr role="row"><th role="rowheader" scope="row"><bdi>1.1</bdi></th><td role="cell">Law</td>'
        '<td role="cell" dir="auto" data-word="What holds &amp; it">x</td>'
        '<td role="cell" data-word="Next">y</td></tr></tbody></table>'
    )


def test_a_table_of_two_columns_needs_no_word():
    two = (
        '<table><thead><tr><th scope="col">Word</th><th scope="col">Meaning</th></tr></thead>'
        '<tbody><tr><th scope="row">a</th><td>b</td></tr></tbody></table>'
    )
    assert "data-word" not in stacked(two)
    assert stacked(two).startswith('<table role="table" class="stacks">')


def test_a_table_that_has_roles_stays_as_it_is():
    drawn = TABLE.replace("<table", '<table role="table"')
    assert stacked(drawn) == drawn
    assert stacked(drawn + TABLE) == drawn + str(stacked(TABLE))


def test_nothing_but_attributes_is_added_to_a_whole_report_whatever_was_typed():
    for text in (*FORMULAS, f'" onload="x" {HOSTILE} <td> </table> \'>'):
        whole = printed(said_of(hostile(text), copy="own", marking=text))
        made = stacked(whole)
        assert made != whole
        # What a table with roles of its own has is there before and after.
        assert plain(made) == plain(whole)
        assert not [tag for tag, given in elements(made) if "onload" in given]


def test_every_part_of_every_table_has_its_role_and_no_other():
    whole = printed(said_of(an_assessment(answers={"1.1.1": an_answer(2)})))
    roles = {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "td": {"cell"},
        "th": {"columnheader", "rowheader"},
    }
    for tag, given in elements(stacked(whole)):
        if tag in roles:
            assert given["role"] in roles[tag]
            if tag == "th":
                assert (given["role"] == "columnheader") == (given["scope"] == "col")
