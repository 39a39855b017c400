"""What a reader does with a report: see whether it is as it was printed."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import catalogue, exit_on_faults
from app.services.verdicts import CAVEAT, ReportVerdict
from app.services.verifying import LARGEST_PDF, among, verified

_MARK = {"agrees": "agrees", "words": "words agree", "differs": "DIFFERS", "unchecked": "NOT CHECKED"}


def verify(
    report: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A report (PDF).")],
    questionnaires: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder of questionnaires.")
    ] = None,
) -> None:
    """Say whether a report is as it was printed, and whether its figures follow from its answers.

    Exit code 1 where something could not be checked, 2 where something differs.
    """
    with exit_on_faults():
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


def _lines(verdict: ReportVerdict) -> list[str]:
    findings = [f"{one.about}: {_MARK[one.outcome]}. {one.sentence}" for one in verdict.findings]
    return [verdict.headline, *_about(verdict), *findings, CAVEAT]


def _about(verdict: ReportVerdict) -> list[str]:
    """Which report it says that it is, so that a genuine one of another assessment is noticed."""
    imprint = verdict.imprint
    if imprint is None:
        return []
    whose = f"{verdict.country.name} ({verdict.country.code}), " if verdict.country else ""
    day = f"reference date {verdict.reference_date}, " if verdict.reference_date else ""
    state = f"edition {imprint.edition}" if imprint.edition else "DRAFT"
    facts = [f"{imprint.kind} report", f"{imprint.copy} copy", state, f"{verdict.pages} pages"]
    facts += ["demonstration"] if imprint.is_demonstration else []
    marking = f"marked {imprint.marking}" if imprint.marking else "without a marking"
    return [
        f"It says it is: {whose}{day}{', '.join(facts)}, {marking}, of the answers {imprint.content_hash}.",
        "Compare this with the report that you mean: a genuine one of another assessment agrees too.",
    ]
