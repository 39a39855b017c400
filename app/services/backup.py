"""What whoever runs the product can do: keep a consistent copy of everything, also while it serves."""

from pathlib import Path

from app.storage.database import Database


class CopyRefusedError(Exception):
    """The copy was not made; the message says why in one sentence."""


def back_up(database: Database, file: Path) -> None:
    """Write a consistent copy of the database to `file`, which must not exist yet.

    What was acknowledged before the call is in it. Raises CopyRefusedError and BusyError.
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
