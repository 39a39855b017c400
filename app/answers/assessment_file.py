"""The assessment file: one assessment with its whole history, to move it to another machine."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.answers.assessment_validation import Frozen, faults_of_order
from app.answers.chain import hash_of_assessment, linked
from app.answers.entry_codec import body
from app.answers.file import text_hash
from app.answers.moments import moment_text
from app.answers.validation import LONGEST_AUTHOR, LONGEST_NAME, faults_of
from app.core.assessment.journal import Content, Entry, Subject
from app.core.assessment.subjects import SUBJECTS
from app.core.errors import AnswersRefusedError, RefusedError
from app.core.questionnaire.place import Place
from app.core.questionnaire.questionnaire import Questionnaire
from app.records.cleaning import cleaned
from app.records.encoding import encoded
from app.records.faults import quoted
from app.records.json_pieces import Elements, hash_of_members, in_pieces
from app.records.json_text import Members
from app.records.parsing import Parser

ASSESSMENT_FORMAT = "cied-assessment/2"
WITHOUT_CHAIN = "cied-assessment/1"
"""What was written before entries were in a chain; it is still read."""

LARGEST_ASSESSMENT = 32 * 1024 * 1024
"""Bytes."""

MOST_ENTRIES = 100_000
"""Three a minute, eight hours a day, for two months; so many of the smallest fill the file."""

MOST_EDITIONS = 200
"""Each is read, compared with the entries before it and scored again when it comes in."""

MUTATION = r"[A-Za-z0-9_-]{1,64}"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
ASSESSMENT_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HASH = r"[0-9a-f]{64}"

_HEAD = ("format", "hash", "id", "created_at", "mutation", "questionnaire", "entries")
_OPTIONAL = ("is_demonstration", "editions")
_ENTRY = ("subject", "content", "author", "at", "mutation")
_EDITION = ("number", "content", "masked_hash")
_HALF = re.compile("[\ud800-\udfff]")
_SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for a moment that could not be read, so that the rest is looked at too."""


@dataclass(frozen=True, kw_only=True)
class EnteredEntry:
    """An entry, and the mutation that entered it."""

    entry: Entry
    mutation: str


@dataclass(frozen=True, kw_only=True)
class Whole:
    """An assessment with everything that belongs to it.

    `questionnaire`: the canonical text that it was started with. `mutation`: that of its start.
    """

    id: str
    created_at: datetime
    mutation: str
    is_demonstration: bool
    questionnaire: str
    entries: tuple[EnteredEntry, ...]
    editions: tuple[Frozen, ...]

    @property
    def journal_hash(self) -> str:
        """What stands for its whole history: the hash of the last entry."""
        return self.entries[-1].entry.hash if self.entries else ""

    def chained(self) -> "Whole":
        """It with the hash of every entry, as the entries make it."""
        after = hash_of_assessment(
            self.id,
            questionnaire_hash=text_hash(self.questionnaire),
            is_demonstration=self.is_demonstration,
            created_at=moment_text(self.created_at),
            mutation=self.mutation,
        )
        entries = []
        for one in self.entries:
            after = linked(
                after,
                position=one.entry.position,
                subject=str(one.entry.subject),
                revision=one.entry.revision,
                body=body(one.entry.content),
                author=one.entry.author,
                at=moment_text(one.entry.at),
                mutation=one.mutation,
            )
            entries.append(replace(one, entry=replace(one.entry, hash=after)))
        return replace(self, entries=tuple(entries))


def written_whole(whole: Whole) -> str:
    """The one text of an assessment with its history: JSON with sorted keys.

    Positions and revisions follow from the order of the entries. Reading it gives an equal value.
    """
    members: dict[str, object] = {
        "format": ASSESSMENT_FORMAT,
        "id": whole.id,
        "created_at": moment_text(whole.created_at),
        "mutation": whole.mutation,
        "questionnaire": {"text": whole.questionnaire, "hash": text_hash(whole.questionnaire)},
        "entries": [_entered(one) for one in whole.entries],
        "editions": [{name: getattr(one, name) for name in _EDITION} for one in whole.editions],
        "journal_hash": whole.journal_hash,
    }
    if whole.is_demonstration:
        members["is_demonstration"] = True
    members["hash"] = hash_of_members(members)
    return json.dumps(members, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1) + "\n"


