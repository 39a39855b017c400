"""The content of one journal entry as text, and back; the shapes are those of the answers file."""

from dataclasses import replace

from app.answers.json_text import parsed
from app.answers.shape import Reader
from app.core.assessment.journal import (
    About,
    Conflict,
    Content,
    DomainMark,
    Earlier,
    Kind,
    Milestone,
    Standing,
)
from app.core.errors import AnswersRefusedError
from app.records.encoding import compact


def body(content: Content) -> str:
    """The text of an entry's content: JSON on one line, with whatever has its default left out."""
    return compact(content)


def read_body(kind: Kind, text: str) -> Content:
    """The content that `body` wrote for a subject of that kind.

    Only the shape is checked: what an older program accepted stays readable. Raises
    AnswersRefusedError where it is none.
    """
    reader = Reader()
    content = read_content(reader, kind, parsed(text))
    if content is None or reader.faults:
        raise AnswersRefusedError(reader.faults)
    return content


def read_content(reader: Reader, kind: Kind, raw: object) -> Content | None:
    """The content of a subject of that kind; what is wrong is noted, and may leave none."""
    match kind:
        case Kind.ANSWER:
            return reader.answer(raw, ())
        case Kind.COMPONENT:
            return reader.component(raw, ())
        case Kind.FACT:
            return reader.fact(raw, ())
        case Kind.RATING:
            return reader.rating(raw, ())
        case Kind.ABOUT:
            return _about(reader, raw)
        case Kind.DOMAIN:
            members = reader.keyed(raw, (), ("is_finished",))
            return DomainMark(is_finished=reader.truth(members, "is_finished", ()))
        case Kind.CONFLICT:
            return _conflict(reader, raw)
        case Kind.STANDING:
            return _standing(reader, raw)
        case Kind.MILESTONE:
            members = reader.keyed(raw, (), ("name",), ("name",))
            return Milestone(name=reader.text(members, "name", ()))


def _about(reader: Reader, raw: object) -> About | None:
    wanted = ("country", "reference_date")
    members = reader.keyed(raw, (), (*wanted, "scope", "earlier"), wanted)
    about = reader.about(members)
    if about is None or "earlier" not in members:
        return about
    names, place = ("assessment", "edition"), ("earlier",)
    named = reader.keyed(members["earlier"], place, names, names)
    edition = reader.whole(named.get("edition"), (*place, "edition"))
    if edition is None:
        return None
    return replace(
        about, earlier=Earlier(assessment=reader.text(named, "assessment", place), edition=edition)
    )


def _conflict(reader: Reader, raw: object) -> Conflict | None:
    wanted = ("question", "base")
    members = reader.keyed(raw, (), (*wanted, "mine", "is_resolved"), wanted)
    base = reader.whole(members.get("base"), ("base",))
    mine = reader.answer(members.get("mine", {}), ("mine",))
    if base is None:
        return None
    return Conflict(
        question=reader.text(members, "question", ()),
        base=base,
        mine=mine,
        is_resolved=reader.truth(members, "is_resolved", ()),
    )


def _standing(reader: Reader, raw: object) -> Standing | None:
    wanted = ("edition", "content_hash")
    members = reader.keyed(raw, (), (*wanted, "reopened"), wanted)
    edition = reader.whole(members.get("edition"), ("edition",))
    if edition is None:
        return None
    return Standing(
        edition=edition,
        content_hash=reader.text(members, "content_hash", ()),
        reopened=reader.text(members, "reopened", ()) if "reopened" in members else None,
    )
