"""A page that shows whether reports can be printed here: with marking, foot and number, and read back."""

from datetime import date

from app.rendering import press
from app.rendering.comparing import words
from app.rendering.environment import page
from app.rendering.errors import PressError
from app.rendering.pdf_child import LookingError
from app.rendering.press import Printable
from app.rendering.standing import standing

MARKING = "PROOF"


def proof() -> Printable:
    """One page, whose head and feet are those of a report. Raises PressError."""
    return Printable(
        html=page("en", "report/proof.html", marking=MARKING),
        title="A page",
        language="en",
        identifier="00" * 16,
        created=date(2026, 1, 1),
        stands=standing("en", "report/furniture.html", "marked", MARKING),
    )


def pressed_proof(asked: Printable) -> bytes:
    """The proof, printed and read back from its file. PressError names what a page of it does not hold."""
    made = press.pressed(asked)
    try:
        found = [" ".join(one) for one in words(made)]
    except LookingError:
        raise PressError("A page was printed, and cannot be read again.") from None
    for number, text in enumerate(found, 1):
        for wanted in (*asked.stands, f"{number} of {len(found)}"):
            if wanted not in text:
                raise PressError(f"Page {number} of what was printed lacks “{wanted}”.")
    return made
