"""The folder of a questionnaire, and the catalogue of all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.shape import reading
from app.catalogue.toml_file import FileRefusedError, read_toml
from app.core.errors import Fault, QuestionnaireRefusedError
from app.core.place import placed_domains
from app.core.questionnaire import Questionnaire
from app.core.validity import MOST_DOMAINS, faults

HEAD = "questionnaire.toml"
EXAMPLES = "examples.toml"
LARGEST_FOLDER = 8 * 1024 * 1024
"""Bytes of all files of one questionnaire."""

_FILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\.toml")


@dataclass(frozen=True)
class Catalogue:
    """Every questionnaire that the product ships or was given, by id and version."""

    questionnaires: tuple[Questionnaire, ...]

    def __iter__(self) -> Iterator[Questionnaire]:
        return iter(self.questionnaires)

    def __len__(self) -> int:
        return len(self.questionnaires)

    def find(self, id: str, version: str) -> Questionnaire | None:  # noqa: A002 - its name everywhere
        """That version of that questionnaire; None where there is none."""
        return next((one for one in self if (one.id, one.version) == (id, version)), None)

    def newest(self) -> tuple[Questionnaire, ...]:
        """The newest version of each id, in the order of ids."""
        return tuple({one.id: one for one in self}.values())


def read_catalogue(folder: Path) -> Catalogue:
    """Every `<id>/<version>/` in `folder` that has a questionnaire.toml.

    Raises QuestionnaireRefusedError with the faults of all of them; the first word of each place is
    <id>/<version>/<file>.
    """
    found: list[Questionnaire] = []
    refused: list[Fault] = []
    for head in sorted(folder.glob(f"*/*/{HEAD}")):
        try:
            found.append(checked(head.parent))
        except QuestionnaireRefusedError as error:
            name = f"{head.parent.parent.name}/{head.parent.name}"
            refused += [
                Fault(
                    place=(f"{name}/{fault.place[0]}", *fault.place[1:]),
                    problem=fault.problem,
                    mend=fault.mend,
                )
                for fault in error.faults
            ]
    if refused:
        raise QuestionnaireRefusedError(refused)
    return Catalogue(tuple(sorted(found, key=lambda one: (one.id, [int(n) for n in one.version.split(".")]))))


def checked(path: Path) -> Questionnaire:
    """The questionnaire in the folder `path`, or whose questionnaire.toml `path` is.

    Raises QuestionnaireRefusedError with every fault; the first word of each place is the file.
    """
    content = _content(folder_of(path))
    read = reading(content.raw, Questionnaire)
    written = [read.place(("domains", at))[0] for at in range(len(content.files))]
    refused = [*content.faults, *(_filed(content, written, fault) for fault in read.faults)]
    if read.value is not None and content.is_whole:
        said = {fault.place for fault in refused}
        names = [words[0] for words, _ in placed_domains(read.value)]
        meant = (_filed(content, names, fault) for fault in faults(read.value))
        refused += [fault for fault in meant if fault.place not in said]
    if read.value is None or refused:
        order = [HEAD, *content.files]
        refused.sort(key=lambda fault: order.index(fault.place[0]) if fault.place[0] in order else -1)
        raise QuestionnaireRefusedError(refused)
    return read.value


def folder_of(path: Path) -> Path:
    """The folder that `path` is, or whose questionnaire.toml it is."""
    return (path.parent if path.name == HEAD else path).resolve()


def fault_line(fault: Fault) -> str:
    """A fault on one line: `d03.toml: component 3.6, question 3.6.2, weight: is 0. Write …`."""
    file, *inner = fault.place or ("",)
    return ": ".join(filter(None, (file, ", ".join(inner), f"{fault.problem} {fault.mend}")))


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What the files of a folder hold. `is_whole`: every domain that is listed could be read."""

    files: tuple[str, ...]
    raw: dict[str, object]
    faults: tuple[Fault, ...]
    is_whole: bool


def _content(folder: Path) -> _Content:
    try:
        raw = read_toml(folder, HEAD)
    except FileRefusedError as refused:
        raise QuestionnaireRefusedError([refused.fault]) from None
    listed, found = _listed(raw.get("domains"))
    found += _faults_of_names(folder, raw, listed)
    domains: list[object] = []
    files: list[str] = []
    read = 0
    for file in listed:
        try:
            domains.append(read_toml(folder, file))
            files.append(file)
            read += (folder / file).stat().st_size
        except FileRefusedError as refused:
            found.append(refused.fault)
        if read > LARGEST_FOLDER:
            found.append(
                Fault(
                    place=(file,),
                    problem=f"brings all files above {LARGEST_FOLDER // 1024} KiB together.",
                    mend="Shorten them.",
                )
            )
            break
    return _Content(
        files=tuple(files),
        raw={**raw, "domains": domains},
        faults=tuple(found),
        is_whole=bool(listed) and len(files) == len(listed),
    )


def _listed(written: object) -> tuple[list[str], list[Fault]]:
    """The domain files that can be opened, and the faults of the list."""
    place = (HEAD, "domains")
    if not isinstance(written, list) or not written or len(written) > MOST_DOMAINS:
        mend = f'List the domain files in order, {MOST_DOMAINS} at most: domains = ["d01.toml"].'
        problem = "is not a list of files." if written else "is missing."
        return [], [Fault(place=place, problem=problem, mend=mend)]
    found: list[Fault] = []
    listed: list[str] = []
    for number, file in enumerate(written, start=1):
        if not isinstance(file, str) or _FILE.fullmatch(file) is None or file in (HEAD, EXAMPLES):
            mend = "Write the plain name of a file beside this one, such as d01.toml; no folders."
            found.append(
                Fault(place=(*place, f"domains {number}"), problem="is not a domain file.", mend=mend)
            )
        elif file in listed:
            problem, mend = f"names {file} twice.", "Take one out."
            found.append(Fault(place=(*place, f"domains {number}"), problem=problem, mend=mend))
        else:
            listed.append(file)
    return listed, found


def _faults_of_names(folder: Path, raw: dict[str, object], listed: Sequence[str]) -> Iterator[Fault]:
    """The folder says id and version, and holds no domain that is not listed."""
    for key, name in (("id", folder.parent.name), ("version", folder.name)):
        if isinstance(raw.get(key), str) and raw[key] != name:
            yield Fault(
                place=(HEAD, key),
                problem=f'is not the name of its folder, "{name}".',
                mend="Let the folders be <id>/<version>/.",
            )
    for file in sorted(path.name for path in folder.glob("*.toml")):
        if file not in (HEAD, EXAMPLES, *listed):
            yield Fault(
                place=(file,),
                problem="is not listed.",
                mend=f"Add it to domains in {HEAD}, or move it away.",
            )


def _filed(content: _Content, names: Sequence[str], fault: Fault) -> Fault:
    """The fault with its file first; a file holds one domain, so its name stands for that."""
    first, *inner = fault.place or ("",)
    place = (content.files[names.index(first)], *inner) if first in names else (HEAD, *fault.place)
    return Fault(place=place, problem=fault.problem, mend=fault.mend)
