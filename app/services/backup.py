"""What whoever runs the product can do: keep a consistent copy of everything, and bring one back."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.errors import UnusableError
from app.services.examining import faults_of_contents
from app.services.renewing import renew
from app.storage import assessments
from app.storage.database import Database, NewerSchemaError, NotEmptyError
from app.storage.sqlite import DamagedFileError, copy_file


class CopyRefusedError(Exception):
    """The copy was not made, or not brought back; the message says why in one sentence."""


def back_up(database: Database, file: Path) -> None:
    """Write a consistent copy of the database to `file`, which must not exist yet.

    The copy is a SQLite file, of a PostgreSQL database too. What was acknowledged before the call is
    in it. Raises CopyRefusedError and BusyError.
    """
    if not file.parent.is_dir():
        raise CopyRefusedError(f"There is no folder {file.parent}.")
    try:
        database.copy_to(file)
    except FileExistsError:
        raise CopyRefusedError(
            f"{file} exists already, and a backup never overwrites. Name another file."
        ) from None
    except OSError as error:
        raise CopyRefusedError(f"{file} cannot be written: {error.strerror}.") from error


def restore(database: Database, file: Path) -> int:
    """Bring a backup into an empty database of either kind, all or nothing; the number of assessments.

    A backup of an older version is brought up to date first; the file itself stays as it is. Raises
    CopyRefusedError, NewerSchemaError and BusyError.
    """
    if not file.is_file():
        raise CopyRefusedError(f"There is no file {file}.")
    database.migrate()
    with _readable(file, database.folder) as backup:
        # Of a copy that is damaged nothing is made again before it is told what is wrong with it.
        faults = backup.faults()
        if not faults:
            renew(backup)
            faults = list(faults_of_contents(backup))
        if faults:
            raise CopyRefusedError(f"{file} is damaged, and nothing was restored. {' '.join(faults)}")
        try:
            database.fill_from(backup)
        except NotEmptyError as error:
            raise CopyRefusedError(
                f"{error} holds something already, and a backup is restored into an empty database only. "
                "Let CIED_DATA name a new folder, or DATABASE_URL a new database."
            ) from None
    with database.reading() as connection:
        return len(assessments.every(connection))


@contextmanager
def _readable(file: Path, folder: Path) -> Iterator[Database]:
    """A copy of a backup in the schema of today, private and gone after the block."""
    with tempfile.TemporaryDirectory(prefix="restoring-", dir=folder) as place:
        part = Path(place) / "backup.sqlite"
        try:
            copy_file(file, part)
        except DamagedFileError as error:
            raise CopyRefusedError(str(error)) from None
        backup = Database(part, name=str(file))
        try:
            if backup.version is None:
                raise CopyRefusedError(f"{file} is a database, but no backup of this product.")
            backup.migrate()
            yield backup
        except NewerSchemaError:
            raise CopyRefusedError(
                f"{file} was written by a later version of this program. Restore it with that version."
            ) from None
        except UnusableError as error:
            raise CopyRefusedError(f"{error} Nothing was restored.") from None
        finally:
            backup.close()
