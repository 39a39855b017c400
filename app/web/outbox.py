"""What a form that saves by itself asks besides: its rarer sentences, and what others saved meanwhile."""

from fastapi import APIRouter, Request

from app.core.assessment.journal import Entry, Subject
from app.core.exact import whole_number
from app.http.dependencies import TheParts
from app.rendering.language import language
from app.web.frame import say
from app.web.history import address_of_history
from app.web.visit import TheVisit, Visit

router = APIRouter()

MOST_ASKED = 500
"""Subjects of one page; a domain has far fewer questions, and a profile far fewer facts."""


@router.get("/outbox")
def sentences(parts: TheParts) -> dict[str, str]:
    """The sentences of static/later.js, in the reader's language."""
    speak = say(parts)
    return {
        "finished": speak(
            "Not saved: the assessment is finished. Your text is kept in this browser, and goes only if you "
            "use it once the assessment is open again."
        ),
        "refused": speak(
            "Not saved: the server refused this (%s). Your text is still in this form, and is not sent "
            "again by itself. Change it, or save once more with the button."
        ),
        "gone": speak(
            "This assessment is not here any more. Your text was not saved: copy it, or remove it."
        ),
        "copy": speak("Copy the text"),
        "remove": speak("Remove it"),
        "stale": speak("Somebody else changed this answer. Nothing is overwritten."),
        "both": speak("Show both"),
        "sure": speak("Remove what waits in this browser? It was not saved, and will be gone."),
        "frozen": speak(
            "This was written while the assessment was frozen, or before that, and it was not saved."
        ),
        "other": speak("This was written in this browser under another name (%s), and it was not saved."),
        "use": speak("Use it"),
        "drop": speak("Drop it"),
    }


@router.get("/assessments/{assessment_id}/newest")
def newest(visit: TheVisit, request: Request) -> dict[str, object]:
    """What was saved of some subjects after the revision that is asked about.

    The query has the revision of each subject under its name, as in `answer:3.1.1=2`; anything else in it
    is passed over.
    """
    asked = request.query_params.multi_items()[:MOST_ASKED]
    later = [
        entry
        for name, typed in asked
        for subject in _subjects(name)
        for entry in [visit.opened.journal.newest.get(subject)]
        if entry is not None and (shown_on := whole_number(typed)) is not None and entry.revision > shown_on
    ]
    return {
        "finished": visit.opened.journal.is_finished,
        "changed": [
            {
                "subject": str(entry.subject),
                "said": _changed(visit, entry),
                "address": visit.address(address_of_history(entry.subject)),
            }
            for entry in later
        ],
        "show": visit.say("Show it"),
    }


def _subjects(name: str) -> tuple[Subject, ...]:
    """The subject of that name; none where it is none."""
    try:
        return (Subject.parsed(name),)
    except ValueError:
        return ()


def _changed(visit: Visit, entry: Entry) -> str:
    speak, at = visit.say, language(visit.parts.language).time(entry.at)
    if not entry.author:
        return speak("Changed at %(time)s.") % {"time": at}
    return speak("Changed by %(name)s at %(time)s.") % {"name": entry.author, "time": at}
