"""Questionnaires are read strictly: every fault at once, with file, place and mend, and quickly."""

import json
import re
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from app.answers import text_hash
from app.catalogue import (
    canonical,
    checked,
    counts,
    differences,
    fault_line,
    hash_of,
    read_canonical,
    read_catalogue,
    read_examples,
)
from app.catalogue.folder import LARGEST_FOLDER
from app.catalogue.toml_file import LARGEST_TOML_FILE
from app.cli import app
from app.core.errors import QuestionnaireRefusedError

TESTS = Path(__file__).parent
TINY = TESTS / "questionnaires/tiny/0.1"
WHOLE = checked(TINY)
SHIPPED = TESTS.parent / "questionnaires"
HEAD, LIGHT, BOATS, EXAMPLES = "questionnaire.toml", "light.toml", "boats.toml", "examples.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny questionnaire, to be spoilt."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny/0.1"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert text.count(old) >= 1, f"{old!r} does not stand in {file}"
    (folder / file).write_text(text.replace(old, new, 1))


def lines(refused: pytest.ExceptionInfo[QuestionnaireRefusedError]) -> list[str]:
    return [fault_line(fault) for fault in refused.value.faults]


# File, what stands there, what stands there instead, and a line that the refusal must hold.
BAD = {
    "an unknown key": (LIGHT, 'trap = "No', 'trapp = "No',
        'light.toml: trapp: is not a key of the format. Did you mean "trap"?'),
    "an unknown key of a level": (LIGHT, 'evidence = "the rule of the oil"',
        'evidence = "the rule of the oil"\ncolour = "red"',
        ("light.toml: component 1.1, question 1.1.2, level 2, colour: "
        "is not a key of the format. Take it out.")),
    "a missing descriptor": (LIGHT, 'descriptor = "Someone looks after the oil."\n', "",
        "light.toml: component 1.1, question 1.1.2, level 1, descriptor: is missing. Write it."),
    "a missing level": (BOATS, ('\n[[components.questions.levels]]\n'
        'descriptor = "There is no ramp."\n'
        'steps = [{ office = "Ministry", act = "Name a keeper of the ramp." }]'), "",
        "boats.toml: component 2.1, question 2.1.2, levels: 4 given, 5 wanted."),
    "a missing id": (LIGHT, 'id = "1.1.2"\n', "",
        "light.toml: component 1.1, question 2, id: is missing."),
    "a decimal weight": (BOATS, "weight = 2", "weight = 0.5",
        ('boats.toml: component 2.1, weight: is the decimal 0.5. Write a whole number, or a '
        'fraction in quotes such as "2/3"; no decimals.')),
    "a decimal weight in quotes": (BOATS, "weight = 2", 'weight = "0.5"',
        'boats.toml: component 2.1, weight: is "0.5".'),
    "a weight that is no number": (BOATS, "weight = 2", "weight = nan",
        "boats.toml: component 2.1, weight: is the decimal nan."),
    "an infinite weight": (BOATS, "weight = 2", "weight = inf",
        "boats.toml: component 2.1, weight: is the decimal inf."),
    "a weight with exponent": (BOATS, "weight = 2", 'weight = "1e3"',
        'boats.toml: component 2.1, weight: is "1e3".'),
    "a weight over 0": (BOATS, "weight = 2", 'weight = "1/0"',
        'boats.toml: component 2.1, weight: is "1/0".'),
    "a weight of true": (BOATS, "weight = 2", "weight = true",
        "boats.toml: component 2.1, weight: is true."),
    "a list as weight": (BOATS, "weight = 2", "weight = [2]",
        "boats.toml: component 2.1, weight: is neither."),
    "a weight beyond all numbers": (BOATS, "weight = 2", f"weight = {10**30}",
        "boats.toml: component 2.1, weight: is too large."),
    "a negative weight": (BOATS, "weight = 2", 'weight = "-1/2"',
        "boats.toml: component 2.1, weight: is -1/2."),
    "a zero weight": (BOATS, "weight = 2", "weight = 0",
        "boats.toml: component 2.1, weight: is 0. Write a whole number from 1"),
    "a decimal share": (HEAD, 'share = "2/3"', "share = 0.66",
        "questionnaire.toml: scale, share: is the decimal 0.66."),
    "a level in quotes": (HEAD, "adequate = 2", 'adequate = "2"',
        "questionnaire.toml: scale, adequate: is not a whole number."),
    "a level of true": (HEAD, "adequate = 2", "adequate = true",
        "questionnaire.toml: scale, adequate: is not a whole number."),
    "a level with a point": (HEAD, "adequate = 2", "adequate = 2.0",
        "questionnaire.toml: scale, adequate: is the decimal 2.0. Write a whole number."),
    "a level beyond all numbers": (HEAD, "adequate = 2", f"adequate = 0x{'f' * 5000}",
        "questionnaire.toml: scale, adequate: is too large."),
    "1 for true": (LIGHT, "core = true", "core = 1",
        "light.toml: component 1.1, question 1.1.1, core: is neither true nor false."),
    "a number for text": (LIGHT, 'short = "Light"', "short = 3",
        "light.toml: short: is not text. Put it in quotes."),
    "text for a list": (LIGHT, 'leads = ["lighthouse service"]', 'leads = "lighthouse service"',
        "light.toml: leads: is not a list. Put it in square brackets."),
    "text for a table": (HEAD, '[[lenses]]\nid = "gender-age"\nname = "Gender and age"\n',
        "", ("light.toml: component 1.2, question 1.2.2, lens: "
        '"gender-age" is not the id of a lens here.')),
    "a text for a step": (LIGHT, '[{ office = "Ministry", act = "Name a keeper of the oil." }]',
        '["Name a keeper."]', ("light.toml: component 1.1, question 1.1.2, level 0, step 1: "
        "is not a table.")),
    "a date without quotes": (HEAD, 'date = "2020-01-01"', "date = 2020-01-01",
        "questionnaire.toml: source, date: is a date without quotes. Put it in quotes."),
    "an unknown status": (HEAD, 'status = "draft"', 'status = "final"',
        'questionnaire.toml: status: is none of the words allowed. Write "draft" or "published".'),
    "an unknown kind of link": (LIGHT, 'link = "direct"', 'link = "close"',
        'question 1.1.1, paragraph 1, link: is none of the words allowed. Write "direct" or'),
    "a deep table": (LIGHT, 'short = "Light"', f"short = {'{a=' * 20}1{'}' * 20}",
        "is nested too deep. Take the inner brackets out."),
    "a key given twice": (LIGHT, 'short = "Light"', 'short = "Light"\nshort = "Lamp"',
        "light.toml: line 4: cannot be read: Cannot overwrite a value. Mend the TOML there."),
    "a quote left open": (LIGHT, 'short = "Light"', 'short = "Light',
        "light.toml: line 3: cannot be read: Illegal character"),
    "a bracket left open": (BOATS, 'crosswalk = { "other" = ["P7"] }', 'crosswalk = { "a" = [',
        "boats.toml: line "),
    "an end too early": (BOATS, 'id = "D2"', "id",
        "boats.toml: line 1: cannot be read: Expected '=' after a key in a key/value pair."),
    "an id given twice": (BOATS, 'id = "2.1.2"', 'id = "1.1.2"',
        "boats.toml: component 2.1, question 1.1.2, id: is used twice, first in domain D1,"),
    "an id in look-alike digits": (BOATS, 'id = "2.1.2"', 'id = "１.1.2"',
        "boats.toml: component 2.1, question 2, id: is used twice, first in domain D1,"),
    "a domain id given twice": (BOATS, 'id = "D2"', 'id = "D1"',
        "boats.toml: id: is used twice, first in domain 1 (D1)."),
    "a circle of needs": (LIGHT, 'direction = "upstream"\n', ('direction = "upstream"\n'
        'needs = ["1.2"]\n'), ("light.toml: component 1.1, needs: Components need each other in a "
        "circle: 1.1 > 1.2 > 1.1. Take one of these needs out.")),
    "a condition on an answer": (BOATS, "'\"motor\" in fleet'", "'mirror == \"clean\"'",
        ('boats.toml: component 2.1, question 2.1.3, when: "mirror" is not a profile fact. '
        "A condition can read profile facts only: coast, fleet.")),
    "a condition that is code": (BOATS, "'\"motor\" in fleet'", "'__import__(\"os\")'",
        "boats.toml: component 2.1, question 2.1.3, when: cannot be read at character 1: '_'."),
    "a cap above K": (HEAD, "cap = 4", "cap = 5",
        "questionnaire.toml: evidence, grade demonstrated, cap: is 5. Choose a level from 0 to 4."),
    "too much that may leave": (LIGHT, 'paragraphs = [{ paragraph = "PP1"',
        'may_be_na = true\nparagraphs = [{ paragraph = "PP1"',
        ("light.toml: component 1.2, questions: 1.2.2 may leave and carry 1/2 of the weight, "
        "at most 1/3 wanted.")),
    "a critical question that may leave": (LIGHT, "critical = true\n",
        "critical = true\nmay_be_na = true\n", ("light.toml: component 1.1, question 1.1.1, "
        "may_be_na: is true, but a core or critical question never leaves. Take it out.")),
    "a link to no paragraph": (LIGHT, 'paragraph = "OP1"', 'paragraph = "OP2"',
        '"OP2" is not the id of a paragraph here.'),
    "an address that is a script": (HEAD, "https://example.org/guide", "javascript:alert(1)",
        "questionnaire.toml: reference GUIDE, url: is not a web address."),
    "a number in a crosswalk": (BOATS, '["P7"]', "[7]",
        "boats.toml: component 2.2, crosswalk, other 1: is not text."),
    "a wrong id": (HEAD, 'id = "tiny"', 'id = "small"',
        'questionnaire.toml: id: is not the name of its folder, "tiny".'),
    "a wrong version": (HEAD, 'version = "0.1"', 'version = "0.2"',
        'questionnaire.toml: version: is not the name of its folder, "0.1".'),
    "a file that is not there": (HEAD, '"boats.toml"]', '"boats.toml", "d03.toml"]',
        "d03.toml: is not there. Write it into 0.1/."),
    "a file that is not listed": (HEAD, ', "boats.toml"]', "]",
        "boats.toml: is not listed. Add it to domains or parts in questionnaire.toml, or move it away."),
    "a file listed twice": (HEAD, '"boats.toml"]', '"boats.toml", "boats.toml"]',
        "questionnaire.toml: domains, domains 3: names boats.toml twice."),
    "a file in another folder": (HEAD, '"boats.toml"]', '"../0.1/boats.toml"]',
        "questionnaire.toml: domains, domains 2: cannot be named here. Write the plain name"),
    "an absolute file": (HEAD, '"boats.toml"]', '"/etc/passwd"]',
        "questionnaire.toml: domains, domains 2: cannot be named here."),
    "the head as a domain": (HEAD, '"boats.toml"]', '"questionnaire.toml"]',
        "questionnaire.toml: domains, domains 2: cannot be named here."),
    "no domains": (HEAD, 'domains = ["light.toml", "boats.toml"]', "",
        "questionnaire.toml: domains: is missing. List the files in order"),
    "domains as text": (HEAD, '["light.toml", "boats.toml"]', '"light.toml"',
        "questionnaire.toml: domains: is not a list of files."),
    "a number as file": (HEAD, '"boats.toml"]', "3]",
        "questionnaire.toml: domains, domains 2: cannot be named here."),
    "a long key": (LIGHT, 'short = "Light"', f'{"a." * 30}b = 1',
        "light.toml: line 3: has a key of more than 20 parts."),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_questionnaire_is_refused_in_under_a_second_with_file_place_and_mend(folder, case):
    file, old, new, line = BAD[case]
    spoil(folder, file, old, new)
    begun = time.perf_counter()
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert time.perf_counter() - begun < 1
    assert any(line in found for found in lines(refused)), "\n".join(lines(refused))
    for fault in refused.value.faults:
        assert fault.place[0].endswith(".toml")
        assert fault.mend.endswith((".", "?", "]."))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "larger than a file may be": lambda: b"#" * (LARGEST_TOML_FILE + 1),
    "many lines": lambda: b"\n" * 100_000,
    "many tables": lambda: b"[[components]]\n" * 29_000,
    "empty members": lambda: b"components = [" + b"{}," * 300_000 + b"]",
    "empty members two deep": lambda: b"components = [{questions = [" + b"{}," * 300_000 + b"]}]",
    "brackets": lambda: b"components = " + b"[" * 500_000,
    "braces": lambda: b"components = " + b"{a=" * 100_000,
    "dots": lambda: b"a" + b".a" * 400_000 + b" = 1",
    "dots and blanks": lambda: b"a" + b" . a" * 200_000 + b" = 1",
    "dots in quotes": lambda: b'"a"' + b'."a"' * 200_000 + b" = 1",
    "one long key": lambda: b"a" * 1_000_000,
    "quotes": lambda: b'"' * 1_000_000,
    "apostrophes": lambda: b"'a" * 500_000,
    "digits": lambda: b"weight = " + b"9" * 1_000_000,
    "escapes": lambda: b'about = "' + b"\\n" * 500_000 + b'"',
    "an id without end": lambda: b'id = "' + b"x" * 1_000_000 + b'"',
    "not UTF-8": lambda: b'id = "D1"\nshort = "\xff"',
    "a null byte": lambda: b'id = "\0"',
    "half a character": lambda: b'id = "\\ud800"',
    "nothing": lambda: b"",
}


