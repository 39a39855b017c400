"""Errors of the JSON edge as problem documents (RFC 9457, application/problem+json)."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.core.errors import AnswersRefusedError, BusyError, Fault, UnusableError
from app.http.dependencies import RETRY_AFTER_SECONDS, allowed, gone
from app.services.assessments import NoSuchAssessmentError

MEDIA_TYPE = "application/problem+json"

_RENAMED = {413: "Content Too Large", 422: "Unprocessable Content"}
"""As RFC 9110 calls them, whichever Python serves."""


class ProblemFault(BaseModel):
    """One thing wrong, with its place and the mend."""

    place: list[str] = Field(examples=[["answers", "question 3.1.1", "level"]])
    problem: str = Field(examples=["5 is not a level."])
    mend: str = Field(examples=["Write a whole number from 0 to 4."])


class Problem(BaseModel):
    """What went wrong, for a program and for a person."""

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["The answers file is refused; every error is listed."])
    faults: list[ProblemFault] = []


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented error answers of a route."""
    return {
        status: {
            "model": Problem,
            "description": _title(status),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def _title(status: int) -> str:
    return _RENAMED.get(status) or HTTPStatus(status).phrase


def problem(
    status: int, detail: str, faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document as an answer."""
    made = Problem(
        title=_title(status),
        status=status,
        detail=detail,
        faults=[
            ProblemFault(place=list(fault.place), problem=fault.problem, mend=fault.mend) for fault in faults
        ],
    )
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers = {"retry-after": str(RETRY_AFTER_SECONDS)}
    return JSONResponse(made.model_dump(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def install(app: FastAPI) -> None:
    """Answer every error of this edge with a problem document."""
    app.add_exception_handler(ClientDisconnect, gone)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["allow"] = allowed(request)
        return problem(error.status_code, str(error.detail), headers=headers)

    @app.exception_handler(RequestValidationError)
    def _request(request: Request, error: RequestValidationError) -> JSONResponse:  # noqa: ARG001 - as above
        faults = [
            Fault(
                place=tuple(str(part) for part in one["loc"]),
                problem=f"{one['msg'].removeprefix('Value error, ')}.",
                mend=one.get("mend", ""),
            )
            for one in error.errors()
        ]
        return problem(422, "The request cannot be read; every error is listed.", faults)

    @app.exception_handler(AnswersRefusedError)
    def _answers(request: Request, error: AnswersRefusedError) -> JSONResponse:  # noqa: ARG001
        return problem(422, "The answers file is refused; every error is listed.", error.faults)

    @app.exception_handler(NoSuchAssessmentError)
    def _missing(request: Request, error: NoSuchAssessmentError) -> JSONResponse:  # noqa: ARG001
        return problem(404, "There is no such assessment.")

    @app.exception_handler(BusyError)
    def _busy(request: Request, error: BusyError) -> JSONResponse:  # noqa: ARG001
        return problem(503, "The database does not answer at the moment; try again.")

    @app.exception_handler(UnusableError)
    def _unusable(request: Request, error: UnusableError) -> JSONResponse:  # noqa: ARG001
        return problem(500, "The database cannot be used until somebody mends it; cied doctor says how.")
