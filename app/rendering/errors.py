"""Why nothing could be printed."""


class PressError(Exception):
    """No PDF could be made; the message is one plain sentence."""
