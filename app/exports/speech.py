"""Words for cells: those of the interface, and what the macros of pages and report say, as plain text."""

from markupsafe import Markup

from app.rendering.environment import environment
from app.rendering.language import Language, language


class Speech:
    """How cells speak in the language of a code."""

    def __init__(self, code: str) -> None:
        self.language: Language = language(code)
        self._words = environment(code).get_template("components/words.html").module

    def say(self, message: str) -> str:
        """Gettext."""
        return self.language.translations.gettext(message)

    def word(self, macro: str, *values: object) -> str:
        """What a macro of `components/words.html` gives, without its markup."""
        return Markup(getattr(self._words, macro)(*values)).striptags()  # noqa: S704 - it comes escaped

    def capital(self, macro: str, *values: object) -> str:
        """The same with a capital letter first."""
        text = self.word(macro, *values)
        return text[:1].upper() + text[1:]

    def yes(self, *, is_so: bool) -> str:
        """*Yes*, or nothing."""
        return self.say("Yes") if is_so else ""
