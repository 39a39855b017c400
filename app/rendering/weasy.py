"""The child of the press: JSON on standard input, PDF on standard output, steps on standard error.

The only module that imports WeasyPrint, so that everything else starts without Pango.
"""

import ctypes.util
import gc
import json
import logging
import mimetypes
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from app.rendering.checksum import with_checksum
from app.rendering.confinement import confine, limit
from app.rendering.ingredients import SHEETS
from app.rendering.press import INCOMPLETE, NO_ASSET, NO_MEMORY, NO_PANGO

BASE = "https://report.invalid/"
"""What the report's own assets are called inside; such a name exists nowhere."""


class _NotPrintedError(Exception):
    """Nothing may be handed out; the exit code says why."""

    def __init__(self, code: int) -> None:
        self.code = code


# PDF/UA-1 and PDF/A-3 in one file: the identification stands in the same rdf:RDF, and PDF/A wants the
# schema of a name space that it does not know.
_PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def own_asset(url: str) -> Path | None:
    """Where an address of the own assets lies in the child's folder; None for every other address."""
    name = url.removeprefix(BASE) if url.startswith(BASE) else ""
    is_own = name in SHEETS or re.fullmatch(r"fonts/[A-Za-z-]+\.ttf", name)
    return Path(name) if is_own else None


def _fetcher() -> Any:
    """Serves the report's own assets and refuses all else, in HTML, CSS and attachments alike.

    WeasyPrint goes on without what is refused; so `lacking` keeps what of our own could not be read.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - see the module

    place = Path(os.environ["TMPDIR"])

    class OwnAssets(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
        lacking: ClassVar[list[str]] = []

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - its interface
            path = own_asset(url)
            if path is None:
                raise ValueError(f"refused: {url[:200]}")
            mime = "text/css" if path.suffix == ".css" else "font/ttf"
            try:
                content = (place / path).read_bytes()
            except OSError:
                self.lacking.append(url)
                raise
            return URLFetcherResponse(url, content, {"Content-Type": mime})

    return OwnAssets()


class _Steps(logging.Handler):
    """Passes on which step WeasyPrint has begun; ends with the parent, who alone reads it."""

    def emit(self, record: logging.LogRecord) -> None:
        found = re.match(r"Step (\d)", record.getMessage())
        if found:
            try:
                print(f"step {found[1]}", file=sys.stderr, flush=True)  # noqa: T201 - this is the protocol
            except BrokenPipeError:
                os._exit(1)


def pdf(given: dict[str, Any], made_by: str) -> bytes:
    """The PDF of a Printable's JSON. Raises _NotPrintedError rather than giving one that lacks something."""
    import weasyprint  # noqa: PLC0415 - see the module

    created = datetime.fromisoformat(given["created"]).replace(tzinfo=UTC)
    fetcher = _fetcher()
    document = weasyprint.HTML(string=given["html"], base_url=BASE, url_fetcher=fetcher).render()
    if fetcher.lacking:
        raise _NotPrintedError(NO_ASSET)
    if given["stands"] and not _is_complete(document, given["stands"], has_cover=given["has_cover"]):
        raise _NotPrintedError(INCOMPLETE)
    metadata = document.metadata
    metadata.title = given["title"]
    metadata.lang = given["language"]
    metadata.generator = made_by or None
    metadata.created = metadata.modified = created.strftime("%Y-%m-%dT%H:%M:%SZ")
    rdf = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *about: rdf(*about).replace(b"</rdf:RDF>", _PDF_UA)

    def finished(laid_out: Any, file: Any) -> None:
        _scope_headers(laid_out)
        _mark_artifacts(file)
        if "AF" in file.catalog:  # WeasyPrint lists every file twice
            file.catalog["AF"][:] = dict.fromkeys(file.catalog["AF"])
        embedded = [one for one in file.objects if _type(one) == "/EmbeddedFile"]
        for one, attachment in zip(embedded, given["attachments"], strict=True):
            one.extra["Subtype"] = "/" + attachment["mime_type"].replace("/", "#2f")

    made: bytes = document.write_pdf(
        finisher=finished,
        pdf_variant="pdf/a-3a",
        # WeasyPrint would write everything twice to make one of its own.
        pdf_identifier=False,
        attachments=[
            weasyprint.Attachment(
                string=attachment["text"],
                name=attachment["name"],
                description=attachment["description"],
                created=created,
                modified=created,
                relationship="Source",
            )
            for attachment in given["attachments"]
        ],
    )
    return with_checksum(made, given["identifier"])


