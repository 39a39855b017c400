"""The JSON edge as an application of its own under /api/v1, with its own errors and description."""

import re
from typing import Any

from fastapi import FastAPI
from starlette.routing import Mount

from app.api import assessments, caching, problems, questionnaires, results

PREFIX = "/api/v1"


class _Edge(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The description; an error is a problem document and no other JSON."""
        described = super().openapi()
        for route in (route for path in described["paths"].values() for route in path.values()):
            for status, answer in route["responses"].items():
                if status >= "400":
                    answer["content"].pop("application/json", None)
        return described


def install(app: FastAPI) -> None:
    """Mount the API in the server; both share the same parts."""
    edge = _Edge(
        title="C-IED Self-Assessment",
        version="1",
        description=(
            "Results of national self-assessments for aggregation between countries that consent. "
            "Self-assessments by States; not a measure of compliance, and no ranking. "
            "Figures are those of masked copies unless the owner's own copy is asked for."
        ),
        docs_url=None,
        redoc_url=None,
    )
    edge.state.parts = app.state.parts
    for part in (questionnaires, assessments, results):
        edge.include_router(part.router)
    problems.install(edge)
    caching.install(edge)
    mounted = Mount(PREFIX, edge)
    # An address with a line break in it belongs to this edge too.
    mounted.path_regex = re.compile(mounted.path_regex.pattern, re.DOTALL)
    app.routes.append(mounted)