def read_whole(text: str, questionnaire_of: Callable[[str], Questionnaire]) -> Whole:
    """The assessment in an assessment file, of which nothing is trusted.

    `questionnaire_of` reads and checks a canonical text. Raises AnswersRefusedError with every error
    at once, each with its place and the mend.
    """
    parser = _WholeParser()
    whole = parser.whole_of(in_pieces(text, LARGEST_ASSESSMENT, MOST_ENTRIES), questionnaire_of)
    if whole is None or parser.faults:
        raise AnswersRefusedError(parser.faults)
    return whole


def _entered(one: EnteredEntry) -> dict[str, object]:
    return {
        "subject": str(one.entry.subject),
        "content": encoded(one.entry.content),
        "author": one.entry.author,
        "at": moment_text(one.entry.at),
        "mutation": one.mutation,
    }


class _WholeParser(Parser):
    """Reads an assessment file; each entry on its own, then what their order says."""

    def whole_of(self, raw: object, questionnaire_of: Callable[[str], Questionnaire]) -> Whole | None:
        members = self._head(raw)
        if members.get("format", ASSESSMENT_FORMAT) not in (ASSESSMENT_FORMAT, WITHOUT_CHAIN):
            problem = f"{quoted(members['format'])} is not a format known here."
            self.refuse(("format",), problem, f'Write "{ASSESSMENT_FORMAT}".')
        if "hash" in members and members["hash"] != hash_of_members(members):
            mend = "Take the file from the other machine once more."
            self.refuse(("hash",), "is not that of this file: it was changed or damaged on its way.", mend)
        text, questionnaire = self._questionnaire(members, questionnaire_of)
        listed = self._elements(members, "editions", "edition", MOST_EDITIONS)
        entries = self._entries(members, questionnaire)
        whole = Whole(
            id=self._like(members, "id", (), ASSESSMENT_ID, "the id of an assessment"),
            created_at=self._moment(members, "created_at", ()),
            mutation=self._like(members, "mutation", (), MUTATION, "a mutation"),
            is_demonstration=self.member(Whole, "is_demonstration", members),
            questionnaire=text,
            entries=entries,
            editions=tuple(self._edition(one, place) for place, one in listed),
        )
        if self.faults or questionnaire is None:
            return None
        whole = whole.chained()
        self.note(faults_of_order([one.entry for one in whole.entries], whole.editions, questionnaire))
        if members.get("journal_hash", whole.journal_hash) != whole.journal_hash:
            problem, mend = "is not that of the entries.", "Take the file from the other machine once more."
            self.refuse(("journal_hash",), problem, mend)
        return whole

    def _head(self, raw: object) -> Members:
        """The members of a file of either format."""
        is_older = isinstance(raw, Members) and raw.get("format") == WITHOUT_CHAIN
        wanted = _HEAD if is_older else (*_HEAD, "journal_hash")
        return self.keyed(raw, (), (*wanted, *_OPTIONAL), wanted)

    def _questionnaire(
        self, members: Members, questionnaire_of: Callable[[str], Questionnaire]
    ) -> tuple[str, Questionnaire | None]:
        if "questionnaire" not in members:
            return "", None
        place, names = ("questionnaire",), ("text", "hash")
        members = self.keyed(members["questionnaire"], place, names, names)
        text = self._exact(members, "text", place)
        if "hash" in members and members["hash"] != text_hash(text):
            mend = "Take the file from the other machine once more."
            self.refuse((*place, "hash"), "is not that of the text.", mend)
        if not text:
            if members.get("text") == "":
                self.refuse((*place, "text"), "is empty.", "Take the file from the other machine once more.")
            return "", None
        try:
            return text, questionnaire_of(text)
        except RefusedError as refused:
            self.note(refused.faults, (*place, "text"))
            return text, None

    def _entries(self, members: Members, questionnaire: Questionnaire | None) -> tuple[EnteredEntry, ...]:
        revisions: Counter[Subject] = Counter()
        made: set[tuple[str, Subject]] = set()
        read: list[EnteredEntry] = []
        for place, raw in self._elements(members, "entries", "entry", MOST_ENTRIES):
            members = self.keyed(raw, place, _ENTRY, _ENTRY)
            mutation = self._like(members, "mutation", place, MUTATION, "a mutation")
            at, author = self._moment(members, "at", place), self._author(members, place)
            subject = self._subject(members, place)
            content = None if subject is None else self._content(subject, members, place, questionnaire)
            if subject is None or content is None:
                continue
            if (mutation, subject) in made:
                self.refuse(place, "has the mutation of an earlier entry.", "Keep one of them.")
            made.add((mutation, subject))
            revisions[subject] += 1
            entry = Entry(
                subject=subject,
                revision=revisions[subject],
                position=len(read) + 1,
                content=content,
                author=author,
                at=at,
            )
            read.append(EnteredEntry(entry=entry, mutation=mutation))
        return tuple(read)

    def _elements(self, members: Members, key: str, one: str, most: int) -> Iterable[tuple[Place, object]]:
        """The elements of a long list, each with its place; where it is too long, reading stops."""
        listed = members.get(key, ())
        if not isinstance(listed, Elements | tuple):
            self.refuse((key,), f"{quoted(listed)} is not a list.", "Write […].")
            return ()
        if len(listed) > most:
            self.refuse((key,), f"has {len(listed)} {one}s.", f"At most {most} can be moved in.")
            raise AnswersRefusedError(self.faults)
        return (((key, f"{one} {number}"), raw) for number, raw in enumerate(listed, start=1))

    def _subject(self, members: Members, place: Place) -> Subject | None:
        written = self._exact(members, "subject", place)
        try:
            return Subject.parsed(written)
        except ValueError:
            if "subject" in members:
                self.refuse((*place, "subject"), f"{quoted(written)} is not known.", "Write kind:key.")
            return None

    def _content(
        self, subject: Subject, members: Members, place: Place, questionnaire: Questionnaire | None
    ) -> Content | None:
        if "content" not in members:
            return None
        before, here = len(self), (*place, str(subject)[:LONGEST_NAME])
        content: Content | None = self.value(SUBJECTS[subject.kind].content, members["content"], here)
        if len(self) == before and content is not None and questionnaire is not None:
            self.note(faults_of(subject, content, questionnaire), here)
        return content if len(self) == before else None

    def _edition(self, raw: object, place: Place) -> Frozen:
        members = self.keyed(raw, place, _EDITION, _EDITION)
        return Frozen(
            number=self.member(Frozen, "number", members, place) or 0,
            content=self._exact(members, "content", place),
            masked_hash=self._like(members, "masked_hash", place, HASH, "a hash"),
        )

    def _exact(self, members: Members, key: str, place: Place) -> str:
        """A text as it is; refused where it holds what cannot be written as UTF-8."""
        raw = members.get(key, "")
        if type(raw) is not str:
            self.refuse((*place, key), f"{quoted(raw)} is not text.", "Write it in double quotes.")
            return ""
        if _HALF.search(raw):
            self.refuse((*place, key), "holds half a character.", "Write the whole character.")
            return ""
        return raw

    def _like(self, members: Members, key: str, place: Place, pattern: str, what: str) -> str:
        text = self._exact(members, key, place)
        if key in members and not re.fullmatch(pattern, text):
            self.refuse((*place, key), f"{quoted(text)} is not {what}.", "Take it from the other machine.")
        return text

    def _moment(self, members: Members, key: str, place: Place) -> datetime:
        text = self._exact(members, key, place)
        if re.fullmatch(MOMENT, text):
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                pass
        if key in members:
            mend = "Write it as 2026-11-24T14:32:05.000Z."
            self.refuse((*place, key), f"{quoted(text)} is not a moment.", mend)
        return _SOME_MOMENT

    def _author(self, members: Members, place: Place) -> str:
        author = self._exact(members, "author", place)
        if len(author) > LONGEST_AUTHOR or cleaned(author) != author:
            mend = f"Write it in {LONGEST_AUTHOR} characters at most, without invisible ones."
            self.refuse((*place, "author"), f"{quoted(author)} cannot be a name.", mend)
        return author
