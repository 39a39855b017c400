"""The pages that a person sees, and where the demonstration is."""

import json
import urllib.request

PAGES = {
    # of {here}, a finished assessment, and of {open}, one that is open again
    "assessments": "/",
    "start": "/assessments/new",
    "paragraphs": "/questionnaires/a-res-75-59/0.9/paragraphs",
    "all questions": "/questionnaires/a-res-75-59/0.9/questions?scope=quick",
    "tasks": "{here}",
    "profile": "{here}/profile",
    "domain": "{here}/domains/D3",
    "all questions of a domain": "{here}/domains/D3/questions",
    "question": "{here}/questions/3.5.3",
    "question that is not applicable": "{here}/questions/3.1.3",
    "component": "{here}/components/3.5",
    "profile to fill in": "{open}/profile",
    "domain to mark": "{open}/domains/D3",
    "all questions of a domain to answer": "{open}/domains/D3/questions",
    "question to answer": "{open}/questions/3.5.3",
    "component to fill in": "{open}/components/3.5",
    "plan to move lines in": "{open}/plan",
    "history to go back in": "{open}/questions/3.2.1/history",
    "question of a workshop to answer": "{open}/questions/1.3.1/workshop",
    "history of a question": "{here}/questions/3.2.1/history",
    "history": "{here}/history?before=9",
    "changes": "{here}/changes?since=180",
    "search": "{here}/search?q=register",
    "move out": "{here}/move-out",
    "move in": "/move-in",
    "check": "{here}/check",
    "plan": "{here}/plan",
    "result": "{here}/result",
    "why a component": "{here}/result/3.2",
    "why a domain": "{here}/result/D3",
    "report": "{here}/report",
    "report to read": "{here}/report/read?marking=RESTRICTED",
    "executive report to read": "{here}/report/read?kind=executive",
    "paper": "{here}/paper?domain=D3",
    "workshop": "{here}/workshop",
    "question of a workshop": "{here}/questions/1.3.1/workshop",
    "workbook": "{here}/workbook?domain=D3&saved=3&met=1",
    "no such page": "{here}/nothing",
}


def demonstration_of(server: str, code: str = "XA") -> str:
    """The path of the demonstration of a country with the newest reference date."""
    address = f"{server}/api/v1/assessments?demonstrations=true"
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - the tests' own server
        listed = json.load(answer)
    rows = listed if isinstance(listed, list) else listed["assessments"]
    of = [one for one in rows if one["is_demonstration"] and one["country"]["code"] == code]
    found = max(of, key=lambda one: one["reference_date"])
    return f"/assessments/{found['id']}"


def address_of(server: str, name: str) -> str:
    """The address of one of PAGES on a server with the demonstrations."""
    return server + PAGES[name].format(here=demonstration_of(server), open=opened_again(server, "XB"))


def opened_again(server: str, code: str) -> str:
    """The path of the demonstration of a country, open again."""
    path = demonstration_of(server, code)
    urllib.request.urlopen(f"{server}{path}/reopen", data=b"reason=More", timeout=60).close()  # noqa: S310
    return path
