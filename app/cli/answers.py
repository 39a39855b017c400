"""What is made of an answers file without a server: its result, its report, and the report's tables."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.answers import cleaned, content_hash, named, parsed_answers, unknown_questionnaire
from app.catalogue import hash_of
from app.cli.output import (
    catalogue,
    exit_on_faults,
    exit_on_unprinted,
    file_text,
    press_or_exit,
    settings,
)
from app.core.copies.copies import Copy
from app.core.errors import ChoiceRefusedError
from app.core.reports.choice import USUAL_KIND, Provenance, ReportChoice, ReportKindId
from app.core.reports.making import content_of, make_report
from app.core.reports.report import Report
from app.exports import csv_archive, tables_of, workbook
from app.exports.result_json import result_json
from app.services.reports import printed

AnswersFile = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="An answers file (docs/answers-file.md).")
]

Own = Annotated[bool, typer.Option("--own", help="The owner's own copy, with what is withheld.")]
Shareable = Annotated[
    bool,
    typer.Option(
        "--shareable",
        help="Without what is withheld, without anything written, of the domains that are not sensitive.",
    ),
]
Released = Annotated[
    list[str] | None,
    typer.Option(
        "--release", help="A domain, or a sensitive component, that a shareable copy keeps; several times."
    ),
]


def print_score(
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
    choice = ReportChoice(copy="masked" if masked else "own")
    report = _report(answers, questionnaires, choice)
    typer.echo(json.dumps(result_json(report), ensure_ascii=False, indent=1))


def print_report(
    answers: AnswersFile,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The PDF to write; replaced if it is there.")],
    questionnaires: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder of questionnaires.")
    ] = None,
    marking: Annotated[str, typer.Option(help="Stands on every page, such as RESTRICTED.")] = "",
    kind: Annotated[ReportKindId, typer.Option(help="For whom it is cut (docs/reports.md).")] = USUAL_KIND,
    sheet: Annotated[
        list[str] | None,
        typer.Option(help="A component for an assistance sheet; several times for several."),
    ] = None,
    release: Released = None,
    *,
    own: Own = False,
    shareable: Shareable = False,
) -> None:
    """Print an answers file as a PDF report: the full one of the masked copy unless other is asked for."""
    choice = ReportChoice(
        copy=_copy(own=own, shareable=shareable or bool(release)),
        kind=kind,
        marking=cleaned(marking),
        sheets=tuple(sheet) if sheet else None,
        released=tuple(release or ()),
    )
    report = _report(answers, questionnaires, choice)
    with exit_on_unprinted():
        made = press_or_exit(printed(report, settings().language))
    out.write_bytes(made)
    typer.echo(f"The {choice.copy} copy is printed to {out}.")


def write_tables(
    answers: AnswersFile,
    out: Annotated[
        Path,
        typer.Option(dir_okay=False, help="The file to write: one workbook (.xlsx) or CSV files (.zip)."),
    ],
    questionnaires: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder of questionnaires.")
    ] = None,
    marking: Annotated[str, typer.Option(help="Stands in every table, such as RESTRICTED.")] = "",
    release: Released = None,
    *,
    own: Own = False,
    shareable: Shareable = False,
) -> None:
    """Write the tables of the report of an answers file: the masked copy unless another is asked for."""
    made = {".xlsx": workbook, ".zip": csv_archive}.get(out.suffix.lower())
    if made is None:
        typer.echo(f"{out}: End its name in .xlsx for one workbook, or in .zip for CSV files.", err=True)
        raise typer.Exit(2)
    choice = ReportChoice(
        copy=_copy(own=own, shareable=shareable or bool(release)),
        marking=cleaned(marking),
        released=tuple(release or ()),
    )
    report = _report(answers, questionnaires, choice)
    out.write_bytes(made(tables_of(report, settings().language)))
    typer.echo(f"The tables of the {choice.copy} copy are written to {out}.")


def _copy(*, own: bool, shareable: bool) -> Copy:
    """The copy that was asked for; both at once are refused (exit code 2)."""
    if own and shareable:
        typer.echo("--own: A shareable copy is not the own one. Ask for one of them.", err=True)
        raise typer.Exit(2)
    return "own" if own else "shareable" if shareable else "masked"


def _report(file: Path, questionnaires: Path | None, choice: ReportChoice) -> Report:
    """The report that was chosen of an answers file; every error in the file is told (exit code 2)."""
    with exit_on_faults():
        known = catalogue(questionnaires)
        text = file_text(file)
        name = named(text)
        questionnaire = known.find(*name)
        if questionnaire is None:
            raise unknown_questionnaire(name, known)
        entered = parsed_answers(text, questionnaire)
    try:
        content, choice = content_of(questionnaire, entered, choice)
        provenance = Provenance(content_hash=content_hash(content), questionnaire_hash=hash_of(questionnaire))
        return make_report(questionnaire, content, choice, provenance)
    except ChoiceRefusedError as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
