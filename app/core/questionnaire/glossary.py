"""Which words of the glossary stand in a question, so that they are explained where they are read."""

import re
from collections.abc import Iterator

from app.core.questionnaire.questionnaire import Question, Questionnaire, Term

_BRACKET = re.compile(r"\s*\(.*?\)")


def terms_in(questionnaire: Questionnaire, question: Question) -> tuple[Term, ...]:
    """The glossary's terms that the question, its guidance or a descriptor uses, in the glossary's order."""
    text = "\n".join(_texts(question)).casefold()
    return tuple(term for term in questionnaire.glossary if any(_stands(one, text) for one in _forms(term)))


def _texts(question: Question) -> Iterator[str]:
    yield from (question.text, question.hint, question.why, question.trap)
    yield from question.counts
    yield from question.does_not_count
    for level in question.levels:
        yield level.descriptor
        yield from (step.act for step in level.steps)


def _forms(term: Term) -> Iterator[str]:
    """The term without its bracket, and what stands in the bracket where that is an acronym."""
    yield _BRACKET.sub("", term.term).casefold()
    yield from (found.casefold() for found in re.findall(r"\(([A-Z][A-Z-]{1,9})\)", term.term))


def _stands(term: str, text: str) -> bool:
    """Whether it stands there as a word of its own, also with a plural s."""
    # Most terms are in no way part of the text, which is found out much faster than by an expression.
    if not term or term not in text:
        return False
    return re.search(rf"(?<!\w){re.escape(term)}(?:s|es)?(?!\w)", text) is not None
