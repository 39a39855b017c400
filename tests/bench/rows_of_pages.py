"""A question page, beside a bare page of the same size."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from tests.bench import asking, databases, subject
from tests.bench.measuring import Goal, Row, Sizes, alternating, rate

BARE = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for number, words in lines %}
<p><label for="a-{{ number }}">{{ words }}</label> <input id="a-{{ number }}" name="a-{{ number }}"></p>
{% endfor %}
</body></html>
"""
WORDS = "Is there an office that has the task, the people and the means for it?"


def rows(sizes: Sizes) -> Iterator[Row]:
    """The page of a question in the middle of an assessment that is answered in full."""
    for kind in databases.BOTH:
        yield _row_on(kind, sizes)


def _row_on(kind: databases.Kind, sizes: Sizes) -> Row:
    asked = subject.questionnaire(sizes.domains)
    questions = [question.id for _, _, question in asked.questions()]
    with (
        tempfile.TemporaryDirectory() as folder,
        kind.opened(Path(folder)) as url,
        asking.product(Path(folder), **kind.setting("database_url", url)) as app,
    ):
        assessment = subject.begun(app.state.parts.database, asked, subject.assessment(asked))
        address = f"/assessments/{assessment}/questions/{questions[len(questions) // 2]}"
        size = len(asking.body(app, address))
        bare = _bare(size)
        pair = alternating(
            sizes.runs,
            lambda: 1 / asking.seconds(app, address, sizes.pages),
            lambda: 1 / asking.seconds(bare, "/", sizes.pages),
        )
    return Row(
        name=f"A question page, {kind.name}; floor: a bare FastAPI and Jinja2 page of the same "
        f"{size / 1000:.0f} kB",
        measured=rate(pair.measured),
        floor=rate(pair.floor),
        ratio=pair.ratio,
        goal=Goal(at_least=1 / 2),
    )


def _bare(size: int) -> FastAPI:
    """A page with as many bytes, of which a third are filled in."""
    template = Environment(autoescape=True).from_string(BARE)
    line = len(template.render(title="", lines=[(100, WORDS)])) - len(template.render(title="", lines=[]))
    lines = [(number, WORDS) for number in range(size // line)]
    app = FastAPI()

    @app.get("/")
    def page() -> HTMLResponse:
        return HTMLResponse(template.render(title="A page", lines=lines))

    return app
