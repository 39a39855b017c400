"""What is done with a questionnaire: check it, publish it, see its paragraphs, print it as a form."""

from pathlib import Path
from typing import Annotated

import typer

from app.answers import cleaned
from app.catalogue import (
    Case,
    checked,
    checked_text,
    counts,
    differences,
    fault_line,
    folder_of,
    freeze,
    read_examples,
    refuse_silence,
)
from app.cli.output import (
    exit_on_faults,
    exit_on_unprinted,
    press_or_exit,
    settings,
)
from app.core.assessment.assessment import Scope
from app.core.errors import QuestionnaireRefusedError
from app.core.questionnaire.paragraphs import linked_paragraphs
from app.core.questionnaire.questionnaire import Questionnaire
from app.rendering.paper import blank_form, paper_page

QuestionnaireFolder = Annotated[
    Path, typer.Argument(help="A questionnaire's folder, such as questionnaires/<id>/<version>.")
]


def check(folder: QuestionnaireFolder) -> None:
    """Say that a questionnaire is in order, or every fault with its mend (exit code 2)."""
    with exit_on_faults(fault_line):
        questionnaire = checked(folder)
        refuse_silence(folder, questionnaire)
        cases = _agreeing_cases(folder, questionnaire)
    typer.echo(f"{questionnaire.id} {questionnaire.version} is in order.")
    for name, number in (*counts(questionnaire).lines(), ("worked cases", len(cases))):
        typer.echo(f"{name}: {number}")


def _agreeing_cases(folder: Path, questionnaire: Questionnaire) -> tuple[Case, ...]:
    cases = read_examples(folder)
    faults = differences(questionnaire, cases)
    if faults:
        raise QuestionnaireRefusedError(faults)
    return cases


def publish(folder: QuestionnaireFolder) -> None:
    """Freeze a published questionnaire: record its hash, after which no other text is accepted."""
    with exit_on_faults(fault_line):
        questionnaire = checked_text(folder)
        refuse_silence(folder, questionnaire)
        _agreeing_cases(folder, questionnaire)
        recorded = freeze(folder_of(folder), questionnaire)
    typer.echo(f"{questionnaire.id} {questionnaire.version} is published, with the hash {recorded}.")


def print_form(
    folder: QuestionnaireFolder,
    out: Annotated[Path, typer.Option(dir_okay=False, help="The PDF to write; replaced if it is there.")],
    domain: Annotated[str, typer.Option(help="One domain, such as D3; all where it is left out.")] = "",
    marking: Annotated[str, typer.Option(help="Stands on every page, such as RESTRICTED.")] = "",
    *,
    quick: Annotated[bool, typer.Option("--quick", help="The questions of a quick scan alone.")] = False,
) -> None:
    """Print the questions as a PDF form to fill in by hand."""
    with exit_on_faults(fault_line):
        questionnaire = checked(folder)
    scope: Scope = "quick" if quick else "full"
    try:
        form = blank_form(questionnaire, scope=scope, domain=domain, marking=cleaned(marking))
    except LookupError:
        known = ", ".join(one.id for one in questionnaire.domains)
        typer.echo(f"There is no domain {domain} in it. Known are: {known}.", err=True)
        raise typer.Exit(2) from None
    with exit_on_unprinted():
        made = press_or_exit(paper_page(form, settings().language))
    out.write_bytes(made)
    typer.echo(f"The form is printed to {out}.")


def print_coverage(folder: QuestionnaireFolder) -> None:
    """Print which questions ask about which paragraph, both ways; exit code 1 where one is left out."""
    with exit_on_faults(fault_line):
        questionnaire = checked(folder)
    covered = linked_paragraphs(questionnaire)
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
