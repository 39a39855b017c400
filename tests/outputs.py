"""Writes down all that the product puts out for the demonstrations, so that two states of it can be compared:
`make outputs TO=before`, change the code, `make outputs TO=after`, `diff -r before after`.

Every page and file that a link leads to, finished and opened again; the API; answers, results and reports.
The clock stands, ids and the hash of the product's own files are always alike: what differs was changed.
"""

import secrets
import sys
import tempfile
import urllib.parse
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import count
from pathlib import Path

from starlette.testclient import TestClient

_NUMBERS = count(1)
# Before the product takes them from there.
uuid.uuid4 = lambda: uuid.UUID(int=next(_NUMBERS), version=4)
secrets.token_hex = lambda size=32: "0" * 2 * size

from app.http import dependencies  # noqa: E402
from app.main import create_app  # noqa: E402
from app.rendering import imprint  # noqa: E402
from app.settings import Settings  # noqa: E402
from tests.edges import ADDRESS  # noqa: E402

QUESTIONNAIRES = Path("questionnaires")
API = ("openapi.json", "assessments?demonstrations=true", "results?demonstrations=true&limit=1000",
       "results?demonstrations=true&format=csv", "results?demonstrations=true&format=ndjson",
       "questionnaires")  # fmt: skip
REPORTS = {
    "executive": ["--kind", "executive", "--own"],
    "executive-masked": ["--kind", "executive"],
    "executive-shareable": ["--kind", "executive", "--shareable"],
    "full": ["--kind", "full", "--own"],
    "paragraphs": ["--kind", "paragraphs", "--own"],
    "assistance": ["--kind", "assistance", "--own"],
}


class _Stopped(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attributes if name == "href" and value]


def outputs() -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each thing that comes out."""
    dependencies.datetime = _Stopped
    imprint.made_of = lambda: "0" * 64
    with tempfile.TemporaryDirectory() as data:
        app = create_app(Settings(data=Path(data), questionnaires=QUESTIONNAIRES))
        with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
            shown = client.get("/api/v1/assessments?demonstrations=true").json()["assessments"]
            ids = sorted(one["id"] for one in shown)
            yield from _linked(client, "finished", ["/", *(f"/assessments/{one}" for one in ids)])
            for path in API:
                yield f"api/{path}", client.get(f"/api/v1/{path}").content
            for one in ids:
                for path in ("", "/result?copy=own", "/result?copy=masked", "/answers?copy=own", "/answers"):
                    yield f"api/{one}{path}", client.get(f"/api/v1/assessments/{one}{path}").content
            client.post(f"/assessments/{ids[0]}/reopen", data={"reason": "To look", "mutation": ids[0]})
            yield from _linked(client, "open", [f"/assessments/{ids[0]}"])
    yield from _reports()


def _linked(client: TestClient, state: str, paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """What links lead to from these addresses, inside the first of them, each once."""
    known, inside = set(paths), paths[0]
    while paths:
        path = paths.pop(0)
        got = client.get(path)
        yield (
            f"{state}{path}",
            f"{got.status_code} {got.headers.get('location', '')}\n".encode() + got.content,
        )
        if not got.headers.get("content-type", "").startswith("text/html"):
            continue
        for link in _Links(got.text).found:
            to = urllib.parse.urldefrag(urllib.parse.urljoin(path, link)).url
            if to.startswith(inside) and not to.startswith("/static") and to not in known:
                known.add(to)
                paths.append(to)


def _reports() -> Iterator[tuple[str, bytes]]:
    """The demonstrations' answers, and reports of them."""
    from typer.testing import CliRunner

    from app.cli import app as commands

    for answers in sorted(QUESTIONNAIRES.glob("*/*/demonstrations/*.json")):
        yield f"answers/{answers.name}", answers.read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            for name, options in REPORTS.items():
                out = Path(folder) / f"{answers.stem}-{name}.pdf"
                command = ["report", str(answers), *options, "--out", str(out)]
                CliRunner().invoke(commands, command, catch_exceptions=False)
                yield f"reports/{out.name}", out.read_bytes()


def main(folder: Path) -> None:
    """Writes each into the folder."""
    for number, (name, content) in enumerate(outputs(), start=1):
        file = folder / urllib.parse.quote(name, safe="/ =-").replace("//", "/").rstrip("/")
        file = file.with_name(f"{file.name[:150]}~")  # so that a page is no folder of others
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        if number % 200 == 0:
            print(f"{number} written", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
