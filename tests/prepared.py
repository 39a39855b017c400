"""What most tests start from, made once in a process: an empty database, and the questionnaires."""

import tempfile
from functools import cache
from pathlib import Path

from app import catalogue
from app.catalogue import Catalogue
from app.settings import CLONE, DATABASE
from app.storage.database import Database

SHIPPED = (CLONE / "questionnaires", CLONE / "tests" / "questionnaires")
"""No test writes into these folders."""


def put_database_into(folder: Path) -> Path:
    """An empty database of the newest schema in a folder, if that is there and has none; where it is."""
    file = folder / DATABASE
    if folder.is_dir() and not file.exists():
        file.touch(0o600)
        file.write_bytes(_empty())
    return file


def read_installed(folder: Path) -> Catalogue:
    """The questionnaires of an installation; what the clone ships is read and checked once."""
    return _shipped(folder) if folder in SHIPPED else catalogue.read_installed(folder)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / DATABASE
        database = Database(file)
        database.migrate()
        database.close()
        return file.read_bytes()


@cache
def _shipped(folder: Path) -> Catalogue:
    return catalogue.read_installed(folder)
