"""What is wrong with an installation, in plain sentences."""

import http.client
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import typer

from app.catalogue import read_installed
from app.cli.output import settings
from app.core.errors import BusyError, RefusedError, UnusableError
from app.rendering.errors import PressError
from app.rendering.ingredients import fonts_missing
from app.rendering.proof import pressed_proof, proof
from app.services.examining import faults_of_catalogue, faults_of_database
from app.settings import DATABASE, Settings
from app.storage.database import Database, NewerSchemaError, WrongEncodingError

LEAST_FREE_BYTES = 500 * 1024 * 1024
"""Room for a copy before an upgrade, and for some thousand reports."""

_ANSWER_SECONDS = 5
_OWN_ANSWERS = {204, 500, 503}
"""To /healthz: all is well, or the database is not, of which another part tells."""
_LAST_FOR_OTHERS = 0o077


def examine() -> None:
    """Say what is wrong with this installation (exit code 1), or that all is well; changes nothing."""
    chosen = settings()
    number = 0
    for name, faults in (
        ("Data folder", _of_folder(chosen.data)),
        ("Database", of_database(chosen)),
        ("Server", _of_server(chosen)),
        ("Reports", _of_reports()),
    ):
        sentences = list(faults)
        number += len(sentences)
        typer.echo("\n    ".join([f"{name}: {'wrong' if sentences else 'well'}", *sentences]))
    if number:
        raise typer.Exit(1)
    typer.echo("All is well.")


def _of_folder(folder: Path) -> Iterator[str]:
    if not folder.is_dir():
        yield f"There is no folder {folder}. The first start makes it; if it was there before, find it."
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield f"Nothing can be written to {folder}. Give it to the user who runs the product."
    if folder.stat().st_mode & _LAST_FOR_OTHERS:
        yield f"Others on this machine may look into {folder}. Type: chmod 700 '{folder}'"
    for file in sorted(folder.glob("*sqlite*")):
        if file.stat().st_mode & _LAST_FOR_OTHERS:
            yield f"Others on this machine may read {file}. Type: chmod 600 '{file}'"
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        megabytes = f"{free // 2**20} MB are free where {folder} lies"
        yield f"Only {megabytes}; make it {LEAST_FREE_BYTES // 2**20} MB, or the next save may fail."


def of_database(chosen: Settings) -> Iterator[str]:
    """What is wrong with the database of these settings, a sentence each."""
    if chosen.is_on_sqlite and not (chosen.data / DATABASE).exists():
        yield f"There is no database in {chosen.data}. The first start makes it; if one was there, find it."
        return
    try:
        with closing(Database(chosen.database, folder=chosen.data)) as database:
            database.check()
            yield from database.risks()
            database.refuse_unfit()
            if not database.is_current and not database.faults():
                yield f"{database.name} waits for an upgrade, or is empty; the next start does it."
                return
            yield from faults_of_database(database)
            yield from faults_of_catalogue(database, read_installed(chosen.questionnaires))
    except (BusyError, NewerSchemaError, UnusableError, WrongEncodingError) as error:
        yield str(error)
    except RefusedError as refused:
        yield from map(str, refused.faults)


def _of_server(chosen: Settings) -> Iterator[str]:
    """A server of this folder may run, at this address; nobody else may be there, and no second one."""
    if _answers(chosen):
        return
    if _is_taken(chosen):
        yield f"Another program uses port {chosen.port}. Stop it, or choose another by CIED_PORT."
    if chosen.is_on_sqlite and (chosen.data / DATABASE).exists():
        database = Database(chosen.database, folder=chosen.data)
        owner = database.owner
        database.close()
        if owner:
            yield (
                f"Process {owner} serves {chosen.data}, and not on port {chosen.port}: a second server "
                "would be refused. Stop that process, or look for it at its own address."
            )


def _answers(chosen: Settings) -> bool:
    asking = http.client.HTTPConnection(chosen.host, chosen.port, timeout=_ANSWER_SECONDS)
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status in _OWN_ANSWERS
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()


def _is_taken(chosen: Settings) -> bool:
    try:
        with socket.create_connection((chosen.host, chosen.port), timeout=_ANSWER_SECONDS):
            return True
    except OSError:
        return False


def _of_reports() -> Iterator[str]:
    """A page is printed with the style and the furniture of a report, and read back."""
    missing = fonts_missing()
    if missing:
        yield f"These fonts are missing: {', '.join(missing)}. Bring the product's own files back."
    try:
        pressed_proof(proof())
    except PressError as error:
        yield str(error)
