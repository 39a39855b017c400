"""What is wrong with one assessment: its chain, entries, editions and results, each made again."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from app.answers import (
    content_hash,
    encoded_answers,
    hash_of_assessment,
    linked,
    read_body,
    read_frozen,
    text_hash,
)
from app.core.assessment.journal import (
    Entry,
    Journal,
    Standing,
    Subject,
)
from app.core.copies.masking import masked
from app.core.errors import RefusedError
from app.core.questionnaire.questionnaire import Questionnaire
from app.services.assessments import DamagedError, questionnaire_of
from app.services.results import rows_of
from app.storage import results, rows
from app.storage.assessments import Stored
from app.storage.database import Connection
from app.storage.rows import Row

_MOST_NAMED = 5
"""Places in one sentence; of the others the number is told."""


def faults_of_assessment(connection: Connection, id_: str) -> Iterator[str]:
    """What is wrong with an assessment, a sentence each that names it and the place.

    Each entry has to follow from the one before it, each edition from the entries until it was
    finished, and each result from its edition: all by the rules of this program. Nothing where
    there is no such assessment. What damage makes unreadable may raise anything.
    """
    assessment = rows.assessment(connection, id_)
    if assessment is None:
        return
    of = f"assessment {id_}"
    entered = rows.entries(connection, id_)
    if assessment["is_demonstration"] not in {0, 1}:
        there = assessment["is_demonstration"]
        yield f"In {of}, is_demonstration is {there!r}, and has to be 0 or 1."
    yield from _faults_of_order(of, entered)
    yield from _faults_of_chain(of, assessment, entered)
    history: list[Entry] = []
    for row in entered:
        try:
            history.append(_read(row))
        except (RefusedError, ValueError, TypeError) as error:
            yield f"In {of}, {_place(row)} cannot be read: {error}."
            return
    yield from _faults_of_editions(connection, of, assessment, entered, history)


def _faults_of_editions(
    connection: Connection, of: str, assessment: Row, entered: Sequence[Row], history: Sequence[Entry]
) -> Iterator[str]:
    """Each edition, then its results, is what follows from the entries until it was finished."""
    finished = _finished(entered, history)
    frozen = rows.editions(connection, assessment["id"])
    for number in sorted(finished.keys() - {edition["number"] for edition in frozen}):
        yield f"Edition {number} of {of} is finished in its journal and not there."
    try:
        whole = questionnaire_of(connection, assessment["questionnaire"])
    except DamagedError as damaged:
        yield f"What is asked in {of} cannot be read: {damaged}"
        return
    scored: dict[int, list[Row]] = {}
    for edition in frozen:
        number = edition["number"]
        if text_hash(edition["content"]) != edition["content_hash"]:
            yield f"Edition {number} of {of} has other content than its hash says."
            continue
        content = read_frozen(edition["content"])
        leaving = masked(whole, content)
        if number not in finished:
            yield f"Edition {number} of {of} is not the one that its journal finished."
        else:
            yield from _faults_of_edition(of, edition, *finished[number])
            state = Journal.folded(history[: finished[number][0]["position"]])
            if encoded_answers(state.assessment(whole.id, whole.version)) != encoded_answers(content):
                yield f"Edition {number} of {of} is not what was entered until it was finished."
        if content_hash(leaving) != edition["masked_hash"]:
            yield f"Edition {number} of {of} has another masked copy than its masked_hash says."
        lines = rows_of(_stored(assessment, whole), number, whole, leaving)
        scored[number] = [_plain(row) for row in results.rows_of(lines, is_newest=edition is frozen[-1])]
    kept = rows.results(connection, assessment["id"])
    yield from _faults_of_results(of, {edition["number"] for edition in frozen}, scored, kept)


def _place(row: Row) -> str:
    return f"entry {row['position']} ({row['subject']}, revision {row['revision']})"


def _read(row: Row) -> Entry:
    subject = Subject.parsed(row["subject"])
    return Entry(
        subject=subject,
        revision=row["revision"],
        position=row["position"],
        content=read_body(subject.kind, row["body"]),
        author=row["author"],
        at=datetime.fromisoformat(row["at"]),
        hash=row["hash"],
    )


def _faults_of_order(of: str, entered: Sequence[Row]) -> Iterator[str]:
    """Positions go up by one, and so do the revisions of every subject."""
    if not entered:
        yield f"The whole journal of {of} is missing."
    gaps = [row for number, row in enumerate(entered, start=1) if row["position"] != number]
    if gaps:
        first = gaps[0]["position"]
        yield f"Entries of {of} are missing: their positions have gaps, the first one before {first}."
    seen: Counter[str] = Counter()
    for row in entered:
        seen[row["subject"]] += 1
        if row["revision"] != seen[row["subject"]]:
            yield f"Entries of {of} are missing: the revisions of {row['subject']} have gaps."
            return


def _faults_of_chain(of: str, assessment: Row, entered: Sequence[Row]) -> Iterator[str]:
    """Every hash is that of its entry, and of the hash before it as that is stored."""
    begins = hash_of_assessment(
        assessment["id"],
        questionnaire_hash=assessment["questionnaire"],
        is_demonstration=assessment["is_demonstration"] == 1,
        created_at=assessment["created_at"],
        mutation=assessment["mutation"],
    )
    changed = []
    before = begins
    for row in entered:
        parts = {name: value for name, value in row.items() if name not in {"assessment", "hash"}}
        if linked(before, **parts) != row["hash"]:
            changed.append(_place(row) if before != begins else f"its start or {_place(row)}")
        before = row["hash"]
    if changed:
        yield f"By the chain of its hashes, {of} is not what was entered. What differs: {_listed(changed)}."


def _listed(places: Sequence[str]) -> str:
    named = ", ".join(places[:_MOST_NAMED])
    return f"{named} and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else named


def _finished(entered: Sequence[Row], history: Sequence[Entry]) -> dict[int, tuple[Row, Standing]]:
    """What finishes an edition, under its number: the entry as it is stored, and its content."""
    return {
        entry.content.edition: (row, entry.content)
        for row, entry in zip(entered, history, strict=True)
        if isinstance(entry.content, Standing) and entry.content.reopened is None
    }


def _faults_of_edition(of: str, edition: Row, entry: Row, standing: Standing) -> Iterator[str]:
    """An edition says of itself what the entry says that finished it."""
    wanted = {
        "position": entry["position"],
        "content_hash": standing.content_hash,
        "finished_at": entry["at"],
        "author": entry["author"],
        "journal_hash": entry["hash"],
    }
    other = [name for name, value in wanted.items() if edition[name] != value]
    if other:
        yield (
            f"Edition {edition['number']} of {of} is not the one that its journal finished: "
            f"its {', '.join(other)} is another."
        )


def _stored(assessment: Row, whole: Questionnaire) -> Stored:
    return Stored(
        id=assessment["id"],
        questionnaire=whole.id,
        version=whole.version,
        questionnaire_hash=assessment["questionnaire"],
        is_demonstration=assessment["is_demonstration"] == 1,
        created_at=datetime.fromisoformat(assessment["created_at"]),
        mutation=assessment["mutation"],
    )


def _plain(row: Row) -> Row:
    """A row of results as it has to lie in the database."""
    truths = {name: int(value) for name, value in row.items() if isinstance(value, bool)}
    return {**row, **truths, "reference_date": row["reference_date"].isoformat()}


def _faults_of_results(
    of: str, editions: Collection[int], scored: Mapping[int, Sequence[Row]], kept: Sequence[Row]
) -> Iterator[str]:
    """Every node of every edition has one row, in which each figure and each word is as scored again."""
    strangers = sorted({row["edition"] for row in kept} - set(editions))
    if strangers:
        yield f"There are results of edition {strangers[0]} of {of}, and no such edition."
    for number, wanted in scored.items():
        there = {row["place"]: row for row in kept if row["edition"] == number}
        missing = [row["node"] for row in wanted if row["place"] not in there]
        other = [
            f"{row['node']} ({', '.join(differing)})"
            for row in wanted
            if (differing := _differing(row, there.get(row["place"], row)))
        ]
        more = [f"a row at place {place}" for place in sorted(there.keys() - range(len(wanted)))]
        for places, what in ((missing, "missing"), (other, "another than scored again"), (more, "too many")):
            if places:
                yield f"Of the results of edition {number} of {of}, {what}: {_listed(places)}."


def _differing(wanted: Row, there: Row) -> list[str]:
    return [name for name in wanted if there[name] != wanted[name]]
