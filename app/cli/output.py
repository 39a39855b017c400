"""What every command needs: the settings, the questionnaires, and how it says what is wrong."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from pydantic import ValidationError

from app.answers import LARGEST_FILE, decoded
from app.catalogue import Catalogue, read_catalogue
from app.core.errors import Fault, RefusedError
from app.rendering.errors import PressError
from app.rendering.language import language
from app.rendering.press import Printable, pressed
from app.settings import Settings


def settings() -> Settings:
    """The environment as settings; what is wrong with it is told (exit code 2)."""
    try:
        chosen = Settings()
    except ValidationError as error:
        for one in error.errors():
            name = f"{_variable(str(one['loc'][0]))}: " if one["loc"] else ""
            typer.echo(f"{name}{one['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from None
    try:
        language(chosen.language)
    except ValueError as error:
        typer.echo(f"CIED_LANGUAGE: {error}", err=True)
        raise typer.Exit(2) from None
    return chosen


def _variable(field: str) -> str:
    """The environment's name of a setting; one with a name of its own comes with that."""
    return field if field.isupper() else f"CIED_{field.upper()}"


def catalogue(folder: Path | None) -> Catalogue:
    """The questionnaires of a folder, or else of the settings."""
    return read_catalogue(folder or settings().questionnaires)


def file_text(file: Path, largest: int = LARGEST_FILE) -> str:
    """The text of a file from elsewhere, of which no more is read than can be taken.

    Raises AnswersRefusedError where it is too large or not UTF-8.
    """
    with file.open("rb") as opened:
        return decoded(opened.read(largest + 1), largest)


@contextmanager
def exit_on_faults(line: Callable[[Fault], str] = str) -> Iterator[None]:
    """Every fault of what a person wrote goes to standard error, with its place (exit code 2)."""
    try:
        yield
    except RefusedError as refused:
        for fault in refused.faults:
            typer.echo(line(fault), err=True)
        raise typer.Exit(2) from None


def press_or_exit(printable: Printable) -> bytes:
    """The PDF; progress and what went wrong are told on standard error (exit code 1)."""
    with exit_on_unprinted():
        return pressed(printable, _show_progress)


@contextmanager
def exit_on_unprinted() -> Iterator[None]:
    """Why nothing can be printed goes to standard error (exit code 1)."""
    try:
        yield
    except PressError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _show_progress(step: int, of: int, words: str) -> None:
    """Progress on standard error: one line that changes on a terminal, plain lines elsewhere."""
    if sys.stderr.isatty():
        typer.echo(f"\r\033[K{step} of {of}: {words}" + ("\n" if step == of else ""), err=True, nl=False)
    else:
        typer.echo(f"{step} of {of}: {words}", err=True)
