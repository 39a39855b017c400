"""One page with everything that the press has to tag, and with whatever else a test puts on it."""

from datetime import date

from app.rendering.press import Attachment, Printable


def printable(body: str = "", **values: object) -> Printable:
    whole = {
        "html": f"""<!doctype html><html lang="en"><head><title>A title</title></head><body>
<h1>A heading</h1><ul><li><a href="#t">A link</a></li></ul>{body}
<table id="t"><caption>A table</caption><thead><tr><th scope="col">Name</th><th scope="col">Mark</th></tr>
</thead><tbody><tr><th scope="row">One</th><td><svg role="img" width="20" height="8"><title>half</title>
<rect width="10" height="8" fill="#0f4464"/></svg></td></tr></tbody></table></body></html>""",
        "title": "A title",
        "language": "en",
        "identifier": "0123456789abcdef" * 2,
        "created": date(2026, 11, 24),
        "attachments": (
            Attachment(
                name="answers.json",
                mime_type="application/json",
                description="The answers",
                text='{"country": "Île"}\n',
            ),
        ),
    }
    return Printable(**{**whole, **values})  # type: ignore[arg-type]
