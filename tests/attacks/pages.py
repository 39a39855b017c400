"""What somebody changes of the pages of a report who knows the product, and nothing inside tells of."""

import io
import re
from collections.abc import Callable

import pikepdf
from fontTools.ttLib import TTFont

Act = Callable[[pikepdf.Pdf], None]
"""What is done to the pages."""


def content(number: int, change: Callable[[bytes], bytes]) -> Act:
    """Changes what is drawn on a page, counted from 0."""

    def act(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[number]
        page.Contents = pdf.make_stream(change(page.Contents.read_bytes()))

    return act


def a_number_changed(drawn: bytes) -> bytes:
    """The last digit that is drawn becomes another one (glyphs 0x13 to 0x1c are the digits)."""
    *_, last = re.finditer(rb"<00(1[3-9a-c])>", drawn)
    return drawn[: last.start(1)] + (b"14" if last[1] != b"14" else b"15") + drawn[last.end(1) :]


def _letters_swapped(pdf: pikepdf.Pdf) -> None:
    """What reads 1 is drawn as 2 and the other way round: the words stay the same for a program."""
    swap = {b"0014": b"0015", b"0015": b"0014"}
    for page in pdf.pages:
        drawn = re.sub(rb"<(0014|0015)>", lambda one: b"<" + swap[one[1]] + b">", page.Contents.read_bytes())
        page.Contents = pdf.make_stream(drawn)
    for font in {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}.values():
        read = re.sub(
            rb"<(0014|0015)>(?= <)", lambda one: b"<" + swap[one[1]] + b">", font.ToUnicode.read_bytes()
        )
        font.ToUnicode = pdf.make_stream(read)


def _an_annotation(pdf: pikepdf.Pdf) -> None:
    look = pdf.make_stream(b"BT ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99], AP={"/N": look}
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))


def _an_image(pdf: pikepdf.Pdf) -> None:
    pixel = pdf.make_stream(
        b"\xff",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray,
    )
    page = pdf.pages[0]
    page.Resources.XObject = pikepdf.Dictionary(I=pixel)
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\nq 400 0 0 400 0 0 cm /I Do Q")


def _an_action(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _a_layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D={"/OFF": [layer]})
    page = pdf.pages[0]
    page.Resources.Properties = pikepdf.Dictionary(L=layer)
    page.Contents = pdf.make_stream(b"/OC /L BDC\n" + page.Contents.read_bytes() + b"\nEMC")


