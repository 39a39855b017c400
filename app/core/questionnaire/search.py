"""A plain search for words in questions, their guidance and the glossary."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from app.core.questionnaire.questionnaire import Question, Questionnaire, Term
from app.core.signs import compatible

LONGEST_QUERY = 200
"""Characters."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A question in which every word stands; `passage` is where in its guidance, empty if in its text."""

    question: Question
    passage: str = ""


def terms_found(questionnaire: Questionnaire, query: str) -> tuple[Term, ...]:
    """The glossary's terms that hold every word of the query, in the glossary's order."""
    wanted = _words(query)
    return tuple(
        term
        for term in questionnaire.glossary
        if wanted and all(_stands(word, f"{term.term}\n{term.meaning}") for word in wanted)
    )


def questions_found(questionnaire: Questionnaire, query: str) -> tuple[Hit, ...]:
    """The questions that hold every word of the query.

    First those whose code, name or text holds them all, then those whose guidance does too; each in
    the questionnaire's order. Accents and case do not matter, and the beginning of a word is enough.
    """
    wanted = _words(query)
    if not wanted:
        return ()
    hits = [
        hit
        for _, _, question in questionnaire.questions()
        if (hit := _hit(questionnaire, question, wanted)) is not None
    ]
    return tuple(sorted(hits, key=lambda hit: bool(hit.passage)))


def _hit(questionnaire: Questionnaire, question: Question, wanted: tuple[str, ...]) -> Hit | None:
    named = f"{question.id}\n{question.short}\n{question.text}"
    missing = [word for word in wanted if not _stands(word, named)]
    if not missing:
        return Hit(question=question)
    passages = [passage for passage in _guidance(questionnaire, question) if passage]
    if not all(any(_stands(word, passage) for passage in passages) for word in missing):
        return None
    most = max(passages, key=lambda passage: sum(_stands(word, passage) for word in missing))
    return Hit(question=question, passage=most)


def _guidance(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    yield from (question.hint, question.why)
    yield from chain(question.counts, question.does_not_count)
    yield from (question.trap, question.lead, *question.ask)
    for level in question.levels:
        yield level.descriptor
        yield level.evidence or ""
        yield from (step.act for step in level.steps)
    yield from (questionnaire.reference_by_id[one].title for one in question.standards)


def _words(query: str) -> tuple[str, ...]:
    """The words of a query as they are looked for, without what stands around them."""
    bare = (re.sub(r"^\W+|\W+$", "", word) for word in _folded(query[:LONGEST_QUERY]).split())
    return tuple(filter(None, bare))


def _stands(word: str, text: str) -> bool:
    """Whether a word of the text begins so; in scripts without capitals, whether it stands anywhere."""
    before = r"(?<!\w)" if word.isascii() or word.upper() != word.lower() else ""
    return re.search(before + re.escape(word), _folded(text)) is not None


@lru_cache(maxsize=32_768)
def _folded(text: str) -> str:
    """The text without case, accents and other marks."""
    apart = compatible(text.casefold(), "NFKD")
    return "".join(character for character in apart if unicodedata.category(character) != "Mn")