def _is_complete(document: Any, stands: list[str], *, has_cover: bool) -> bool:
    """Whether those words and its number stand on every page, as it was laid out; a cover has no number."""
    wanted = ["".join(words.split()) for words in stands]
    of = len(document.pages)
    for number, page in enumerate(document.pages, 1):
        whole = page._page_box  # noqa: SLF001 - there is no public way to the boxes
        margins = " ".join(_text(one) for one in whole.children if getattr(one, "at_keyword", ""))
        is_cover = has_cover and number == 1
        is_numbered = is_cover or re.search(rf"(?<!\d){number}\D+{of}(?!\d)", margins)
        letters = "".join(_text(whole).replace("·", "").split())
        if not (is_numbered and all(words in letters for words in wanted)):
            return False
    return True


def _text(box: Any) -> str:
    """The texts in a box, each of one line in one style, with a blank between them."""
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415 - see the module

    return " ".join(one.text for one in box.descendants(placeholders=True) if isinstance(one, TextBox))


def _type(pdf_object: Any) -> object:
    return getattr(pdf_object, "extra", {}).get("Type")


def _scope_headers(document: Any) -> None:
    """Gives every table header its Scope, which WeasyPrint leaves out."""
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 - there is no public way to the boxes
            if box.element_tag == "th" and isinstance(getattr(box, "mark", None), dict):
                is_row = box.element.get("scope") == "row"
                box.mark["A"]["Scope"] = "/Row" if is_row else "/Column"


def _mark_artifacts(file: Any) -> None:
    """Marks heads, feet and hidden drawings as artifacts; WeasyPrint tags them like content.

    Heads and feet have no place in its tree already; drawings without words (`aria-hidden`) lose theirs.
    """
    root = _at(file, file.catalog["StructTreeRoot"])
    waiting, in_tree, drawings = list(root["K"]), set(), set()
    while waiting:
        reference = waiting.pop()
        in_tree.add(reference)
        kids = _at(file, reference).get("K", [])
        wordless = {kid for kid in kids if isinstance(kid, bytes) and _is_wordless(_at(file, kid))}
        kids[:] = [kid for kid in kids if kid not in wordless]
        drawings |= wordless
        waiting += [kid for kid in kids if isinstance(kid, bytes)]
    # The parent tree begins with a number and a list for each page; a place in the list is a mark.
    lists = _at(file, root["ParentTree"])["Nums"][1::2]
    for reference, owners in zip(file.page_references, lists, strict=False):
        drawn = _at(file, _at(file, reference)["Contents"]).stream
        for place, part in enumerate(drawn):
            mark = part.get("MCID") if isinstance(part, dict) else None
            if mark is not None and owners[mark] not in in_tree:
                kind = "/Layout" if owners[mark] in drawings else "/Pagination"
                drawn[place - 1 : place + 1] = ["/Artifact", f"<</Type {kind}>>"]
                owners[mark] = "null"


def _is_wordless(element: Any) -> bool:
    return bool(element.get("S") == "/Figure" and "Alt" not in element)


def _at(file: Any, reference: bytes) -> Any:
    return file.objects[int(reference.split()[0])]


def _found_by_name_alone(name: str) -> str | None:  # noqa: ARG001 - the shape of find_library
    return None


def main() -> int:
    """Renders what standard input holds; returns the exit code."""
    limit()
    # What is made lives until the end, so looking for garbage finds none and costs a sixth of the time.
    gc.disable()
    if sys.platform == "linux":
        # The names of libraries are tried one by one, and for each that fails this would start a compiler.
        ctypes.util.find_library = _found_by_name_alone
    # Types of files by their names are told by the product, not by this machine.
    mimetypes.knownfiles.clear()
    logging.getLogger("weasyprint.progress").addHandler(_Steps())
    logging.getLogger("weasyprint.progress").setLevel(logging.INFO)
    try:
        given = json.load(sys.stdin)
        try:
            import weasyprint  # noqa: F401, PLC0415 - tried here, so that what fails is known
        except OSError:
            return NO_PANGO
        confine([])
        sys.stdout.buffer.write(pdf(json.loads(given["printable"]), given["made_by"]))
        sys.stdout.buffer.flush()
    except MemoryError:
        return NO_MEMORY
    except _NotPrintedError as error:
        return error.code
    return 0


if __name__ == "__main__":
    sys.exit(main())
