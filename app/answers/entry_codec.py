"""The content of one journal entry as text, and back; the shapes are those of the answers file."""

from app.core.assessment.journal import Content, SubjectKind
from app.core.assessment.subjects import SUBJECTS
from app.core.errors import AnswersRefusedError
from app.records.encoding import compact
from app.records.json_text import parsed_json
from app.records.parsing import Parser


def body(content: Content) -> str:
    """The text of an entry's content: JSON on one line, with whatever has its default left out."""
    return compact(content)


def read_body(kind: SubjectKind, text: str) -> Content:
    """The content that `body` wrote for a subject of that kind.

    Only the shape is checked: what an older program accepted stays readable. Raises
    AnswersRefusedError where it is none.
    """
    parser = Parser()
    content: Content | None = parser.value(SUBJECTS[kind].content, parsed_json(text), ())
    if content is None or parser.faults:
        raise AnswersRefusedError(parser.faults)
    return content
