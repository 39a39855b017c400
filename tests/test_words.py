"""The words of the questionnaire: short sentences, no descriptor twice, no acronym unexplained."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

import pytest

from app.core.questionnaire.questionnaire import Question
from app.core.questionnaire.validity_of_words import texts
from tests.shipped import twelve_domains

WHOLE = twelve_domains()
LONGEST_SENTENCE = 35
ALIKE = 0.85
"""Of two descriptors; above it they differ by a few words only."""

READ_BY_ALL = {
    "text",
    "hint",
    "why",
    "counts",
    "does_not_count",
    "trap",
    "descriptor",
    "act",
    "about",
    "question",
}
KNOWN = {"RES", "UN", "II", "V", "CCW", "TNT"}
WRONG_LINKS = {("2.4.1", "OP7", "direct"), ("5.1.3", "PP9", "direct"), ("11.7.2", "OP27", "direct")}
"""Question, paragraph and link that a reading against the source found wrong (docs/readings.md)."""
GENERIC = re.compile(
    r"\b(nationwide|comprehensive(ly)?|adequate(ly)?|to (a|some|what) (large |limited )?extent|"
    r"best practices?|fully (established|implemented)|manpower|developing countr(y|ies)|vulnerable groups)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.?!:;])\s+", text)


def descriptors() -> Iterator[tuple[Question, int, str]]:
    for _, _, question in WHOLE.questions():
        for level, one in enumerate(question.levels):
            yield question, level, one.descriptor


def test_no_sentence_is_too_long():
    long = [
        (", ".join(text.place), len(sentence.split()))
        for text in texts(WHOLE)
        if text.key in READ_BY_ALL
        for sentence in sentences(text.text)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def test_no_descriptor_occurs_twice_or_differs_by_a_few_words_only():
    alike = []
    counted = [(question.id, level, text, text.split()) for question, level, text in descriptors()]
    for (one, at, first, words), (other, where, second, others) in combinations(counted, 2):
        matcher = SequenceMatcher(None, words, others, autojunk=False)
        if matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE:
            alike.append((one, at, other, where, first, second))
    assert alike == []


@pytest.mark.parametrize("key", ["descriptor", "text", "act", "evidence"])
def test_no_text_uses_the_words_of_the_generic_ladder(key):
    found = [
        (", ".join(text.place), match[0])
        for text in texts(WHOLE)
        if text.key == key and (match := GENERIC.search(text.text))
    ]
    assert found == []


def test_every_acronym_is_explained_in_the_glossary():
    explained = set()
    for term in WHOLE.glossary:
        explained |= set(re.findall(r"\b[A-Z]{2,}\b", f"{term.term} {term.meaning}"))
    unexplained = {
        (acronym, ", ".join(text.place))
        for text in texts(WHOLE)
        if text.key in READ_BY_ALL and "paragraph" not in text.place
        for acronym in re.findall(r"\b[A-Z]{2,}\b", text.text)
        if acronym not in explained | KNOWN and "reference" not in text.place[0]
    }
    assert unexplained == set()


def test_no_link_stands_that_a_reading_found_wrong():
    links = {
        (question.id, link.paragraph, link.link)
        for _, _, question in WHOLE.questions()
        for link in question.paragraphs
    }
    assert links & WRONG_LINKS == set()


def test_every_reference_is_cited_by_a_question():
    cited = {standard for _, _, question in WHOLE.questions() for standard in question.standards}
    assert {reference.id for reference in WHOLE.references} - cited == set()


def test_every_domain_looks_through_a_lens_and_stays_within_the_measure_of_the_whole():
    for domain in WHOLE.domains:
        assert any(question.lens for component in domain.components for question in component.questions), (
            domain.id
        )
    assert {fact.id for fact in WHOLE.facts}
    assert len(WHOLE.facts) <= 15


def test_signs_that_the_report_cannot_print_are_not_used():
    lacking = [", ".join(text.place) for text in texts(WHOLE) if re.search("[≥≤→←•…]", text.text)]
    assert lacking == []
