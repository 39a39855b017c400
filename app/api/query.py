"""Query parameters: a strange, repeated or broken one is refused: no slip widens or swaps a result."""

from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BeforeValidator

from app.core.exact import whole_number


def only_known(request: Request) -> None:
    """Refuse the request if its query has a parameter twice, one that is not declared, or a NUL in one."""
    route: APIRoute = request.scope["route"]
    known = {field.alias for field in route.dependant.query_params}
    wanted = ", ".join(sorted(known)) or "none"
    errors = [
        {"loc": ("query", name), "msg": f"There is no such parameter; known are: {wanted}"}
        for name in request.query_params
        if name not in known
    ]
    errors += [
        {"loc": ("query", name), "msg": "Give this parameter once"}
        for name in request.query_params
        if name in known and len(request.query_params.getlist(name)) > 1
    ]
    errors += [
        {"loc": ("query", name), "msg": "It holds the character NUL, which no text has"}
        for name, value in request.query_params.multi_items()
        if "\0" in value
    ]
    if errors:
        raise RequestValidationError(errors)


def _digits(value: object) -> object:
    """Refuses a number that is not written in the digits 0 to 9 alone; ValueError."""
    if isinstance(value, str) and whole_number(value) is None:
        raise ValueError("Write a whole number in the digits 0 to 9 alone")
    return value


Digits = BeforeValidator(_digits)
"""Of a whole number in a query; behind its bounds, which the description of the edge tells only so."""

DemonstrationsQuery = Annotated[bool, Query(description="invented countries too")]
KnownQuery = Annotated[None, Depends(only_known)]
