"""The folder of a questionnaire, and the catalogue of all of them."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.catalogue.canonical import hash_of
from app.catalogue.frozen import RECORD, faults_of_record
from app.catalogue.parsing import parsed_shape
from app.catalogue.toml_file import FileRefusedError, read_toml
from app.core.errors import Fault, QuestionnaireRefusedError
from app.core.questionnaire.place import ID, group_of, placed_domains
from app.core.questionnaire.questionnaire import Questionnaire
from app.core.questionnaire.validity import MOST_DOMAINS, faults

HEAD = "questionnaire.toml"
EXAMPLES = "examples.toml"
LARGEST_FOLDER = 8 * 1024 * 1024
"""Bytes of all files of one questionnaire."""

MOST_PARTS = 20

_EXAMPLE = {"parts": "glossary.toml", "domains": "d01.toml"}
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

    def hash_of(self, id: str, version: str) -> str | None:  # noqa: A002 - its name everywhere
        """The hash of that version's text; None where there is none."""
        return self._hashes.get((id, version))

    @cached_property
    def _hashes(self) -> Mapping[tuple[str, str], str]:
        return {(one.id, one.version): hash_of(one) for one in self}

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


def read_installed(folder: Path) -> Catalogue:
    """The catalogue of an installation, which has at least one questionnaire.

    Raises QuestionnaireRefusedError as `read_catalogue` does, and where there is none.
    """
    catalogue = read_catalogue(folder)
    if not len(catalogue):
        problem = "holds no questionnaire." if folder.is_dir() else "is no folder."
        mend = f"Let CIED_QUESTIONNAIRES name a folder that holds <id>/<version>/{HEAD}."
        raise QuestionnaireRefusedError([Fault(place=(str(folder),), problem=problem, mend=mend)])
    return catalogue


def checked(path: Path) -> Questionnaire:
    """The questionnaire in the folder `path`, or whose questionnaire.toml `path` is.

    Raises QuestionnaireRefusedError with every fault; the first word of each place is the file.
    """
    questionnaire = checked_text(path)
    faults_found = tuple(faults_of_record(folder_of(path), questionnaire))
    if faults_found:
        raise QuestionnaireRefusedError(faults_found)
    return questionnaire


def checked_text(path: Path) -> Questionnaire:
    """As `checked`, without asking whether it is the text that was published."""
    content = _content(folder_of(path))
    read = parsed_shape(content.raw, Questionnaire)
    written = [read.place(("domains", at))[0] for at in range(len(content.files))]
    refused = [*content.faults, *(_filed(content, written, fault) for fault in read.faults)]
    if read.value is not None and content.is_whole:
        places = {fault.place for fault in refused}
        names = [words[0] for words, _ in placed_domains(read.value)]
        meant = (_filed(content, names, fault) for fault in faults(read.value))
        refused += [fault for fault in meant if fault.place not in places]
    if read.value is None or refused:
        order = [HEAD, *content.parts, *content.files]
        refused.sort(key=lambda fault: order.index(fault.place[0]) if fault.place[0] in order else -1)
        raise QuestionnaireRefusedError(refused)
    return read.value


def refuse_silence(path: Path, questionnaire: Questionnaire) -> None:
    """Raise QuestionnaireRefusedError where a domain does not say whether it is sensitive.

    A version that was published before that was asked can say it no more, and hands nothing on by itself.
    """
    if (folder_of(path) / RECORD).exists():
        return
    content = _content(folder_of(path))
    names = [words[0] for words, _ in placed_domains(questionnaire)]
    mend = "Write sensitive = true where its details could help an attacker, else sensitive = false."
    silent = [
        _filed(content, names, Fault(place=(*place, "sensitive"), problem="is missing.", mend=mend))
        for place, domain in placed_domains(questionnaire)
        if domain.sensitive is None
    ]
    if silent:
        raise QuestionnaireRefusedError(silent)


def folder_of(path: Path) -> Path:
    """The folder that `path` is, or whose questionnaire.toml it is."""
    return (path.parent if path.name == HEAD else path).resolve()


