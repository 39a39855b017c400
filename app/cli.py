"""The `cied` command: one function a command."""

from pathlib import Path
from typing import Annotated

import typer

from app.catalogue import checked, counts, differences, fault_line, read_examples
from app.core.errors import QuestionnaireRefusedError

app = typer.Typer(
    name="cied",
    help="Self-assessment of national preparedness against improvised explosive devices.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Self-assessment of national preparedness against improvised explosive devices."""


@app.command()
def check(
    path: Annotated[
        Path,
        typer.Argument(help="A questionnaire's folder, such as questionnaires/<id>/<version>."),
    ],
) -> None:
    """Say that a questionnaire is in order, or every fault with its mend (exit code 2)."""
    try:
        questionnaire = checked(path)
        cases = read_examples(path)
        faults = differences(questionnaire, cases)
    except QuestionnaireRefusedError as refused:
        faults = refused.faults
    if faults:
        for fault in faults:
            typer.echo(fault_line(fault), err=True)
        raise typer.Exit(2)
    typer.echo(f"{questionnaire.id} {questionnaire.version} is in order.")
    for name, number in (*counts(questionnaire).lines(), ("worked cases", len(cases))):
        typer.echo(f"{name}: {number}")


def main() -> None:
    """Run the command line."""
    app()
