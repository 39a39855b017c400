"""What is saved and still lacks something, as its form tells it: every page asks the one rule of the core."""

from app.core.method.lacking import Lack
from app.core.method.progress import lacking
from app.web.answer_rows import dated_field
from app.web.errors import FieldError, Say
from app.web.visit import Visit


def missing(visit: Visit, node_id: str) -> tuple[FieldError, ...]:
    """What the saved answer to a question, or the declaration of a component, still lacks.

    It is kept as it is, and counts for less until then.
    """
    return missing_by_node(visit).get(node_id, ())


def missing_by_node(visit: Visit) -> dict[str, tuple[FieldError, ...]]:
    """The same under the ids of all questions and components that lack something."""
    speak, errors = visit.say, dict[str, tuple[FieldError, ...]]()
    for lack in lacking(visit.opened.questionnaire, visit.opened.assessment):
        errors[lack.id] = (*errors.get(lack.id, ()), _error(lack, speak))
    return errors


def _error(lack: Lack, speak: Say) -> FieldError:
    if lack.item is None:
        return FieldError(field="reason", message=speak("Say why this does not apply."), is_incomplete=True)
    return FieldError(
        field=dated_field(lack.position, lack.item),
        message=speak("Give the date of the document."),
        is_incomplete=True,
    )
