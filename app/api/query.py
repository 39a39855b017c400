"""Query parameters: an unknown one is refused, so that a typing error never widens a result."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute


def only_known(request: Request) -> None:
    """Refuse the request if its query has a parameter that the route does not declare."""
    route: APIRoute = request.scope["route"]
    known = {field.alias for field in route.dependant.query_params}
    unknown = [name for name in request.query_params if name not in known]
    if unknown:
        wanted = ", ".join(sorted(known)) or "none"
        raise RequestValidationError(
            [
                {"loc": ("query", name), "msg": f"There is no such parameter; known are: {wanted}"}
                for name in unknown
            ]
        )


KnownQuery = Annotated[None, Depends(only_known)]
