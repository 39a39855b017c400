"""Which questions ask about which paragraph of the source document; nothing is said twice."""

from dataclasses import dataclass
from typing import Literal

from app.core.questionnaire.questionnaire import Paragraph, Question, Questionnaire


@dataclass(frozen=True, kw_only=True)
class LinkedQuestion:
    """A question about a paragraph; *derived* where the paragraph addresses others than the State."""

    question: Question
    link: Literal["direct", "derived"]


@dataclass(frozen=True, kw_only=True)
class LinkedParagraph:
    """A paragraph of the source with its questions, in the questionnaire's order."""

    paragraph: Paragraph
    links: tuple[LinkedQuestion, ...]

    @property
    def direct(self) -> tuple[str, ...]:
        """Ids of the questions that ask about it directly."""
        return tuple(one.question.id for one in self.links if one.link == "direct")

    @property
    def derived(self) -> tuple[str, ...]:
        """Ids of the questions whose link is derived."""
        return tuple(one.question.id for one in self.links if one.link == "derived")

    @property
    def is_gap(self) -> bool:
        """Whether no question asks about it and no reason says why."""
        return not self.links and not self.paragraph.not_assessable


def linked_paragraphs(questionnaire: Questionnaire) -> tuple[LinkedParagraph, ...]:
    """Every paragraph of the source, in its order, with the questions that ask about it."""
    links: dict[str, list[LinkedQuestion]] = {}
    for _, _, question in questionnaire.questions():
        for link in question.paragraphs:
            linked = LinkedQuestion(question=question, link=link.link)
            links.setdefault(link.paragraph, []).append(linked)
    return tuple(
        LinkedParagraph(paragraph=paragraph, links=tuple(links.get(paragraph.id, ())))
        for paragraph in questionnaire.source.paragraphs
    )
