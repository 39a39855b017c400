"""The language of an interface: its direction, its messages, its dates and numbers."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from gettext import NullTranslations
from typing import Literal

from babel.core import Locale
from babel.dates import format_date, format_time
from markupsafe import Markup, escape

from app.answers import day_of

MIRRORED = "ar-XB"
"""The code of the pseudo-language: English, longer, from right to left; it shows what would break."""

_PSEUDO_PADDING = 0.4
"""The share by which the pseudo-language lengthens every message."""


class _PseudoTranslations(NullTranslations):
    """Every message marked and lengthened; what shows up unmarked was not sent through gettext."""

    def gettext(self, message: str) -> str:
        return _lengthened(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _lengthened(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - the interface of gettext
        return _lengthened(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return _lengthened(msgid1 if n == 1 else msgid2)


def _lengthened(message: str) -> str:
    padding = "·" * max(1, round(len(message.split("%", maxsplit=1)[0]) * _PSEUDO_PADDING))
    return f"{message} {padding}"


@dataclass(frozen=True, kw_only=True)
class Language:
    """How a page speaks. `direction` is that of its script; `translations` answers gettext."""

    code: str
    direction: Literal["ltr", "rtl"]
    translations: NullTranslations
    locale: Locale

    @property
    def is_mirrored(self) -> bool:
        """Whether charts run from right to left."""
        return self.direction == "rtl"

    def day(self, value: date | datetime) -> str:
        """A date in words, such as 24 November 2026; of a moment the day in the server's time zone."""
        day = day_of(value) if isinstance(value, datetime) else value
        return format_date(day, "d MMMM y", locale=self.locale)

    def time(self, value: datetime) -> str:
        """A time of day in the server's time zone, such as 14:32."""
        return format_time(value.astimezone(), "HH:mm", locale=self.locale)

    def moment(self, value: datetime) -> str:
        """A day with its time in the server's time zone, such as 24 November 2026, 14:32."""
        return f"{self.day(value)}, {self.time(value)}"

    def whole(self, value: Fraction | int) -> str:
        """A score rounded to a whole number for reading (half even); never compared."""
        return str(round(value))


@cache
def language(code: str) -> Language:
    """The language of a code; ValueError names the codes there are."""
    match code:
        case "en":
            return Language(
                code="en",
                direction="ltr",
                translations=NullTranslations(),
                locale=Locale("en", "GB"),
            )
        case str() if code == MIRRORED:
            return Language(
                code="ar",
                direction="rtl",
                translations=_PseudoTranslations(),
                locale=Locale("en", "GB"),
            )
        case _:
            raise ValueError(f"There is no language {code!r}: choose en or {MIRRORED} (a pseudo-language).")


def isolated(value: object) -> Markup:
    """A name or code in its own direction, whatever the page's."""
    return Markup("<bdi>{}</bdi>").format(escape(value))
