"""What a reader does with a report: see whether it is as it was printed."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.telling import catalogue, faults_told
from app.services.verifying import CAVEAT, LARGEST_PDF, Verdict, among, verified

_MARK = {"agrees": "agrees", "differs": "DIFFERS", "unchecked": "unchecked"}


def verify(
    report: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A report (PDF).")],
    questionnaires: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder of questionnaires.")
    ] = None,
) -> None:
    """Say whether a report is as it was printed, and whether its figures follow from its answers.

    Exit code 1 where something could not be checked, 2 where something differs.
    """
    with faults_told():
        known = catalogue(questionnaires)
    with report.open("rb") as file:
        # One byte more than can be, so that a larger file is refused and not read.
        verdict = verified(file.read(LARGEST_PDF + 1), among(known))
    for line in _lines(verdict):
        typer.echo(line)
    if verdict.is_refused:
        raise typer.Exit(2)
    if not verdict.is_complete:
        raise typer.Exit(1)


def _lines(verdict: Verdict) -> list[str]:
    imprint = verdict.imprint
    head = []
    if imprint:
        state = f"edition {imprint.edition}" if imprint.edition else "DRAFT"
        head = [f"It says it is: {imprint.copy} copy, {state}, of the answers {imprint.content_hash}"]
    findings = [f"{one.about}: {_MARK[one.outcome]}. {one.sentence}" for one in verdict.findings]
    if verdict.is_refused:
        told = "REFUSED: this file is not as it was printed, or its figures do not follow from its answers."
    elif verdict.is_complete:
        told = "Everything agrees."
    else:
        told = "What could be checked agrees."
    return [*head, *findings, told, CAVEAT]
