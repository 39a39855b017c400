"""What an author does with a questionnaire: check it, publish it, see which paragraphs it covers."""

from pathlib import Path
from typing import Annotated

import typer

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
)
from app.cli.telling import faults_told
from app.core.errors import QuestionnaireRefusedError
from app.core.paragraphs import linked_paragraphs
from app.core.questionnaire import Questionnaire

QuestionnaireFolder = Annotated[
    Path, typer.Argument(help="A questionnaire's folder, such as questionnaires/<id>/<version>.")
]


def check(folder: QuestionnaireFolder) -> None:
    """Say that a questionnaire is in order, or every fault with its mend (exit code 2)."""
    with faults_told(fault_line):
        questionnaire = checked(folder)
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
    with faults_told(fault_line):
        questionnaire = checked_text(folder)
        _agreeing_cases(folder, questionnaire)
        recorded = freeze(folder_of(folder), questionnaire)
    typer.echo(f"{questionnaire.id} {questionnaire.version} is published, with the hash {recorded}.")


def print_coverage(folder: QuestionnaireFolder) -> None:
    """Print which questions ask about which paragraph, both ways; exit code 1 where one is left out."""
    with faults_told(fault_line):
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
