"""What makes a report beside its content: libraries by version, fonts and style sheet by hash."""

import ctypes
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "fonttools")
_SHEET = Path(__file__).parent.parent.parent / "templates" / "report" / "report.css"
_FONTS = Path(__file__).parent / "fonts"


@cache
def made_by() -> str:
    """The product and the versions of what draws a page; it goes into the PDF as its creator."""
    named = [f"{name} {_version(name)}" for name in _PACKAGES]
    return "; ".join(("C-IED Self-Assessment", *named, *_system_libraries()))


@cache
def made_of() -> str:
    """A hash over those versions, the style sheet, and the font files."""
    whole = hashlib.sha256(made_by().encode())
    for path in (_SHEET, *sorted(_FONTS.glob("*.ttf"))):
        whole.update(path.name.encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # the rest of the product works without
        return "missing"


def _system_libraries() -> Iterator[str]:
    """The versions of Pango, HarfBuzz and fontconfig, where the system has them under their usual names."""
    pango = _library("libpango-1.0.so.0", "libpango-1.0.0.dylib")
    if pango:
        pango.pango_version_string.restype = ctypes.c_char_p
        yield f"pango {pango.pango_version_string().decode()}"
    harfbuzz = _library("libharfbuzz.so.0", "libharfbuzz.0.dylib")
    if harfbuzz:
        harfbuzz.hb_version_string.restype = ctypes.c_char_p
        yield f"harfbuzz {harfbuzz.hb_version_string().decode()}"
    fontconfig = _library("libfontconfig.so.1", "libfontconfig.1.dylib")
    if fontconfig:
        number = fontconfig.FcGetVersion()
        yield f"fontconfig {number // 10000}.{number // 100 % 100}.{number % 100}"


def _library(*names: str) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
