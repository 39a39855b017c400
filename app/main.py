"""create_app(settings): the one module that knows all parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse, Response

from app.api import app as api
from app.catalogue import read_installed
from app.core.errors import BusyError, UnusableError
from app.http.compression import Compression
from app.http.dependencies import RETRY_AFTER_SECONDS, Parts
from app.http.guard import Guard
from app.http.static_files import StaticFiles
from app.services import assessments, renewing, transfer
from app.services.printing import REPORTS, ReportPress
from app.settings import Settings
from app.storage.database import Database
from app.web import app as web

AT_ONCE = 12
"""Requests in work; the others wait in line. More would only take the interpreter from each other."""


def create_app(settings: Settings) -> FastAPI:
    """The whole product over the data folder of the settings; migrates it first.

    Raises QuestionnaireRefusedError for a bad questionnaire, AnotherServerError where a second
    process would share one SQLite file, and UnusableError where nothing could be saved.
    """
    catalogue = read_installed(settings.questionnaires)
    database = Database(settings.database, folder=settings.data)
    database.migrate()
    renewing.renew(database)
    parts = Parts(
        database=database,
        catalogue=catalogue,
        press=ReportPress(settings.data / REPORTS),
        language=settings.language,
        marking=settings.marking,
    )
    transfer.load_demonstrations(database, catalogue, settings.questionnaires, now=parts.now())
    parts.press.keep({one.id for one in assessments.listed(database)})

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        with database.serving():
            yield
        parts.press.close()
        database.close()

    app = FastAPI(title="C-IED Self-Assessment", lifespan=lifespan, openapi_url=None)
    app.state.parts = parts
    app.mount("/static", StaticFiles(), name="static")
    api.install(app)
    web.install(app)
    app.add_middleware(Compression)
    app.add_middleware(
        Guard, address=settings.address, hosts=settings.hosts, larger={web.MOVE_IN: web.LARGEST_UPLOAD}
    )

    @app.get("/healthz", include_in_schema=False)
    def healthy(request: Request) -> Response:
        """204 where the database answers and can be written; else why not, in words."""
        try:
            request.app.state.parts.database.check()
        except BusyError as error:
            return PlainTextResponse(f"{error}\n", 503, {"retry-after": str(RETRY_AFTER_SECONDS)})
        except UnusableError as error:
            return PlainTextResponse(f"{error}\n", 500)
        return Response(status_code=204)

    return app
