"""The `cied` command: one function a command, one module for what belongs together."""

import typer

from app.cli.answers import print_report, print_score, write_tables
from app.cli.data import (
    back_up,
    delete,
    demonstrations,
    export_answers,
    import_answers,
    move_in,
    move_out,
    restore,
)
from app.cli.doctor import examine
from app.cli.questionnaires import check, print_coverage, print_form, publish
from app.cli.reports import verify
from app.cli.server import serve

__all__ = ["app", "main"]

app = typer.Typer(
    name="cied",
    help="A State assesses for itself how well it is prepared, by a questionnaire.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("check")(check)
app.command("publish")(publish)
app.command("coverage")(print_coverage)
app.command("form")(print_form)
app.command("score")(print_score)
app.command("report")(print_report)
app.command("tables")(write_tables)
app.command("verify")(verify)
app.command("serve")(serve)
app.command("backup")(back_up)
app.command("restore")(restore)
app.command("doctor")(examine)
app.command("export")(export_answers)
app.command("import")(import_answers)
app.command("move-out")(move_out)
app.command("move-in")(move_in)
app.command("delete")(delete)
app.add_typer(demonstrations, name="demonstrations", no_args_is_help=True)


@app.callback()
def root() -> None:
    """A State assesses for itself how well it is prepared, by a questionnaire."""


def main() -> None:
    """Run the command line."""
    app()
