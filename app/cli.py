"""The `cied` command: one function a command; what a command needs is imported inside it."""

from pathlib import Path
from typing import Annotated

import typer

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
    path: Annotated[Path, typer.Argument(help="A questionnaire's folder, such as questionnaires/<id>/<version>.")],
) -> None:
    """Say whether a questionnaire is in order, or every fault with file, place and mend (exit code 2)."""
    from app.catalogue import checked, counts, fault_line
    from app.core.errors import QuestionnaireRefusedError

    try:
        questionnaire = checked(path)
    except QuestionnaireRefusedError as refused:
        for fault in refused.faults:
            typer.echo(fault_line(fault), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{questionnaire.id} {questionnaire.version} is in order.")
    for name, number in counts(questionnaire).lines():
        typer.echo(f"{name}: {number}")


def main() -> None:
    """Run the command line."""
    app()
