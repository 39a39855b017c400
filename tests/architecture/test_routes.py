"""Every route of the product stands in one table, which says what it may change."""

from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Mount

from app.web import app as web
from app.web.visit import editing_visit, visit
from tests import builders
from tests.edges import ADDRESS, database_of, edge, written_down

NOTHING = ""
PAGES, JSON, SERVER = "pages", "json", "server"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
JSON_FILE = "application/json"
FILES = {XLSX, ZIP, JSON_FILE}
"""What is downloaded has its content type in the place of an edge, and a name of its own."""

SCRIPT = "what the script of a page asks"

ROUTES = {
    # (method, path): (edge, what it may change)
    ("GET", "/healthz"): (SERVER, NOTHING),
    ("GET", "/static"): (SERVER, NOTHING),
    ("GET", "/"): (PAGES, NOTHING),
    ("GET", "/assessments/new"): (PAGES, NOTHING),
    ("GET", "/questionnaires/{questionnaire_id}/{version}/paragraphs"): (PAGES, NOTHING),
    ("GET", "/questionnaires/{questionnaire_id}/{version}/questions"): (PAGES, NOTHING),
    ("POST", "/questionnaires/{questionnaire_id}/{version}/form"): (
        PAGES,
        "makes a file beside the database",
    ),
    ("GET", "/questionnaires/{questionnaire_id}/{version}/form/{key}"): (PAGES, NOTHING),
    ("GET", "/questionnaires/{questionnaire_id}/{version}/form/{key}.pdf"): (PAGES, NOTHING),
    ("POST", "/author"): (PAGES, "names whoever saves from this browser"),
    ("POST", "/assessments"): (PAGES, "adds an assessment"),
    ("GET", "/assessments/{assessment_id}"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/grow"): (PAGES, "adds that a quick scan is a full assessment now"),
    ("GET", "/assessments/{assessment_id}/profile"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/profile"): (PAGES, "adds facts and ratings"),
    ("GET", "/assessments/{assessment_id}/domains/{domain_id}"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/domains/{domain_id}/questions"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/domains/{domain_id}"): (PAGES, "adds the mark of a domain"),
    ("GET", "/assessments/{assessment_id}/questions"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/questions/{question_id}"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/questions/{question_id}"): (PAGES, "adds an answer or a conflict"),
    ("POST", "/assessments/{assessment_id}/questions/{question_id}/conflicts/{conflict}"): (
        PAGES,
        "adds an answer, and marks the conflict as resolved",
    ),
    ("POST", "/assessments/{assessment_id}/questions/{question_id}/confirm"): (
        PAGES,
        "adds what was said in the earlier assessment as an answer",
    ),
    ("GET", "/assessments/{assessment_id}/components/{component_id}"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/components/{component_id}"): (
        PAGES,
        "adds what is said of a component",
    ),
    ("POST", "/assessments/{assessment_id}/components/{component_id}/place"): (
        PAGES,
        "adds a component's own place, or takes it back",
    ),
    ("GET", "/assessments/{assessment_id}/plan"): (PAGES, NOTHING),
    ("GET", "/move-in"): (PAGES, NOTHING),
    ("POST", "/move-in"): (PAGES, "adds an assessment with its whole history"),
    ("GET", "/assessments/{assessment_id}/move-out"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/move-out.json"): (JSON_FILE, NOTHING),
    ("POST", "/assessments/{assessment_id}/delete"): (
        PAGES,
        "deletes an assessment and all of it",
    ),
    ("GET", "/assessments/{assessment_id}/search"): (PAGES, NOTHING),
    ("GET", "/outbox"): (SCRIPT, NOTHING),
    ("GET", "/assessments/{assessment_id}/newest"): (SCRIPT, NOTHING),
    ("GET", "/assessments/{assessment_id}/history"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/changes"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/milestones"): (PAGES, "adds a name for the present state"),
    ("GET", "/assessments/{assessment_id}/{things}/{subject_id}/history"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/{things}/{subject_id}/history"): (
        PAGES,
        "adds an earlier word once more, or a conflict",
    ),
    ("GET", "/assessments/{assessment_id}/check"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/finish"): (PAGES, "adds an edition and its results"),
    ("POST", "/assessments/{assessment_id}/reopen"): (PAGES, "adds that it is open again"),
    ("GET", "/assessments/{assessment_id}/result"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/result/{node_id}"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/comparison"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/report"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/report"): (PAGES, "makes a file beside the database"),
    ("GET", "/assessments/{assessment_id}/report/read"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/report/tables.xlsx"): (XLSX, NOTHING),
    ("GET", "/assessments/{assessment_id}/report/tables.zip"): (ZIP, NOTHING),
    ("GET", "/assessments/{assessment_id}/report/{key}"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/report/{key}.pdf"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/report/{key}/verify"): (
        PAGES,
        "keeps nothing: a report is looked at, and stays as it is",
    ),
    ("GET", "/verify"): (PAGES, NOTHING),
    ("POST", "/verify"): (PAGES, "keeps nothing: a file is looked at, and forgotten"),
    ("GET", "/assessments/{assessment_id}/paper"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/paper"): (PAGES, "makes a file beside the database"),
    ("GET", "/assessments/{assessment_id}/paper/{key}"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/paper/{key}.pdf"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/workshop"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/workshop/{sheet}"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/questions/{question_id}/workshop"): (PAGES, NOTHING),
    ("POST", "/assessments/{assessment_id}/questions/{question_id}/workshop"): (
        PAGES,
        "adds positions, or a level that was agreed, or a conflict",
    ),
    ("GET", "/assessments/{assessment_id}/workbook"): (PAGES, NOTHING),
    ("GET", "/assessments/{assessment_id}/workbook.xlsx"): (XLSX, NOTHING),
    ("POST", "/assessments/{assessment_id}/workbook"): (PAGES, "nothing yet: it shows what a file would add"),
    ("POST", "/assessments/{assessment_id}/workbook/answers"): (PAGES, "adds answers or conflicts"),
    ("GET", "/api/v1/openapi.json"): (JSON, NOTHING),
    ("GET", "/api/v1/questionnaires"): (JSON, NOTHING),
    ("GET", "/api/v1/questionnaires/{questionnaire_id}/{version}"): (JSON, NOTHING),
    ("GET", "/api/v1/assessments"): (JSON, NOTHING),
    ("POST", "/api/v1/assessments"): (JSON, "adds an assessment"),
    ("GET", "/api/v1/assessments/{assessment_id}"): (JSON, NOTHING),
    ("GET", "/api/v1/assessments/{assessment_id}/result"): (JSON, NOTHING),
    ("GET", "/api/v1/assessments/{assessment_id}/comparison"): (JSON, NOTHING),
    ("GET", "/api/v1/assessments/{assessment_id}/answers"): (JSON, NOTHING),
    ("GET", "/api/v1/results"): (JSON, NOTHING),
}

_IN_AN_ADDRESS = {
    "domain_id": "D1",
    "question_id": "1.1.1",
    "component_id": "1.1",
    "node_id": "1.1",
    "things": "questions",
    "subject_id": "1.1.1",
    "key": "0" * 64,
    "conflict": "none",
    "questionnaire_id": "tiny",
    "version": "0.1",
    "sheet": "agenda",
}


def served(routes, prefix=""):
    """Method and path of every route, those of included and mounted parts too."""
    for route in routes:
        if hasattr(route, "effective_candidates"):
            yield from served(route.effective_candidates(), prefix)
        elif isinstance(route, Mount) and route.routes:
            yield from served(route.routes, prefix + route.path)
        elif isinstance(route, Mount):
            yield "GET", prefix + route.path
        else:
            for method in (route.methods or set()) - {"HEAD"}:
                yield method, prefix + route.path


def test_every_route_has_a_row_and_every_row_a_route(tmp_path):
    with edge(tmp_path) as client:
        present = set(served(client.app.routes))
    assert not present - ROUTES.keys(), "Add a row that says what this route may change."
    assert not ROUTES.keys() - present, "There is no such route any more; remove its row."


def test_only_a_post_may_change_anything():
    for (method, path), (_edge, changes) in ROUTES.items():
        assert (method == "POST") == bool(changes), path


def test_no_get_changes_the_database(tmp_path):
    with edge(tmp_path) as client:
        database = database_of(client)
        assessment = builders.started(database)
        builders.answered(database, assessment, "1.1.1", builders.an_answer(2))
        before = written_down(client)
        assert sum(before.values()) > 2
        for method, path in ROUTES:
            if method != "GET":
                continue
            address = path.format(assessment_id=assessment, **_IN_AN_ADDRESS)
            for asked in ("GET", "HEAD"):
                assert client.request(asked, address).status_code < 500, address
            assert written_down(client) == before, address


def test_every_route_answers_with_a_page_with_json_or_with_the_kind_of_file_that_its_row_names(tmp_path):
    with edge(tmp_path) as client:
        assessment = builders.started(database_of(client))
        for (method, path), (edge_of, _changes) in ROUTES.items():
            address = path.format(assessment_id=assessment, **_IN_AN_ADDRESS)
            answer = client.request(method, address, follow_redirects=True)
            if edge_of == PAGES:
                assert answer.headers["content-type"].startswith("text/html"), (method, path)
            if edge_of in FILES:
                assert answer.status_code == 200, (method, path)
                assert answer.headers["content-type"] == edge_of, (method, path)
                name = answer.headers["content-disposition"].partition('filename="')[2].rstrip('"')
                assert Path(name).suffix == Path(path).suffix, (method, path)
            if edge_of in {JSON, SCRIPT}:
                kind = answer.headers["content-type"]
                assert kind in {"application/json", "application/problem+json"}, (method, path)
            assert str(answer.url).startswith(ADDRESS)


def handed(dependant):
    """Every function by which a handler is handed something."""
    return {dependant.call}.union(*map(handed, dependant.dependencies))


def test_a_page_of_an_assessment_is_handed_a_visit_and_one_that_changes_it_the_visit_of_an_editor():
    pages = FastAPI()
    web.install(pages)
    every = [
        (method, route.path, handed(route.dependant))
        for part in pages.routes
        if hasattr(part, "effective_candidates")
        for route in part.effective_candidates()
        for method in route.methods
        if "{assessment_id}" in route.path
    ]
    assert every
    for method, path, given in every:
        assert visit in given, path
        changes = ROUTES[method, path][1].startswith(("adds", "deletes"))
        assert (editing_visit in given) == changes, (method, path)
