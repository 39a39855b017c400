"""Pages: the assessments on this machine, the start of a new one, and its growth from a quick scan."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.answers import LONGEST_AUTHOR, LONGEST_ENTERED_TEXT, cleaned, dated, day_of
from app.core.assessment.assessment import Country
from app.core.assessment.journal import About, Earlier
from app.core.assessment.quick_scan import quick_scan
from app.core.errors import AnswersRefusedError
from app.core.exact import whole_number
from app.core.questionnaire.questionnaire import Questionnaire
from app.http.dependencies import AUTHOR_COOKIE, TheAuthor, TheParts
from app.services import assessments
from app.services.assessments import BegunOtherwiseError, Summary
from app.services.namesakes import apart
from app.services.writing import new_mutation
from app.web.errors import FieldError
from app.web.frame import Page, Posted, act_of, gone_to, render, say
from app.web.visit import TheEditingVisit

router = APIRouter()

ONE_YEAR = 365 * 24 * 3600


class ListPage(Page, template="assessments/list.html"):
    """Every assessment on this machine; `apart`: ids of those whose questionnaire is another text."""

    listed: tuple[Summary, ...]
    apart: frozenset[str]


class StartPage(Page, template="assessments/new.html"):
    """The form that starts an assessment; `core`: the questions of a quick scan, `begun`: by this try."""

    questionnaires: tuple[Questionnaire, ...]
    core: Mapping[str, int]
    finished: list[tuple[str, Summary]]
    typed: Mapping[str, str]
    errors: tuple[FieldError, ...]
    begun: BegunOtherwiseError | None
    mutation: str


@router.get("/")
def home(parts: TheParts, author: TheAuthor) -> HTMLResponse:
    """Every assessment on this machine, newest first."""
    return render(
        parts,
        ListPage(
            listed=assessments.listed(parts.database),
            apart=apart(parts.database, parts.catalogue),
        ),
        author=author,
    )


@router.post("/author")
def name_author(form: Posted) -> Response:
    """Take the name that goes with what this browser saves, and go back to where it was typed."""
    back = cleaned(str(form.get("back", "/")))
    answer = gone_to(back if back.startswith("/") and not back.startswith("//") else "/")
    return _named(answer, cleaned(str(form.get("author", ""))).strip())


@router.get("/assessments/new")
def new(parts: TheParts, author: TheAuthor, earlier: str = "") -> HTMLResponse:
    """The form that starts an assessment; filled in with what it shares with the `earlier` one, if named."""
    typed = {"author": author, "reference_date": day_of(parts.now()).isoformat()}
    before = next((one for one in _finished(parts) if _named_by(one) == earlier), None)
    if before is not None:
        questionnaire = next(
            (one for one in parts.catalogue.newest() if one.id == before.questionnaire), None
        )
        typed |= {
            "country_name": before.country.name,
            "country_code": before.country.code,
            "questionnaire": f"{questionnaire.id}/{questionnaire.version}" if questionnaire else "",
            "scope": before.scope,
            "earlier": earlier,
        }
    return _form(parts, typed, ())


@router.post("/assessments")
def start(parts: TheParts, form: Posted) -> Response:
    """Start an assessment and go to its profile."""
    names = (
        "country_name",
        "country_code",
        "reference_date",
        "questionnaire",
        "scope",
        "earlier",
        "author",
        "mutation",
    )
    typed = {name: cleaned(str(form.get(name, ""))).strip() for name in names}
    about, errors = _about(parts, typed)
    questionnaire = next(
        (one for one in parts.catalogue.newest() if f"{one.id}/{one.version}" == typed["questionnaire"]),
        None,
    )
    if questionnaire is None:
        errors += (
            FieldError(
                field="questionnaire",
                message=say(parts)("Choose one of the questionnaires listed."),
            ),
        )
    if typed["earlier"] and typed["earlier"] not in map(_named_by, _finished(parts)):
        errors += (
            FieldError(field="earlier", message=say(parts)("Choose one of the assessments listed, or none.")),
        )
    if about is None or questionnaire is None or errors:
        return _form(parts, typed, errors, status=422)
    try:
        started = assessments.start(
            parts.database,
            questionnaire,
            about,
            act_of(parts, form, typed["author"]),
        )
    except AnswersRefusedError as refused:
        faults = tuple(
            FieldError(
                field=fault.place[0] if fault.place[0] in ("earlier", "questionnaire") else "reference_date",
                message=f"{fault.problem} {fault.mend}",
            )
            for fault in refused.faults
        )
        return _form(parts, typed, faults, status=422)
    except BegunOtherwiseError as begun:
        return _form(parts, typed | {"mutation": new_mutation()}, (), status=409, begun=begun)
    return _named(gone_to(f"/assessments/{started}/profile"), typed["author"])


@router.post("/assessments/{assessment_id}/grow")
def grow(visit: TheEditingVisit, form: Posted) -> Response:
    """Let a quick scan grow into the full assessment, and go back to the tasks; refused while finished."""
    assessments.grow(visit.parts.database, visit.opened.id, visit.act(form))
    return gone_to(visit.address())


def _named(answer: RedirectResponse, author: str) -> RedirectResponse:
    """The answer, after which this browser saves under that name, until there are accounts."""
    answer.set_cookie(
        AUTHOR_COOKIE, quote(author[:LONGEST_AUTHOR]), max_age=ONE_YEAR, httponly=True, samesite="strict"
    )
    return answer


def _about(parts: TheParts, typed: dict[str, str]) -> tuple[About | None, tuple[FieldError, ...]]:
    speak, errors = say(parts), []
    if len(typed["author"]) > LONGEST_AUTHOR:
        message = speak("Shorten the name to %(most)d characters.") % {"most": LONGEST_AUTHOR}
        errors.append(FieldError(field="author", message=message))
    if not typed["country_name"]:
        errors.append(FieldError(field="country_name", message=speak("Enter the name of the country.")))
    elif len(typed["country_name"]) > LONGEST_ENTERED_TEXT:
        errors.append(FieldError(field="country_name", message=speak("Shorten the name of the country.")))
    code = typed["country_code"].upper()
    if len(code) != 2 or not (code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
        errors.append(
            FieldError(
                field="country_code",
                message=speak("Enter the two letters of the country code, such as XA."),
            )
        )
    try:
        day = date.fromisoformat(dated(typed["reference_date"]))
    except ValueError:
        errors.append(
            FieldError(
                field="reference_date",
                message=speak("Write the reference date as year, month and day, such as 2026-11-24."),
            )
        )
        return None, tuple(errors)
    if errors:
        return None, tuple(errors)
    about = About(
        country=Country(code=code, name=typed["country_name"]),
        reference_date=day,
        scope="quick" if typed["scope"] == "quick" else "full",
        earlier=_earlier(typed["earlier"]),
    )
    return about, ()


def _finished(parts: TheParts) -> tuple[Summary, ...]:
    """The assessments that one can start from, newest first: those with an edition."""
    return tuple(one for one in assessments.listed(parts.database) if one.editions)


def _named_by(one: Summary) -> str:
    """The newest edition of a finished assessment, as the form sends it."""
    return f"{one.id}/{one.editions[-1].number}"


def _earlier(typed: str) -> Earlier | None:
    """The edition that a form sent; None where it is none."""
    assessment_id, _, number = typed.partition("/")
    edition = whole_number(number)
    return None if edition is None else Earlier(assessment=assessment_id, edition=edition)


def _form(
    parts: TheParts,
    typed: dict[str, str],
    errors: tuple[FieldError, ...],
    status: int = 200,
    begun: BegunOtherwiseError | None = None,
) -> HTMLResponse:
    """The form as typed; `begun`: what was begun with it before, with something else in it."""
    blank = {
        "country_name": "",
        "country_code": "",
        "reference_date": "",
        "questionnaire": "",
        "scope": "full",
        "earlier": "",
        "author": "",
    }
    return render(
        parts,
        StartPage(
            questionnaires=parts.catalogue.newest(),
            core={
                f"{one.id}/{one.version}": len(quick_scan(one).question_by_id)
                for one in parts.catalogue.newest()
            },
            finished=[(_named_by(one), one) for one in _finished(parts)],
            typed=blank | typed,
            errors=errors,
            begun=begun,
            mutation=typed.get("mutation") or new_mutation(),
        ),
        status=status,
    )
