"""The chain of a journal: the hash of each entry is over all that was entered and the hash before it.

Whoever changes one entry changes its hash and every later one. There is no key in it: it shows what
changed by itself or carelessly, not what somebody changed who wrote the hashes anew.
"""

import json

from app.answers.file import text_hash

CHAIN_FORMAT = "cied-chain/1"

_COMPACT = json.JSONEncoder(separators=(",", ":"))


def hash_of_assessment(
    id: str,  # noqa: A002 - its name everywhere
    *,
    questionnaire_hash: str,
    is_demonstration: bool,
    created_at: str,
    mutation: str,
) -> str:
    """What stands for the hash before the first entry: that of the assessment itself.

    `created_at` is the moment's text.
    """
    return _hash_of(id, questionnaire_hash, is_demonstration, created_at, mutation)


def linked(
    before: str,
    *,
    position: int,
    subject: str,
    revision: int,
    body: str,
    author: str,
    at: str,
    mutation: str,
) -> str:
    """The hash of the entry behind the one with the hash `before`, each part exactly as it is stored.

    `at` is the moment's text.
    """
    return _hash_of(before, position, subject, revision, body, author, at, mutation)


def _hash_of(*parts: str | int) -> str:
    """SHA-256 of a JSON list in ASCII without spaces, in which no two lists of parts look alike."""
    return text_hash(_COMPACT.encode([CHAIN_FORMAT, *parts]))
