"""All pages installed in the server, and what is shown where something goes wrong."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.core.errors import AlreadyFinishedError, BusyError, ChoiceRefusedError, UnusableError
from app.http.dependencies import allowed, gone
from app.rendering.errors import PressError
from app.services.assessments import DamagedError, NoSuchAssessmentError
from app.web import (
    assessments,
    checking,
    comparisons,
    components,
    domains,
    history,
    moving,
    outbox,
    papers,
    plan,
    profile,
    questionnaires,
    questions,
    report_page,
    reports,
    results,
    search,
    tasks,
    verifying,
    workbooks,
    workshops,
)
from app.web.busy import busy, unusable
from app.web.finished import finished
from app.web.frame import Page, render
from app.web.moving import LARGEST_UPLOAD, MOVE_IN

__all__ = ["LARGEST_UPLOAD", "MOVE_IN", "install"]


class ErrorPage(Page, template="error.html"):
    """Something went wrong; a sentence of its own stands in place of the usual one."""

    code: int
    sentence: str = ""


def install(app: FastAPI) -> None:
    """Add every page; the JSON edge answers its own errors before these are asked."""
    every = (
        assessments,
        questionnaires,
        profile,
        tasks,
        domains,
        questions,
        components,
        history,
        moving,
        search,
        outbox,
        checking,
        results,
        plan,
        report_page,
        reports,
        comparisons,
        verifying,
        papers,
        workbooks,
        workshops,
    )
    for part in every:
        app.include_router(part.router, include_in_schema=False)
    app.add_exception_handler(HTTPException, _wrong)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(NoSuchAssessmentError, _missing)
    app.add_exception_handler(AlreadyFinishedError, finished)
    app.add_exception_handler(BusyError, busy)
    app.add_exception_handler(UnusableError, unusable)
    app.add_exception_handler(ChoiceRefusedError, _refused)
    app.add_exception_handler(DamagedError, _damaged)
    app.add_exception_handler(PressError, _not_printed)


def _wrong(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):  # pragma: no cover - installed for this one alone
        raise error
    status = error.status_code
    answer = render(request.app.state.parts, ErrorPage(code=status), status=status)
    answer.headers.update(error.headers or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = allowed(request)
    return answer


def _unreadable(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    return render(request.app.state.parts, ErrorPage(code=422), status=422)


def _missing(request: Request, error: Exception) -> Response:  # noqa: ARG001
    return render(request.app.state.parts, ErrorPage(code=404), status=404)


def _damaged(request: Request, error: Exception) -> Response:
    return render(request.app.state.parts, ErrorPage(code=500, sentence=str(error)), status=500)


def _refused(request: Request, error: Exception) -> Response:
    return render(request.app.state.parts, ErrorPage(code=422, sentence=str(error)), status=422)


def _not_printed(request: Request, error: Exception) -> Response:
    return render(request.app.state.parts, ErrorPage(code=500, sentence=str(error)), status=500)
