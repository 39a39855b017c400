"""The `cied` command: one function a command."""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError

from app.answers import cleaned, content_hash, decoded, named, read, unknown_questionnaire
from app.catalogue import (
    Case,
    Catalogue,
    checked,
    checked_text,
    counts,
    differences,
    fault_line,
    folder_of,
    freeze,
    hash_of,
    read_catalogue,
    read_examples,
)
from app.core.assessment import Assessment
from app.core.coverage import coverage
from app.core.errors import Fault, QuestionnaireRefusedError, RefusedError
from app.core.priorities import priorities
from app.core.questionnaire import Questionnaire
from app.core.quick_scan import as_asked
from app.core.report import Copy, copied, report
from app.core.scoring import score as scored
from app.main import create_app
from app.rendering.press import PressError, pressed
from app.results import result_json
from app.services import assessments, backup, transfer
from app.services.assessments import NoSuchAssessmentError
from app.services.reports import printed
from app.settings import Settings
from app.storage.database import AnotherServerError, BusyError, Database, NewerSchemaError
from app.storage.sqlite import journal_mode

app = typer.Typer(
    name="cied",
    help="A State assesses for itself how well it is prepared, by a questionnaire.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """A State assesses for itself how well it is prepared, by a questionnaire."""


@app.command()
def check(
    path: Annotated[
        Path,
        typer.Argument(help="A questionnaire's folder, such as questionnaires/<id>/<version>."),
    ],
) -> None:
    """Say that a questionnaire is in order, or every fault with its mend (exit code 2)."""
    with _faults_told(fault_line):
        questionnaire = checked(path)
        cases = _agreeing_cases(path, questionnaire)
    typer.echo(f"{questionnaire.id} {questionnaire.version} is in order.")
    for name, number in (*counts(questionnaire).lines(), ("worked cases", len(cases))):
        typer.echo(f"{name}: {number}")


def _agreeing_cases(path: Path, questionnaire: Questionnaire) -> tuple[Case, ...]:
    cases = read_examples(path)
    faults = differences(questionnaire, cases)
    if faults:
        raise QuestionnaireRefusedError(faults)
    return cases


@app.command()
def publish(
    path: Annotated[
        Path,
        typer.Argument(help="The folder of a questionnaire whose status is published."),
    ],
) -> None:
    """Freeze a published questionnaire: record its hash, after which no other text is accepted."""
    with _faults_told(fault_line):
        questionnaire = checked_text(path)
        _agreeing_cases(path, questionnaire)
        recorded = freeze(folder_of(path), questionnaire)
    typer.echo(f"{questionnaire.id} {questionnaire.version} is published, with the hash {recorded}.")


@app.command("coverage")
def print_coverage(
    path: Annotated[
        Path,
        typer.Argument(help="A questionnaire's folder, such as questionnaires/<id>/<version>."),
    ],
) -> None:
    """Print which questions ask about which paragraph, both ways; exit code 1 where one is left out."""
    with _faults_told(fault_line):
        questionnaire = checked(path)
    covered = coverage(questionnaire)
    for row in covered:
        reason = row.paragraph.not_assessable
        linked = " ".join(_linked(one.question.id, one.link) for one in row.links)
        typer.echo(f"{row.paragraph.id}\t{linked or (f'not assessable: {reason}' if reason else 'LEFT OUT')}")
    typer.echo()
    for _, _, question in questionnaire.questions():
        typer.echo(
            f"{question.id}\t{' '.join(_linked(one.paragraph, one.link) for one in question.paragraphs)}"
        )
    gaps = sum(row.is_gap for row in covered)
    typer.echo("\n* derived: the paragraph addresses others than the State.")
    typer.echo(f"paragraphs: {len(covered)}, left out: {gaps}")
    if gaps:
        raise typer.Exit(1)


def _linked(id: str, link: str) -> str:  # noqa: A002 - its name everywhere
    return id if link == "direct" else f"{id}*"


AnswersFile = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="An answers file (docs/answers-file.md).")
]


@app.command()
def score(
    answers: AnswersFile,
    questionnaires: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder of questionnaires.")
    ] = None,
    *,
    masked: Annotated[
        bool, typer.Option("--masked", help="Score the copy that leaves out what is withheld.")
    ] = False,
) -> None:
    """Print the result of an answers file as JSON, or every error in it (exit code 2)."""
    questionnaire, own = _answers(answers, questionnaires)
    shown = copied(questionnaire, own, "masked" if masked else "own")
    asked = as_asked(questionnaire, shown)
    result = scored(asked, shown)
    lines = priorities(asked, shown, result)
    typer.echo(json.dumps(result_json(questionnaire, shown, result, lines), ensure_ascii=False, indent=1))


@app.command("report")
def print_report(
    answers: AnswersFile,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The PDF to write; replaced if it is there.")],
    questionnaires: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder of questionnaires.")
    ] = None,
    marking: Annotated[str, typer.Option(help="Stands on every page, such as RESTRICTED.")] = "",
    *,
    own: Annotated[bool, typer.Option("--own", help="The owner's own copy, with what is withheld.")] = False,
) -> None:
    """Print an answers file as a PDF report: the masked copy unless --own is given."""
    questionnaire, entered = _answers(answers, questionnaires)
    copy: Copy = "own" if own else "masked"
    shown = copied(questionnaire, entered, copy)
    said = report(
        questionnaire,
        shown,
        copy=copy,
        content_hash=content_hash(shown),
        questionnaire_hash=hash_of(questionnaire),
        marking=cleaned(marking),
    )
    try:
        made = pressed(printed(said, _settings().language), _told)
    except PressError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    out.write_bytes(made)
    typer.echo(f"{'The own copy' if own else 'The masked copy'} is printed to {out}.")


def _told(step: int, of: int, words: str) -> None:
    """Progress on standard error: one line that changes on a terminal, plain lines elsewhere."""
    if sys.stderr.isatty():
        typer.echo(f"\r\033[K{step} of {of}: {words}" + ("\n" if step == of else ""), err=True, nl=False)
    else:
        typer.echo(f"{step} of {of}: {words}", err=True)


@app.command()
def serve() -> None:
    """Serve the product on this machine until it is stopped (Ctrl-C)."""
    settings = _settings()
    with _told_at_start(settings):
        made = create_app(settings)
    address = f"http://{settings.host}:{settings.port}"
    typer.echo(f"C-IED Self-Assessment is at {address}\nThe data lies in {settings.data}", err=True)
    if journal_mode() != "WAL":
        typer.echo(
            "This machine's SQLite has a fault in its faster journal: saving is slower, and safe.", err=True
        )
    uvicorn.run(
        made,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


@contextmanager
def _told_at_start(settings: Settings) -> Iterator[None]:
    """What keeps the server from starting, in one sentence (exit code 2)."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((settings.host, settings.port))
        except OSError:
            typer.echo(
                f"Port {settings.port} is taken on this machine. "
                f"Stop what uses it, or choose another: CIED_PORT={settings.port + 1} make run",
                err=True,
            )
            raise typer.Exit(2) from None
    try:
        with _faults_told():
            yield
    except (AnotherServerError, NewerSchemaError, BusyError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; never overwritten.")],
) -> None:
    """Write a consistent copy of the database, also while the server runs."""
    with _database() as database:
        backup.back_up(database, file)
    typer.echo(f"Everything is copied to {file}.")


@app.command("export")
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
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as written:
            written.write(text)
    typer.echo(f"{'The own copy' if own else 'The masked copy'} is written to {file}.")


@app.command("import")
def import_answers(file: AnswersFile) -> None:
    """Start an assessment from an answers file, or tell every error in it (exit code 2)."""
    with _database() as database:
        started = transfer.import_answers(
            database,
            _catalogue(None),
            decoded(file.read_bytes()),
            author="",
            now=datetime.now(UTC),
        )
    typer.echo(started)


demonstrations = typer.Typer(help="The fictional assessments that came with the product.")
app.add_typer(demonstrations, name="demonstrations", no_args_is_help=True)


@demonstrations.callback()
def about_demonstrations() -> None:
    """Remove the fictional assessments that came with the product."""


@demonstrations.command("remove")
def remove_demonstrations() -> None:
    """Remove every demonstration; they do not come back."""
    with _database() as database:
        removed = transfer.remove_demonstrations(database)
    typer.echo(f"Demonstrations removed: {removed}.")


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for one in error.errors():
            name = f"CIED_{one['loc'][0]}".upper() + ": " if one["loc"] else ""
            typer.echo(f"{name}{one['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(2) from None


def _catalogue(folder: Path | None) -> Catalogue:
    return read_catalogue(folder or _settings().questionnaires)


def _answers(file: Path, questionnaires: Path | None) -> tuple[Questionnaire, Assessment]:
    """The questionnaire and the own assessment of an answers file; its errors are told (exit code 2)."""
    with _faults_told():
        catalogue = _catalogue(questionnaires)
        text = decoded(file.read_bytes())
        name = named(text)
        questionnaire = catalogue.find(*name)
        if questionnaire is None:
            raise unknown_questionnaire(name, catalogue)
        return questionnaire, read(text, questionnaire)


@contextmanager
def _database() -> Iterator[Database]:
    """The database of the settings; what can go wrong is told in one sentence (exit code 2)."""
    database = Database(_settings().database_url)
    try:
        with _faults_told():
            if not database.is_current:
                database.migrate()
            yield database
    except (AnotherServerError, BusyError, NewerSchemaError, backup.CopyRefusedError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except FileExistsError as error:
        typer.echo(f"{error.filename} exists already and is not overwritten.", err=True)
        raise typer.Exit(2) from None
    except NoSuchAssessmentError as error:
        typer.echo(f"There is no assessment {error}.", err=True)
        raise typer.Exit(2) from None
    except LookupError as error:
        typer.echo(f"There is no edition {error}.", err=True)
        raise typer.Exit(2) from None
    finally:
        database.close()


@contextmanager
def _faults_told(line: Callable[[Fault], str] = str) -> Iterator[None]:
    """Every fault of what a person wrote goes to standard error, with its place (exit code 2)."""
    try:
        yield
    except RefusedError as refused:
        for fault in refused.faults:
            typer.echo(line(fault), err=True)
        raise typer.Exit(2) from None


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
