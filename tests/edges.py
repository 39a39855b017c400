"""The whole product behind a client in this process, and forms as a browser would send them."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

from starlette.testclient import TestClient

from app import main
from app.core.assessment.journal import (
    Content,
    Entry,
    Subject,
    SubjectKind,
)
from app.rendering.press import Printable
from app.services import assessments, finishing, saving
from app.services.assessments import Opened
from app.services.labels import Label
from app.services.printing import Making, ReportPress
from app.settings import Settings
from app.storage.database import Database
from tests import builders
from tests.prepared import put_database_into, read_installed

ADDRESS = "http://127.0.0.1:8000"


@contextmanager
def edge(data: Path, **settings) -> Iterator[TestClient]:
    """A client of the product over `data`, with the tiny questionnaire unless `settings` says otherwise."""
    chosen = {"questionnaires": builders.QUESTIONNAIRES} | settings
    if "database_url" not in settings:
        put_database_into(data)
    with patch.object(main, "read_installed", read_installed):
        app = main.create_app(Settings(data=data, **chosen))
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


def database_of(client: TestClient) -> Database:
    """The database behind a client."""
    return client.app.state.parts.database


def enter(
    client: TestClient,
    assessment: str,
    subject: Subject,
    content: Content,
    base: int = 0,
    author: str = "Ben",
) -> Entry | None:
    """Saves one subject as a page would."""
    return saving.save(
        database_of(client), assessment, subject, builders.an_act(author), base=base, content=content
    )


def finish(client: TestClient, assessment: str) -> None:
    """Finishes an assessment."""
    finishing.finish(database_of(client), assessment, builders.an_act())


def opened(client: TestClient, assessment_id: str) -> Opened:
    """What the product knows of an assessment."""
    return assessments.opened(database_of(client), assessment_id)


def revision(client: TestClient, assessment_id: str, kind: SubjectKind, key: str) -> int:
    """How often something was entered about a subject."""
    return opened(client, assessment_id).journal.revision(Subject(kind, key))


def written_down(client: TestClient) -> dict[str, int]:
    """How many rows each table of the database has."""
    return builders.rows_of_tables(database_of(client))


def prints_at_once(client: TestClient) -> list[Printable]:
    """The press of a client prints nothing and is ready at once; what it is asked for comes into the list."""
    press, asked = client.app.state.parts.press, []

    def request(folder: str, printable: Printable, label: Label) -> str:
        asked.append(printable)
        key = ReportPress.request(press, folder, printable, label)
        while isinstance(press.state(folder, key), Making):
            time.sleep(0.005)
        return key

    press._press = lambda printable, *_told, **_more: b"%PDF-" + printable.title.encode()
    press.request = request
    return asked


@dataclass
class Form:
    """One form of a page, with what a browser would send of it."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        """A field with a value, beside the ones that it has."""
        self.fields.setdefault(name, []).append(value)

    def one(self, name: str) -> str:
        """The only value of a field; empty where it is not sent."""
        (value,) = self.fields.get(name, [""])
        return value

    def filled(self, **values: str | list[str]) -> dict[str, list[str]]:
        """What is sent after a person changed these fields; `__` in a name stands for `-`."""
        changed = {
            name.replace("__", "-"): [value] if isinstance(value, str) else value
            for name, value in values.items()
        }
        return {name: value for name, value in (self.fields | changed).items() if value}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area: str | None = None
        self._text = ""
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "form":
            self.forms.append(Form(given["action"]))
        elif tag == "input" and name:
            is_choice = given.get("type") in {"radio", "checkbox"}
            if not is_choice or "checked" in given:
                self.forms[-1].add(name, value)
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((value, "selected" in given))

    def handle_data(self, data):
        self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            # A browser drops the first line break of the source, and sends the others in its own way.
            text = self._text.removeprefix("\n").replace("\n", "\r\n")
            self.forms[-1].add(self._area, text)
            self._area = None
        elif tag == "select" and self._select:
            chosen = next((value for value, is_chosen in self._options if is_chosen), self._options[0][0])
            self.forms[-1].add(self._select, chosen)
            self._select = None


def forms(page: str) -> dict[str, Form]:
    """The forms of a page under their addresses."""
    reader = _Forms()
    reader.feed(page)
    return {form.action: form for form in reader.forms}


def form(client: TestClient, address: str, action: str = "") -> Form:
    """The form of a page as it is fetched; `action` where it is sent to another address."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return forms(answer.text)[action or address]


def raw(
    client: TestClient, path: bytes, *, method: str = "GET", query: bytes = b"", is_cut: bool = False
) -> tuple[int, bytes]:
    """Status and body of a request whose path no client would send, or that is cut off before its body."""
    from urllib.parse import unquote_to_bytes

    sent: list[dict] = []

    async def receive():
        if is_cut:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path,
        "root_path": "",
        "query_string": query,
        "headers": [
            (b"host", b"127.0.0.1:8000"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    # On a thread of its own: a browser of other tests may keep a loop running on this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, client.app(scope, receive, send)).result()
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])
