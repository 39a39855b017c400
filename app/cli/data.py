"""What an operator does with the database of this machine: copies, files that leave and come, deletion."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.cli.answers import AnswersFile
from app.cli.output import (
    catalogue,
    exit_on_faults,
    file_text,
    settings,
)
from app.core.assessment.act import Act
from app.core.errors import BusyError, UnusableError
from app.services import assessments, backup, moving, renewing, transfer
from app.services.assessments import DamagedError, NoSuchAssessmentError
from app.services.examining import faults_of_catalogue
from app.services.printing import REPORTS, remove_reports
from app.services.writing import new_mutation
from app.settings import DATABASE
from app.storage.database import AnotherServerError, Database, NewerSchemaError, WrongEncodingError


def back_up(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; never overwritten.")],
) -> None:
    """Write a consistent copy of the database, also while the server runs."""
    chosen = settings()
    if chosen.is_on_sqlite and not (chosen.data / DATABASE).exists():
        typer.echo(f"There is no database in {chosen.data}. Say by CIED_DATA where it lies.", err=True)
        raise typer.Exit(2)
    with _database() as database:
        backup.back_up(database, file)
        number = len(assessments.listed(database))
        typer.echo(f"Everything in {database.name} is copied to {file}. Assessments: {number}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `cied backup` made, of either kind of database.")],
) -> None:
    """Bring a backup into an empty database: nothing that is there is overwritten."""
    installed = catalogue(None)
    with _database() as database:
        number = backup.restore(database, file)
        typer.echo(f"Restored from {file}. Assessments: {number}.")
        for sentence in faults_of_catalogue(database, installed):
            typer.echo(sentence, err=True)


def export_answers(
    assessment: Annotated[str, typer.Argument(help="The id in the assessment's address.")],
    file: Annotated[Path, typer.Argument(help="Where the answers file goes; never overwritten.")],
    *,
    own: Annotated[bool, typer.Option("--own", help="The owner's own copy, with what is withheld.")] = False,
    edition: Annotated[int | None, typer.Option(help="A finished edition.")] = None,
) -> None:
    """Write an assessment as an answers file; the masked copy unless --own is given."""
    with _database() as database:
        opened = assessments.opened(database, assessment)
        text = transfer.exported(opened, copy="own" if own else "masked", edition=edition)
        _write_new(file, text)
    typer.echo(f"{'The own copy' if own else 'The masked copy'} is written to {file}.")


def move_out(
    assessment: Annotated[str, typer.Argument(help="The id in the assessment's address.")],
    file: Annotated[Path, typer.Argument(help="Where the assessment file goes; never overwritten.")],
) -> None:
    """Write an assessment with its whole history as one file, to move it to another machine."""
    with _database() as database:
        _write_new(file, moving.moved_out(database, assessment))
    typer.echo(
        f"The assessment is written to {file}, with all that is withheld. It is still here too: "
        f"when it has arrived, delete it here with: cied delete {assessment}"
    )


def move_in(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A file that cied move-out wrote.")
    ],
) -> None:
    """Take an assessment in with its whole history, or tell every error in its file (exit code 2)."""
    with _database() as database:
        typer.echo(moving.move_in(database, file_text(file, moving.LARGEST), catalogue(None)))


def delete(
    assessment: Annotated[str, typer.Argument(help="The id in the assessment's address.")],
    country: Annotated[str, typer.Option(prompt="The name of its country, to confirm", help="To confirm.")],
) -> None:
    """Delete an assessment with everything that belongs to it; there is no way back."""
    with _database() as database:
        moving.delete(database, assessment, confirmed=country)
    remove_reports(settings().data / REPORTS, assessment)
    typer.echo("It is deleted. Backups that were made before still hold it.")


def import_answers(file: AnswersFile) -> None:
    """Start an assessment from an answers file, or tell every error in it (exit code 2)."""
    with _database() as database:
        started = transfer.import_answers(
            database,
            catalogue(None),
            file_text(file),
            Act(by="", at=datetime.now(UTC), mutation=new_mutation()),
        )
    typer.echo(started)


demonstrations = typer.Typer(help="The fictional assessments that came with the product.")


@demonstrations.callback()
def about_demonstrations() -> None:
    """Remove the fictional assessments that came with the product."""


@demonstrations.command("remove")
def remove_demonstrations() -> None:
    """Remove every demonstration; they do not come back."""
    with _database() as database:
        removed = transfer.remove_demonstrations(database)
    typer.echo(f"Demonstrations removed: {removed}.")


def _write_new(file: Path, text: str) -> None:
    """Write a file that only its owner can read. Raises FileExistsError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as written:
        written.write(text)


@contextmanager
def _database() -> Iterator[Database]:
    """The database of the settings; what can go wrong is told in one sentence (exit code 2)."""
    chosen = settings()
    try:
        with exit_on_faults(), closing(Database(chosen.database, folder=chosen.data)) as database:
            if not database.is_current:
                database.migrate()
                renewing.renew(database)
            yield database
    except (
        AnotherServerError,
        BusyError,
        DamagedError,
        NewerSchemaError,
        UnusableError,
        WrongEncodingError,
        backup.CopyRefusedError,
    ) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except FileExistsError as error:
        typer.echo(f"{error.filename} exists already and is not overwritten.", err=True)
        raise typer.Exit(2) from None
    except moving.NotConfirmedError as error:
        typer.echo(f"Nothing is deleted: the country is called {error}. Type that name.", err=True)
        raise typer.Exit(2) from None
    except NoSuchAssessmentError as error:
        typer.echo(f"There is no assessment {error}.", err=True)
        raise typer.Exit(2) from None
    except LookupError as error:
        typer.echo(f"There is no edition {error}.", err=True)
        raise typer.Exit(2) from None
