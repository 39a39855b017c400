"""The small language of `when` over profile facts: parsed, evaluated in three values, never run as code.

condition  = all { "or" all }
all        = one { "and" one }
one        = "not" one | "(" condition ")" | comparison
comparison = FACT "==" "option" | FACT "!=" "option"      a fact with one option
           | FACT "in" "[" "option" { "," "option" } "]"
           | "option" "in" FACT                           a fact with several options
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from app.core.errors import ConditionRefusedError

LONGEST_CONDITION = 500
"""Characters; a longer one is refused."""

DEEPEST_CONDITION = 20
"""Nested brackets and "not"; a deeper one is refused."""

_TOKEN = re.compile(r'\s*(?:(?P<text>"[^"]*")|(?P<sign>==|!=|[()\[\],])|(?P<word>[A-Za-z][A-Za-z0-9_-]*))')
_WORDS_OF_THE_LANGUAGE = {"and", "or", "not", "in"}


@dataclass(frozen=True)
class OneOf:
    """The fact, which has one option, has one of these."""

    fact: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Includes:
    """The fact, which may have several options, includes this one."""

    fact: str
    option: str


@dataclass(frozen=True)
class Not:
    """The other way round; undecided stays undecided."""

    part: "Condition"


@dataclass(frozen=True)
class And:
    """All hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Or:
    """At least one holds."""

    parts: tuple["Condition", ...]


Condition = OneOf | Includes | Not | And | Or


def parsed_condition(text: str) -> Condition:
    """The condition that `text` writes.

    Raises ConditionRefusedError, whose message names the character where reading stopped.
    """
    if len(text) > LONGEST_CONDITION:
        raise ConditionRefusedError(f"is longer than {LONGEST_CONDITION} characters.")
    reader = _Reader(_tokens(text))
    condition = reader.condition(0)
    reader.finish()
    return condition


def holds(condition: Condition, profile: Mapping[str, frozenset[str]]) -> bool | None:
    """Whether the condition holds; None where an open fact (absent from `profile`) leaves it undecided."""
    match condition:
        case OneOf(fact, options):
            return None if fact not in profile else not profile[fact].isdisjoint(options)
        case Includes(fact, option):
            return None if fact not in profile else option in profile[fact]
        case Not(part):
            inner = holds(part, profile)
            return None if inner is None else not inner
        case And(parts):
            values = [holds(part, profile) for part in parts]
            return False if False in values else None if None in values else True
        case Or(parts):
            values = [holds(part, profile) for part in parts]
            return True if True in values else None if None in values else False
        case _:
            assert_never(condition)


def comparisons_in(condition: Condition) -> tuple[OneOf | Includes, ...]:
    """Every comparison in it, in the order written."""
    match condition:
        case OneOf() | Includes():
            return (condition,)
        case Not(part):
            return comparisons_in(part)
        case And(parts) | Or(parts):
            return tuple(found for part in parts for found in comparisons_in(part))
        case _:
            assert_never(condition)


def facts_read(when: str | None) -> tuple[str, ...]:
    """The facts that a written condition reads, each once, in the order written; none without a condition."""
    found = comparisons_in(parsed_condition(when)) if when is not None else ()
    return tuple(dict.fromkeys(one.fact for one in found))


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise ConditionRefusedError(f"cannot be read at character {start + 1}: {text[start]!r}.")
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind].strip('"'), found.start(kind) + 1))
        position = found.end()
    return tokens


class _Reader:
    """Reads tokens from the front; one method a line of the grammar above."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def condition(self, depth: int) -> Condition:
        parts = [self._all(depth)]
        while self._next_if("word", "or"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def finish(self) -> None:
        if self._next < len(self._tokens):
            raise self._refusal("the end")

    def _all(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self._next_if("word", "and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Condition:
        if depth > DEEPEST_CONDITION:
            raise ConditionRefusedError(f"is nested more than {DEEPEST_CONDITION} deep.")
        if self._next_if("word", "not"):
            return Not(self._one(depth + 1))
        if self._next_if("sign", "("):
            inner = self.condition(depth + 1)
            self._expect("sign", ")")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        option = self._next_if("text")
        if option is not None:
            self._expect("word", "in")
            return Includes(self._fact(), option)
        fact = self._fact()
        if self._next_if("sign", "=="):
            return OneOf(fact, (self._expect("text"),))
        if self._next_if("sign", "!="):
            return Not(OneOf(fact, (self._expect("text"),)))
        self._expect("word", "in")
        self._expect("sign", "[")
        options = [self._expect("text")]
        while self._next_if("sign", ","):
            options.append(self._expect("text"))
        self._expect("sign", "]")
        return OneOf(fact, tuple(options))

    def _fact(self) -> str:
        if self._next < len(self._tokens) and self._tokens[self._next].text in _WORDS_OF_THE_LANGUAGE:
            raise self._refusal("a fact")
        return self._expect("word", wanted="a fact")

    def _next_if(self, kind: str, text: str | None = None) -> str | None:
        if self._next >= len(self._tokens):
            return None
        token = self._tokens[self._next]
        if token.kind != kind or (text is not None and token.text != text):
            return None
        self._next += 1
        return token.text

    def _expect(self, kind: str, text: str | None = None, wanted: str | None = None) -> str:
        found = self._next_if(kind, text)
        if found is None:
            raise self._refusal(wanted or (f'"{text}"' if text else "an option in double quotes"))
        return found

    def _refusal(self, wanted: str) -> ConditionRefusedError:
        if self._next < len(self._tokens):
            token = self._tokens[self._next]
            found = f"{token.text!r} at character {token.at}"
            return ConditionRefusedError(f"has {found}, where {wanted} is wanted.")
        return ConditionRefusedError(f"ends where {wanted} is wanted.")
