"""A date as people type it → as it is kept: 2024, 2024-05 or 2024-05-06, in ASCII."""

import re
import unicodedata

from app.answers.cleaning import cleaned
from app.core.assessment import last_day

_DASH = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")


def dated(typed: str) -> str:
    """The date without blanks around it and in the digits 0 to 9; what is no date stays as it was typed."""
    bare = cleaned(typed).strip()
    digits = (str(unicodedata.decimal(sign, sign)) for sign in _DASH.sub("-", bare))
    plain = "".join(digits)
    return plain if plain.isascii() and last_day(plain) else bare