READ_ALL = """
import json, resource, sys, time
from pathlib import Path
from app.catalogue import checked, fault_line
from app.core.errors import QuestionnaireRefusedError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for folder in sys.argv[1:]:
    begun, told = time.perf_counter(), []
    try:
        checked(Path(folder))
    except QuestionnaireRefusedError as refused:
        told = [fault_line(fault) for fault in refused.faults]
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"seconds": time.perf_counter() - begun, "kilobytes": more, "told": told}))
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """What came of each hostile file, read in a process of its own, so that a crash is seen too."""
    folders = []
    for kind, content in HOSTILE.items():
        folder = tmp_path_factory.mktemp(kind.replace(" ", "-")) / "tiny/0.1"
        shutil.copytree(TINY, folder)
        (folder / LIGHT).write_bytes(content())
        folders.append(str(folder))
    ran = subprocess.run(
        [sys.executable, "-c", READ_ALL, *folders],
        capture_output=True, check=True, text=True, timeout=60,
        env={"PYTHONPATH": str(TESTS.parent)},
    )  # fmt: skip
    return dict(zip(HOSTILE, map(json.loads, ran.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_in_seconds_and_little_memory(hostile, kind):
    assert hostile[kind]["seconds"] < 10
    assert hostile[kind]["kilobytes"] < 100_000
    told = hostile[kind]["told"]
    assert any(line.startswith("light.toml: ") for line in told), told
    assert len(told) < 1000


def test_many_faults_in_many_files_are_told_at_once(folder):
    for case in (
        "an unknown key", "a missing descriptor", "a missing level", "a negative weight",
        "an id given twice", "a circle of needs", "a condition on an answer", "a cap above K",
        "a link to no paragraph", "an address that is a script", "a wrong version",
        "a critical question that may leave",
    ):  # fmt: skip
        spoil(folder, *BAD[case][:3])
    (folder / "spare.toml").write_text("")
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    told = [line.partition(": ")[0] + ": " + line.split(": ")[1] for line in lines(refused)]
    assert sorted(told) == sorted([
        "questionnaire.toml: version",
        "questionnaire.toml: evidence, grade demonstrated, cap",
        "questionnaire.toml: reference GUIDE, url",
        "light.toml: trapp",
        "light.toml: component 1.1, needs",
        "light.toml: component 1.1, question 1.1.1, paragraphs",
        "light.toml: component 1.1, question 1.1.1, may_be_na",
        "light.toml: component 1.1, questions",
        "light.toml: component 1.1, question 1.1.2, level 1, descriptor",
        "boats.toml: component 2.1, weight",
        "boats.toml: component 2.1, question 1.1.2, id",
        "boats.toml: component 2.1, question 1.1.2, levels",
        "boats.toml: component 2.1, question 2.1.3, when",
        "spare.toml: is not listed. Add it to domains or parts in questionnaire.toml, or move it away.",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("members", "line"),
    [
        (1000, "questionnaire.toml: 4505 more faults are not listed. Mend the others first."),
        (9000, "questionnaire.toml: 45005 keys or values are wrong. Take out"),
    ],
)
def test_more_faults_than_anyone_reads_are_counted(folder, members, line):
    (folder / LIGHT).write_text("components = [" + "{}," * members + "]")
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert any(found.startswith(line) for found in lines(refused)), lines(refused)[-3:]


def test_files_are_refused_that_hold_too_much_together(folder):
    names = [f"d{number}.toml" for number in range(5)]
    for name in names:
        (folder / name).write_text("components = [" + "{}," * 9000 + "]")
    spoil(folder, HEAD, '["light.toml"', json.dumps([*names, "light.toml"])[:-1])
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert "questionnaire.toml: Too much is given" in "\n".join(lines(refused))


def test_files_are_refused_that_are_too_large_together(folder):
    names = [f"d{number}.toml" for number in range(9)]
    for name in names:
        (folder / name).write_bytes(b"#" * (LARGEST_TOML_FILE - 1))
    spoil(folder, HEAD, '["light.toml"', json.dumps([*names, "light.toml"])[:-1])
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert f"above {LARGEST_FOLDER // 1024} KiB together" in "\n".join(lines(refused))


def test_a_link_to_another_folder_is_refused(folder, tmp_path):
    (folder / LIGHT).rename(tmp_path / "elsewhere.toml")
    (folder / LIGHT).symlink_to(tmp_path / "elsewhere.toml")
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert "light.toml: is a link to another folder." in "\n".join(lines(refused))


def test_a_folder_without_a_questionnaire_is_refused(tmp_path):
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(tmp_path / "nothing")
    assert lines(refused) == ["questionnaire.toml: is not there. Write it into nothing/."]


def test_a_mark_at_the_beginning_of_a_file_does_no_harm(folder):
    (folder / LIGHT).write_bytes(b"\xef\xbb\xbf" + (folder / LIGHT).read_bytes())
    assert checked(folder) == checked(TINY)


def test_a_questionnaire_is_found_by_its_folder_or_its_file():
    assert checked(TINY) == checked(TINY / HEAD)


def test_text_is_kept_in_one_unicode_form(folder):
    spoil(folder, LIGHT, 'title = "The light"', 'title = "Le\u0301gende"')
    spoil(folder, BOATS, '"other" =', '"le\u0301g" =')
    read = checked(folder)
    assert read.domains[0].title == "L\u00e9gende"
    assert read.component_by_id["2.2"].crosswalk == {"l\u00e9g": ("P7",)}
    assert read_canonical(canonical(read)) == read


def test_the_example_in_the_documentation_is_in_order(tmp_path):
    text = (TESTS.parent / "docs/questionnaire-format.md").read_text()
    folder = tmp_path / "harbour/0.1"
    folder.mkdir(parents=True)
    files = re.findall(r"```toml\n# (\S+)\n(.*?)```", text, re.DOTALL)
    for name, content in files:
        (folder / name).write_text(content)
    assert [name for name, _ in files] == [HEAD, "d1.toml"]
    assert checked(folder).title == "Self-assessment of harbour lights"


# --- canonical text -------------------------------------------------------------------------------


def every_questionnaire():
    return [checked(TINY), *read_catalogue(SHIPPED)]


def test_canonical_text_gives_the_questionnaire_back():
    for questionnaire in every_questionnaire():
        text = canonical(questionnaire)
        assert read_canonical(text) == questionnaire
        assert canonical(read_canonical(text)) == text


def test_canonical_text_has_sorted_keys_and_no_decimals_and_no_needless_space():
    text = canonical(checked(TINY))
    read = json.loads(text, parse_float=lambda found: pytest.fail(f"a decimal: {found}"))
    assert text == json.dumps(read, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@given(st.fractions(min_value="1/1000", max_value=1000, max_denominator=1000), st.text())
def test_canonical_text_is_the_same_for_the_same_content(weight: Fraction, about: str):
    domains = (replace(WHOLE.domains[0], weight=weight), *WHOLE.domains[1:])
    try:
        about.encode()
    except UnicodeEncodeError:
        return
    text = canonical(replace(WHOLE, domains=domains, about=about))
    assert canonical(read_canonical(text)) == text
    assert read_canonical(text).domains[0].weight == weight


def test_a_changed_weight_changes_the_hash():
    whole = checked(TINY)
    domains = (replace(whole.domains[0], weight=Fraction(2)), *whole.domains[1:])
    before, after = (hash_of(one) for one in (whole, replace(whole, domains=domains)))
    assert before != after
    assert len(before) == 64
    assert text_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "This is not JSON"),
        ("[" * 1000 + "]" * 1000, "This is not JSON"),
        ("[]", "is not a table"),
        ("null", "is not a table"),
        ('{"id": NaN}', "is the decimal NaN"),
        ('{"id": "a"}', "is missing"),
    ],
)
def test_a_text_that_is_no_questionnaire_is_refused(text, words):
    with pytest.raises(QuestionnaireRefusedError) as refused:
        read_canonical(text)
    assert words in str(refused.value)


# --- the catalogue --------------------------------------------------------------------------------


def test_a_catalogue_holds_every_version_and_knows_the_newest(tmp_path):
    for version in ("0.9", "0.10", "0.2"):
        copy = Path(shutil.copytree(TINY, tmp_path / "tiny" / version))
        spoil(copy, HEAD, 'version = "0.1"', f'version = "{version}"')
    catalogue = read_catalogue(tmp_path)
    assert [one.version for one in catalogue] == ["0.2", "0.9", "0.10"]
    assert len(catalogue) == 3
    assert [one.version for one in catalogue.newest()] == ["0.10"]
    found = catalogue.find("tiny", "0.9")
    assert found is not None
    assert found.version == "0.9"
    assert catalogue.find("tiny", "0.3") is None
    assert catalogue.find("other", "0.9") is None


def test_a_catalogue_tells_the_faults_of_every_questionnaire_with_their_files(tmp_path):
    for version in ("0.1", "0.2"):
        spoil(Path(shutil.copytree(TINY, tmp_path / "tiny" / version)), BOATS, "weight = 2",
              "weight = 0")  # fmt: skip
    with pytest.raises(QuestionnaireRefusedError) as refused:
        read_catalogue(tmp_path)
    told = "\n".join(lines(refused))
    assert "tiny/0.1/boats.toml: component 2.1, weight: is 0." in told
    assert "tiny/0.2/boats.toml: component 2.1, weight: is 0." in told
    assert "tiny/0.2/questionnaire.toml: version: is not the name of its folder" in told


def test_an_empty_folder_is_an_empty_catalogue(tmp_path):
    assert tuple(read_catalogue(tmp_path)) == ()


def test_the_counts_are_those_of_the_questionnaire():
    found = counts(checked(TINY))
    assert (found.domains, found.components, found.questions) == (2, 4, 9)
    assert (found.core, found.critical, found.may_leave) == (3, 1, 3)
    assert found.lens_questions == {"gender-age": 2, "disability": 1}
    assert 500 < found.words < 1500


# --- worked cases ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [TINY, *(head.parent for head in sorted(SHIPPED.glob(f"*/*/{HEAD}")))],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_every_worked_case_comes_out_as_its_authors_expect(path):
    cases = read_examples(path)
    assert cases
    assert [fault_line(fault) for fault in differences(checked(path), cases)] == []


BAD_CASES = {
    "an unknown key": ('why = "Word', 'whi = "Word', "case 1, whi: is not a key of the format."),
    "an unknown fact": ("coast = ", "hills = ", "case 1, facts, hills: is not a profile fact."),
    "an unknown option": ('["calm"]', '["icy"]', ("case 1, facts, coast: has an unknown option. "
        "Its options are: none, calm, rough.")),
    "two options of one": ('["calm"]', '["calm", "rough"]',
        "case 1, facts, coast: has 2 options. Write one."),
    "a number as option": ('["calm"]', "3", "case 1, facts, coast: is not "),
    "a number among options": ('["calm"]', "[3]", "case 1, facts, coast 1: is not text."),
    "an empty grade": ('"stated" }', '"" }', "case 1, answers, 1.1.1, grade: is not an evidence grade."),
    "an unknown question": ('"1.1.1" =', '"9.9.9" =',
        "case 1, answers, 9.9.9: is not a question."),
    "a level off the scale": ("level = 4", "level = 5",
        "case 1, answers, 1.2.1: has a level off the scale. Use levels 0 to 4."),
    "an unknown grade": ('"stated" }', '"rumoured" }',
        "case 1, answers, 1.1.1, grade: is not an evidence grade."),
    "no grade": ('level = 4, grade = "stated"', "level = 4",
        "case 1, answers, 1.2.1, grade: is missing."),
    "a grade of nothing": ("not_known = true", 'not_known = true, grade = "stated"',
        "case 1, answers, 2.1.1, grade: is given without a level or range."),
    "two answers": ("not_known = true", 'not_known = true, level = 1, grade = "stated"',
        "case 1, answers, 2.1.1: says 2 things."),
    "no answer": ("{ not_known = true }", "{}", "case 1, answers, 2.1.1: says 0 things."),
    "a range that falls": ("range = [1, 3]", "range = [3, 1]",
        "case 1, answers, 1.2.2, range: falls. Write the lower level first."),
    "a range of one": ("range = [1, 3]", "range = [1]", "case 1, answers, 1.2.2, range"),
    "a position off the scale": ("level = 3", "level = -1",
        "case 1, answers, 2.1.2: has a level off the scale."),
    "no positions": ("not_known = true", "positions = []",
        "case 1, answers, 2.1.1, positions: none is given."),
    "N/A without a reason": ("The lamp has no mirror.", " ",
        "case 1, answers, 1.1.3: has no reason."),
    "N/A where it cannot be": ("not_known = true", 'not_applicable = "No boats."',
        "case 1, answers, 2.1.1: cannot be not applicable."),
    "a component that cannot be N/A": ("[cases.answers]",
        'not_applicable = { "2.1" = "No." }\n[cases.answers]',
        "case 1, not_applicable, 2.1: is not a component that may be not applicable."),
    "an unknown node": ('"1.1" = { level', '"7.7" = { level',
        "case 1, expected, 7.7: is neither a component nor a domain."),
    "a level of the whole": ('"1.1" = { level', '"overall" = { level',
        "case 1, expected, overall, level: is given. Take it out"),
    "a decimal score": ('"75/2", ', '"37.5", ',
        'case 1, expected, 1.2, score: "37.5" is not exact. Write it like "50" or "25/3".'),
    "a broken file": ("[[cases]]", "[[cases]", "line 1: cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_CASES)
def test_a_bad_worked_case_is_refused_with_its_place_and_the_mend(folder, case):
    old, new, line = BAD_CASES[case]
    spoil(folder, EXAMPLES, old, new)
    with pytest.raises(QuestionnaireRefusedError) as refused:
        read_examples(folder)
    assert any(found.startswith(f"examples.toml: {line}") for found in lines(refused)), lines(refused)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("level = [2, 2]", "level = [2, 3]", "case 1, expected, 1.1, level: is 2 to 2."),
        ('"75/2", "175/2"', '"75/2", "90"', "case 1, expected, 1.2, score: is 75/2 to 175/2."),
        ('coast = ["calm"]', 'coast = ["none"]', "case 1, expected, 2.2: leaves the tree"),
    ],
)  # fmt: skip
def test_a_worked_case_that_comes_out_otherwise_is_told(folder, old, new, line):
    spoil(folder, EXAMPLES, old, new)
    told = [fault_line(fault) for fault in differences(checked(folder), read_examples(folder))]
    assert any(found.startswith(f"examples.toml: {line}") for found in told), told


def test_a_questionnaire_needs_no_worked_cases(folder):
    (folder / EXAMPLES).unlink()
    assert read_examples(folder) == ()


# --- cied check -----------------------------------------------------------------------------------


def test_cied_check_prints_the_counts_of_a_questionnaire_in_order():
    ran = CliRunner().invoke(app, ["check", str(TINY)])
    assert ran.exit_code == 0
    assert "tiny 0.1 is in order." in ran.stdout
    assert "questions: 9\n" in ran.stdout
    assert "worked cases: 2\n" in ran.stdout
    assert ran.stderr == ""


def test_cied_check_prints_every_fault_on_a_line_of_its_own(folder):
    spoil(folder, BOATS, "weight = 2", "weight = 0")
    spoil(folder, HEAD, "lag = 2", "lag = -2")
    ran = CliRunner().invoke(app, ["check", str(folder)])
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert ran.stderr.splitlines() == [
        "questionnaire.toml: scale, lag: is -2. Write 0 or more, or take the key out.",
        (
            "boats.toml: component 2.1, weight: is 0. Write a whole number from 1 to 1000, "
            'or a fraction such as "3/2".'
        ),
    ]


def test_cied_check_refuses_worked_cases_that_come_out_otherwise(folder):
    spoil(folder, EXAMPLES, "level = [2, 2]", "level = [3, 3]")
    ran = CliRunner().invoke(app, ["check", str(folder)])
    assert ran.exit_code == 2
    assert ran.stderr.startswith("examples.toml: case 1, expected, 1.1, level: is 2 to 2.")


# The head in several files


PART = """
[[glossary]]
term = "Lens"
meaning = "The glass of the lamp."
"""


def with_part(folder: Path, text: str, name: str = "words.toml") -> None:
    (folder / name).write_text(text)
    spoil(folder, HEAD, "domains =", f'parts = ["{name}"]\ndomains =')


def test_the_head_may_stand_in_several_files_and_its_hash_does_not_change(folder):
    head = (folder / HEAD).read_text()
    at = head.index("[[references]]")
    (folder / HEAD).write_text(head[:at])
    with_part(folder, head[at:])
    assert hash_of(checked(folder)) == hash_of(WHOLE)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (PART, "words.toml: glossary: stands in questionnaire.toml too. Keep it in one of the two files."),
        ('id = "other"', "words.toml: id: stands in questionnaire.toml too."),
        ("glossary = [", "words.toml: end of file: cannot be read"),
        ("[colours]", "words.toml: colours: is not a key of the format."),
    ],
)
def test_a_faulty_part_is_refused_with_its_own_file(folder, text, line):
    with_part(folder, text)
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert any(found.startswith(line) for found in lines(refused)), lines(refused)


def test_a_fault_of_meaning_names_the_part_where_its_table_stands(folder):
    head = (folder / HEAD).read_text()
    at = head.index("[[references]]")
    (folder / HEAD).write_text(head[:at])
    with_part(folder, head[at:].replace("https://example.org/guide", "guide"))
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert lines(refused) == [
        "words.toml: reference GUIDE, url: is not a web address. Begin it with https:// and leave no space."
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../words.toml", "parts 1: cannot be named here"),
        ("questionnaire.toml", "parts 1: cannot be named here"),
        ("examples.toml", "parts 1: cannot be named here"),
        ("none.toml", "none.toml: is not there"),
    ],
)
def test_a_part_that_cannot_be_is_refused(folder, name, told):
    spoil(folder, HEAD, "domains =", f'parts = ["{name}"]\ndomains =')
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(folder)
    assert told in lines(refused)[0]


# Published versions


@pytest.fixture
def published(folder):
    spoil(folder, HEAD, 'status = "draft"', 'status = "published"')
    done = CliRunner().invoke(app, ["publish", str(folder)])
    assert done.exit_code == 0, done.output
    return folder


def test_publishing_records_the_hash_and_can_be_repeated(published):
    recorded = (published / "published.sha256").read_text()
    assert recorded == hash_of(checked(published)) + "\n"
    again = CliRunner().invoke(app, ["publish", str(published)])
    assert again.output == f"tiny 0.1 is published, with the hash {recorded.strip()}.\n"


def test_a_published_version_that_changes_is_refused(published):
    spoil(published, LIGHT, 'about = "', 'about = "Now. ')
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(published)
    assert lines(refused) == [
        (
            "published.sha256: is the hash of another text. A published version never changes: "
            "take the change back, or make a new version."
        )
    ]
    assert CliRunner().invoke(app, ["publish", str(published)]).exit_code == 2


def test_of_a_record_no_more_is_read_than_a_hash_needs(published):
    record = published / "published.sha256"
    with record.open("r+b") as file:
        file.truncate(64 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(QuestionnaireRefusedError, match="is the hash of another text"):
            checked(published)
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_comment_or_another_layout_of_a_published_version_changes_nothing(published):
    (published / LIGHT).write_text("# A remark.\n" + (published / LIGHT).read_text())
    checked(published)


def test_a_published_version_without_a_record_and_a_draft_with_one_are_refused(published):
    (published / "published.sha256").rename(published / "kept")
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(published)
    assert lines(refused) == [
        "published.sha256: is missing. Freeze this version with: cied publish, and its folder."
    ]
    (published / "kept").rename(published / "published.sha256")
    spoil(published, HEAD, 'status = "published"', 'status = "draft"')
    with pytest.raises(QuestionnaireRefusedError) as refused:
        checked(published)
    assert "says that this version was published" in lines(refused)[0]


def test_a_draft_is_not_published(folder):
    done = CliRunner().invoke(app, ["publish", str(folder)])
    assert done.exit_code == 2
    assert 'status: is draft. Write status = "published" when it is ready.' in done.output


# Coverage


def test_coverage_prints_every_paragraph_and_every_question_and_fails_where_one_is_left_out(folder):
    done = CliRunner().invoke(app, ["coverage", str(folder)])
    assert done.exit_code == 0, done.output
    for paragraph in WHOLE.source.paragraphs:
        assert f"{paragraph.id}\t" in done.output
    assert f"paragraphs: {len(WHOLE.source.paragraphs)}, left out: 0" in done.output
    spoil(
        folder,
        HEAD,
        'id = "PP1"',
        'id = "PP2"\nkind = "preamble"\nnumber = 2\nabout = "Agenda."\n\n[[source.paragraphs]]\nid = "PP1"',
    )
    left_out = CliRunner().invoke(app, ["coverage", str(folder)])
    assert left_out.exit_code == 1
    assert "PP2\tLEFT OUT" in left_out.output
    spoil(folder, HEAD, 'about = "Agenda."', 'about = "Agenda."\nnot_assessable = "Nobody can do it."')
    assert (
        "PP2\tnot assessable: Nobody can do it." in CliRunner().invoke(app, ["coverage", str(folder)]).output
    )