def fault_line(fault: Fault) -> str:
    """A fault on one line: `d03.toml: component 3.6, question 3.6.2, weight: is 0. Write …`."""
    file, *inner = fault.place or ("",)
    return ": ".join(filter(None, (file, ", ".join(inner), f"{fault.problem} {fault.mend}")))


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What the files of a folder hold. `is_whole`: every file that is listed could be read."""

    parts: tuple[str, ...]
    files: tuple[str, ...]
    raw: dict[str, object]
    file_of: Mapping[str, str]
    faults: tuple[Fault, ...]
    is_whole: bool


def _content(folder: Path) -> _Content:
    try:
        raw = read_toml(folder, HEAD)
    except FileRefusedError as refused:
        raise QuestionnaireRefusedError([refused.fault]) from None
    listed, found = _listed("parts", raw.pop("parts", []), {HEAD, EXAMPLES}, MOST_PARTS)
    reader = _Reader(folder)
    parts = list(reader.read(listed))
    file_of = dict.fromkeys(raw, HEAD)
    for file, part in parts:
        found += [_twice(file, key, file_of[key]) for key in part if key in file_of]
        raw |= {key: value for key, value in part.items() if key not in file_of}
        file_of = dict.fromkeys(part, file) | file_of
    listed_domains, faults_of_list = _listed(
        "domains", raw.get("domains"), {HEAD, EXAMPLES, *listed}, MOST_DOMAINS, fewest=1
    )
    found += [*faults_of_list, *_faults_of_names(folder, raw, [*listed, *listed_domains])]
    domains = list(reader.read(listed_domains))
    return _Content(
        parts=tuple(listed),
        files=tuple(file for file, _ in domains),
        raw={**raw, "domains": [domain for _, domain in domains]},
        file_of=file_of,
        faults=(*found, *reader.faults),
        is_whole=bool(listed_domains) and not reader.faults,
    )


class _Reader:
    """Reads files of one folder until they are too much together, and keeps the faults."""

    def __init__(self, folder: Path) -> None:
        self.faults: list[Fault] = []
        self._folder = folder
        self._bytes = 0

    def read(self, files: Sequence[str]) -> Iterator[tuple[str, dict[str, object]]]:
        """Each file that can be read, with its content."""
        for file in files:
            if self._bytes > LARGEST_FOLDER:
                return
            try:
                yield file, read_toml(self._folder, file)
            except FileRefusedError as refused:
                self.faults.append(refused.fault)
                continue
            self._bytes += (self._folder / file).stat().st_size
            if self._bytes > LARGEST_FOLDER:
                problem = f"brings all files above {LARGEST_FOLDER // 1024} KiB together."
                self.faults.append(Fault(place=(file,), problem=problem, mend="Shorten them."))


def _listed(
    key: str, written: object, other: Collection[str], most: int, fewest: int = 0
) -> tuple[list[str], list[Fault]]:
    """The files under `key` that can be opened, and the faults of the list; none may be one of `other`."""
    place = (HEAD, key)
    if not isinstance(written, list) or not fewest <= len(written) <= most:
        mend = f'List the files in order, {most} at most: {key} = ["{_EXAMPLE[key]}"].'
        problem = "is not a list of files." if written else "is missing."
        return [], [Fault(place=place, problem=problem, mend=mend)]
    found: list[Fault] = []
    listed: list[str] = []
    for number, file in enumerate(written, start=1):
        at = (*place, f"{key} {number}")
        if not isinstance(file, str) or _FILE.fullmatch(file) is None or file in other:
            mend = f"Write the plain name of a file beside this one, such as {_EXAMPLE[key]}; no folders."
            found.append(Fault(place=at, problem="cannot be named here.", mend=mend))
        elif file in listed:
            found.append(Fault(place=at, problem=f"names {file} twice.", mend="Take one out."))
        else:
            listed.append(file)
    return listed, found


def _twice(file: str, key: str, first: str) -> Fault:
    return Fault(
        place=(file, _quoted_key(key)),
        problem=f"stands in {first} too.",
        mend="Keep it in one of the two files.",
    )


def _quoted_key(key: str) -> str:
    return key if ID.fullmatch(key) else json.dumps(key[:40], ensure_ascii=False)


def _faults_of_names(folder: Path, raw: dict[str, object], listed: Sequence[str]) -> Iterator[Fault]:
    """The folder says id and version, and holds no file that is not listed."""
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
                mend=f"Add it to domains or parts in {HEAD}, or move it away.",
            )


def _filed(content: _Content, names: Sequence[str], fault: Fault) -> Fault:
    """The fault with its file first; a file holds one domain, so its name stands for that."""
    first, *inner = fault.place or ("",)
    if first in names:
        place = (content.files[names.index(first)], *inner)
    else:
        place = (content.file_of.get(group_of(first), HEAD), *fault.place)
    return Fault(place=place, problem=fault.problem, mend=fault.mend)
