"""The server of this machine."""

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import typer
import uvicorn

from app.cli.output import exit_on_faults, settings
from app.core.errors import BusyError, UnusableError
from app.main import create_app
from app.settings import Settings
from app.storage.database import AnotherServerError, NewerSchemaError, WrongEncodingError
from app.storage.sqlite import journal_mode


def serve() -> None:
    """Serve the product on this machine until it is stopped (Ctrl-C)."""
    chosen = settings()
    with _exit_on_faults_at_start(chosen):
        made = create_app(chosen)
    database = made.state.parts.database
    place = chosen.data if chosen.is_on_sqlite else f"the PostgreSQL database {database.name}"
    typer.echo(f"C-IED Self-Assessment is at {chosen.address}\nThe data lies in {place}", err=True)
    if chosen.is_on_sqlite and journal_mode() != "WAL":
        typer.echo(
            "This machine's SQLite has a fault in its faster journal: saving is slower, and safe.", err=True
        )
    uvicorn.run(
        made,
        host=chosen.host,
        port=chosen.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


@contextmanager
def _exit_on_faults_at_start(chosen: Settings) -> Iterator[None]:
    """What keeps the server from starting, in one sentence (exit code 2)."""
    with socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((chosen.host, chosen.port))
        except OSError as error:
            typer.echo(_why_not_at(chosen, error), err=True)
            raise typer.Exit(2) from None
    try:
        with exit_on_faults():
            yield
    except (AnotherServerError, NewerSchemaError, WrongEncodingError, BusyError, UnusableError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{error.filename} cannot be used: {error.strerror}.", err=True)
        raise typer.Exit(2) from None


def _why_not_at(chosen: Settings, error: OSError) -> str:
    """Why nothing can be served at the address of the settings, and what to do."""
    other = "choose another: CIED_PORT=8001 make run"
    if error.errno == errno.EADDRINUSE:
        return f"Port {chosen.port} is taken on this machine. Stop what uses it, or {other}"
    if error.errno == errno.EACCES:
        return f"Only an administrator may use port {chosen.port} on this machine. Become one, or {other}"
    return f"Nothing can be served at {chosen.address}: {error.strerror}. Let CIED_HOST name another address."
