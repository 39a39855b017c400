"""The forms in which results are handed out, and the choice between them (RFC 9110, section 12)."""

from typing import Annotated, Literal

from fastapi import HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError

Format = Literal["json", "ndjson", "csv"]

FormatQuery = Annotated[
    Format | None, Query(description="*ndjson* and *csv* have all rows at once; without it, `Accept` decides")
]

MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; header=present",
}


def format_of(request: Request, named: Format | None) -> Format:
    """The form that the address names, or else the one that `Accept` likes best.

    Raises HTTPException 406 where it accepts none of them.
    """
    if named is not None:
        return named
    accepted = ",".join(request.headers.getlist("accept")) or "*/*"
    likings = {form: _liking(accepted, media.partition(";")[0]) for form, media in MEDIA_TYPES.items()}
    best = max(likings, key=lambda form: likings[form])
    if likings[best][0] == 0:
        known = ", ".join(media.partition(";")[0] for media in MEDIA_TYPES.values())
        raise HTTPException(
            406, f"Results are given as one of: {known}. Accept one of these, or add format=json."
        )
    return best


def refuse_paging(request: Request, form: Format) -> None:
    """Refuse the parameters of pages where all rows are asked for at once."""
    errors = [
        {
            "loc": ("query", name),
            "msg": f"The form {form} has all rows at once, and no pages",
            "mend": "Leave this parameter out, or ask for the form json.",
        }
        for name in ("limit", "cursor")
        if name in request.query_params
    ]
    if errors:
        raise RequestValidationError(errors)


def _liking(accepted: str, media: str) -> tuple[float, int]:
    """How much a media type is liked, by the range that says most of it; and how much that one says."""
    ranges = {"*/*": 0, f"{media.partition('/')[0]}/*": 1, media: 2}
    found = [(ranges[name], weight) for name, weight in map(_read, accepted.split(",")) if name in ranges]
    precision, weight = max(found, default=(0, 0.0))
    return weight, precision


def _read(one: str) -> tuple[str, float]:
    name, *parameters = (part.strip().lower() for part in one.split(";"))
    weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
    return name, _weight(weights[0]) if weights else 1.0


def _weight(text: str) -> float:
    is_number = text.isascii() and text.replace(".", "", 1).isdecimal()
    return min(float(text), 1.0) if is_number else 0.0
