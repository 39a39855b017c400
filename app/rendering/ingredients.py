"""What makes a report beside its content: libraries by version; the product and its fonts by hash."""

import ctypes
import hashlib
import platform
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.rendering.errors import PressError

_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "fonttools", "jinja2", "babel")
_ROOT = Path(__file__).parent.parent.parent
_OWN = ("app/**/*.py", "app/rendering/fonts/*.ttf", "templates/**/*.*")
SHEETS = {
    name: _ROOT / "templates" / name.removesuffix(".css") / name for name in ("report.css", "paper.css")
}
"""The style sheets of what is printed, under the names that pages call them by."""
_FONTS = Path(__file__).parent / "fonts"
_EVERY_FONT = (
    "NotoSans-Bold.ttf",
    "NotoSans-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansArabic-Regular.ttf",
)


@cache
def product_and_libraries() -> str:
    """The product and the versions of what draws a page; it goes into the PDF as its creator."""
    named = [f"{name} {_version(name)}" for name in _PACKAGES]
    python = f"python {platform.python_version()}; zlib {zlib.ZLIB_RUNTIME_VERSION}"
    return "; ".join(
        (f"C-IED Self-Assessment {_version('cied-self-assessment')}", *named, *_system_libraries(), python)
    )


@cache
def made_of() -> str:
    """A hash over those versions and every file of the product that can change a report."""
    whole = hashlib.sha256(product_and_libraries().encode())
    with own_files():
        for path in sorted(path for pattern in _OWN for path in _ROOT.glob(pattern)):
            whole.update(path.relative_to(_ROOT).as_posix().encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def assets() -> Mapping[str, bytes]:
    """The product's own style sheets and fonts, by the names that pages call them by.

    Read anew each time and handed to whoever prints, who may read less. Raises PressError.
    """
    with own_files():
        fonts = {f"fonts/{name}": (_FONTS / name).read_bytes() for name in _EVERY_FONT}
        return fonts | {name: path.read_bytes() for name, path in SHEETS.items()}


@contextmanager
def own_files() -> Iterator[None]:
    """A file of the product that cannot be read in here ends it: without one a page would lack something."""
    try:
        yield
    except OSError as error:
        raise PressError(
            f"Nothing was printed: {error.filename}, a file of the product, cannot be read "
            f"({error.strerror}). Bring the product's own files back, and let its user read them."
        ) from None


def fonts_missing() -> list[str]:
    """The names of the font files that came with the product and are not there."""
    return [name for name in _EVERY_FONT if not (_FONTS / name).is_file()]


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
