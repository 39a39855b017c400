"""What a database refuses: for now, or until somebody mends it. Either message is a whole sentence."""


class BusyError(Exception):
    """The database cannot do it now: it is locked, full, or does not answer. Nothing was saved."""


class UnusableError(Exception):
    """The database can only be read, or is damaged, which does not pass by itself. Nothing was saved."""
