"""report_page(report, code) -> Printable: the report as HTML, with what travels inside the PDF."""

from collections.abc import Iterable, Mapping

from app.core.method.priorities import Tier
from app.core.reports.kinds import kind_of
from app.core.reports.report import Report
from app.rendering.environment import page
from app.rendering.glyphs import legible, legible_text
from app.rendering.imprint import IMPRINT, imprint
from app.rendering.language import language
from app.rendering.press import Attachment, Printable
from app.rendering.standing import standing


def report_page(report: Report, code: str, attachments: Iterable[Attachment]) -> Printable:
    """The report in the language of that code, ready for the press.

    `attachments` hold the answers and the result of that same copy; the imprint goes with them. Equal
    reports give equal values.
    """
    spoken, kind = language(code), kind_of(report.choice.kind)
    printed_with = imprint(report, code)
    return Printable(
        html=legible(
            page(code, f"report/kinds/{kind.id}.html", frame="report/frame.html", **report_values(report))
        ),
        title=legible_text(f"{report.assessment.country.name}: {report.questionnaire.title}"),
        language=spoken.code,
        identifier=printed_with.identifier,
        created=report.provenance.finished_on or report.assessment.reference_date,
        attachments=(
            *attachments,
            Attachment(
                name=IMPRINT,
                mime_type="application/json",
                description="What this report was printed with, so that it can be printed again",
                text=printed_with.written(),
            ),
        ),
        stands=standing(code, "report/furniture.html", "standing", report),
        has_cover=kind.has_cover,
    )


def report_values(report: Report) -> Mapping[str, object]:
    """What the templates of its kind are filled with, in print and as a page."""
    kind = kind_of(report.choice.kind)
    return {
        "report": report,
        "kind": kind,
        "q": report.questionnaire,
        "assessment": report.assessment,
        "Tier": Tier,
        **kind.values(report),
    }