def _words_for_a_reader(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and "/Alt" in one:
            one.Alt = "100 of 100"


def _a_reading(pdf: pikepdf.Pdf) -> None:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/H1":
            one.ActualText = "100 of 100"


def _faces(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The fonts of a report, each once."""
    return list({font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}.values())


def _letters(change: Callable[[TTFont], None]) -> Act:
    """Changes the letters of every font where they are drawn."""

    def act(pdf: pikepdf.Pdf) -> None:
        for font in _faces(pdf):
            about = font.DescendantFonts[0].FontDescriptor
            about.FontFile2 = _other_letters(pdf, about.FontFile2, change)

    return act


def _other_letters(
    pdf: pikepdf.Pdf, file: pikepdf.Object, change: Callable[[TTFont], None]
) -> pikepdf.Object:
    letters, saved = TTFont(io.BytesIO(file.read_bytes())), io.BytesIO()
    change(letters)
    letters.save(saved)
    return pdf.make_stream(saved.getvalue(), Length1=len(saved.getvalue()))


def _digits_swapped(letters: TTFont) -> None:
    drawn = letters["glyf"].glyphs
    one, other = letters.getGlyphName(0x14), letters.getGlyphName(0x15)
    drawn[one], drawn[other] = drawn[other], drawn[one]


def _an_em_of(units: int) -> Callable[[TTFont], None]:
    return lambda letters: letters["head"].__setattr__("unitsPerEm", units)


def _fonts_in_place(pdf: pikepdf.Pdf) -> None:
    """Fonts written where they are named, all without a number: the first is genuine, and draws nothing."""
    for page in pdf.pages:
        fonts = page.Resources.Font
        written = pikepdf.Dictionary({"/AA": pikepdf.Dictionary(dict(next(iter(fonts.values())).items()))})
        for name, font in fonts.items():
            other, inner = (pikepdf.Dictionary(dict(one.items())) for one in (font, font.DescendantFonts[0]))
            about = pikepdf.Dictionary(dict(inner.FontDescriptor.items()))
            about.FontFile2 = _other_letters(pdf, about.FontFile2, _digits_swapped)
            inner.FontDescriptor = pdf.make_indirect(about)
            other.DescendantFonts = pikepdf.Array([pdf.make_indirect(inner)])
            written[name] = other
        page.Resources.Font = written


def _a_descriptor_in_place(pdf: pikepdf.Pdf) -> None:
    for font in _faces(pdf):
        inner = font.DescendantFonts[0]
        inner.FontDescriptor = pikepdf.Dictionary(dict(inner.FontDescriptor.items()))


def _a_second_font_file(pdf: pikepdf.Pdf) -> None:
    for font in _faces(pdf):
        file = pdf.make_stream(b"OTTO", Subtype=pikepdf.Name.OpenType)
        font.DescendantFonts[0].FontDescriptor.FontFile3 = file


def _a_key_of_fonts(pdf: pikepdf.Pdf) -> None:
    for font in _faces(pdf):
        font.DescendantFonts[0].DW2 = pikepdf.Array([0, 0])


def _matrices(*by: float) -> Act:
    """Multiplies the four numbers that stretch and turn words."""

    def changed(one: re.Match[bytes]) -> bytes:
        *turned, across, up = map(float, one[1].split())
        numbers = (*(number * factor for number, factor in zip(turned, by, strict=True)), across, up)
        return b"%f %f %f %f %f %f Tm" % numbers

    return content(0, lambda drawn: re.sub(rb"((?:[-\d.]+ ){6})Tm", changed, drawn))


def _another_description(pdf: pikepdf.Pdf) -> None:
    described = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata = pdf.make_stream(
        described.replace(b"Xandoria", b"Xebeca"), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


PAGES: dict[str, Act] = {
    "another title": lambda pdf: pdf.trailer.Info.__setattr__("Title", "Xebeca: 100 of 100"),
    "a subject": lambda pdf: pdf.trailer.Info.__setattr__("Subject", "100 of 100"),
    "another language": lambda pdf: pdf.Root.__setattr__("Lang", "fr"),
    "another title in its description": _another_description,
    "another bookmark": lambda pdf: pdf.Root.Outlines.First.Next.__setattr__("Title", "100 of 100"),
    "a bookmark taken out": lambda pdf: pdf.Root.Outlines.__setattr__("First", pdf.Root.Outlines.First.Next),
    "a number changed": content(0, a_number_changed),
    "a number changed on the last page": content(-1, a_number_changed),
    "a page wiped": content(0, lambda _drawn: b""),
    "a page taken out": lambda pdf: pdf.pages.__delitem__(1),
    "a page twice": lambda pdf: pdf.pages.append(pdf.pages[0]),
    "two pages in another order": lambda pdf: pdf.pages.reverse(),
    "more words on a page": content(0, lambda drawn: drawn + b"\n" + _first_text(drawn)),
    "words without ink": content(0, lambda drawn: drawn.replace(b" Tf\n", b" Tf 3 Tr\n", 1)),
    "words in white": content(0, lambda drawn: re.sub(rb"\n[0-9. ]+ rg\n", b"\n1 1 1 rg\n", drawn)),
    "words too small to see": content(0, lambda drawn: b".02 0 0 .02 300 300 cm\n" + drawn),
    "words beside the page": content(0, lambda drawn: b"1 0 0 1 5000 0 cm\n" + drawn),
    "letters that read otherwise": _letters_swapped,
    "letters drawn as others": _letters(_digits_swapped),
    "letters drawn as others, in fonts without a number": _fonts_in_place,
    "a descriptor of a font without a number": _a_descriptor_in_place,
    "letters a sixteenth as large": _letters(_an_em_of(16_000)),
    "a second file of a font": _a_second_font_file,
    "a key of fonts that ours have not": _a_key_of_fonts,
    "words stretched along the line": _matrices(300, 300, 1 / 300, 1 / 300),
    "words stretched upward": _matrices(1 / 300, 1 / 300, 300, 300),
    "words mirrored": _matrices(-1, 1, 1, 1),
    "an image over a page": _an_image,
    "a note over a page": _an_annotation,
    "a layer that is off": _a_layer,
    "a page turned": lambda pdf: pdf.pages[0].__setattr__("Rotate", 180),
    "a page cropped": lambda pdf: pdf.pages[0].__setattr__("CropBox", [0, 0, 10, 10]),
    "a program in it": _an_action,
    "other words for a screen reader": _words_for_a_reader,
    "another heading for a screen reader": _a_reading,
}
"""Changes of the pages, which nothing inside tells of."""


def _first_text(drawn: bytes) -> bytes:
    return drawn[drawn.index(b"BT\n") : drawn.index(b"ET\n") + 3]
