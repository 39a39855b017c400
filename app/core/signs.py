"""Which signs are never seen, combine, or compose: data of the product, equal on every machine.

Each Python brings the Unicode tables of its day. What is taken out of a text, and how it is normalised,
decides hashes; so both follow these ranges, which are those of Unicode 14, and a sign that a later
version of Unicode assigns stays as it was typed. All signs are given as hexadecimal code points.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

MOST_MARKS = 4
"""Combining marks in a row; writing needs fewer, and more make a text climb over its neighbours."""

MOST_NORMALIZED = 30
"""Combining marks in a row that are normalised, as in the stream-safe text of Unicode; the rest is cut.

To order and join a row takes the square of its length; a row of any length would stop the server.
"""

_MARKS_APART = frozenset("\uff9e\uff9f")
"""Half-width signs of Japanese, which are no marks and become some in compatible forms."""

_SEEN = "\n\t\u200c\u200d"
"""Line feed and tab, and the two joiners that Persian and Indic scripts write with."""

_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
"""Of other systems: form feed, vertical tab, next line, line and paragraph separator too."""

# Controls, formats (directions among them), surrogates, private use, noncharacters, and what Unicode
# reserves for signs to be ignored.
_INVISIBLE = """
    0000-001F 007F-009F 00AD 0600-0605 061C 06DD 070F 0890-0891 08E2 180E 200B-200F 202A-202E 2060-206F
    D800-F8FF FDD0-FDEF FEFF FFF0-FFFB FFFE-FFFF 110BD 110CD 13430-13438 1BCA0-1BCA3 1D173-1D17A
    1FFFE-1FFFF 2FFFE-2FFFF 3FFFE-3FFFF 4FFFE-4FFFF 5FFFE-5FFFF 6FFFE-6FFFF 7FFFE-7FFFF 8FFFE-8FFFF
    9FFFE-9FFFF AFFFE-AFFFF BFFFE-BFFFF CFFFE-CFFFF DFFFE-E00FF E01F0-E0FFF EFFFE-10FFFF
"""

# Marks that combine with the letter before them.
_MARKS = """
    0300-036F 0483-0489 0591-05BD 05BF 05C1-05C2 05C4-05C5 05C7 0610-061A 064B-065F 0670 06D6-06DC
    06DF-06E4 06E7-06E8 06EA-06ED 0711 0730-074A 07A6-07B0 07EB-07F3 07FD 0816-0819 081B-0823 0825-0827
    0829-082D 0859-085B 0898-089F 08CA-08E1 08E3-0903 093A-093C 093E-094F 0951-0957 0962-0963 0981-0983
    09BC 09BE-09C4 09C7-09C8 09CB-09CD 09D7 09E2-09E3 09FE 0A01-0A03 0A3C 0A3E-0A42 0A47-0A48 0A4B-0A4D
    0A51 0A70-0A71 0A75 0A81-0A83 0ABC 0ABE-0AC5 0AC7-0AC9 0ACB-0ACD 0AE2-0AE3 0AFA-0AFF 0B01-0B03 0B3C
    0B3E-0B44 0B47-0B48 0B4B-0B4D 0B55-0B57 0B62-0B63 0B82 0BBE-0BC2 0BC6-0BC8 0BCA-0BCD 0BD7 0C00-0C04
    0C3C 0C3E-0C44 0C46-0C48 0C4A-0C4D 0C55-0C56 0C62-0C63 0C81-0C83 0CBC 0CBE-0CC4 0CC6-0CC8 0CCA-0CCD
    0CD5-0CD6 0CE2-0CE3 0D00-0D03 0D3B-0D3C 0D3E-0D44 0D46-0D48 0D4A-0D4D 0D57 0D62-0D63 0D81-0D83 0DCA
    0DCF-0DD4 0DD6 0DD8-0DDF 0DF2-0DF3 0E31 0E34-0E3A 0E47-0E4E 0EB1 0EB4-0EBC 0EC8-0ECD 0F18-0F19 0F35
    0F37 0F39 0F3E-0F3F 0F71-0F84 0F86-0F87 0F8D-0F97 0F99-0FBC 0FC6 102B-103E 1056-1059 105E-1060
    1062-1064 1067-106D 1071-1074 1082-108D 108F 109A-109D 135D-135F 1712-1715 1732-1734 1752-1753
    1772-1773 17B4-17D3 17DD 180B-180D 180F 1885-1886 18A9 1920-192B 1930-193B 1A17-1A1B 1A55-1A5E
    1A60-1A7C 1A7F 1AB0-1ACE 1B00-1B04 1B34-1B44 1B6B-1B73 1B80-1B82 1BA1-1BAD 1BE6-1BF3 1C24-1C37
    1CD0-1CD2 1CD4-1CE8 1CED 1CF4 1CF7-1CF9 1DC0-1DFF 20D0-20F0 2CEF-2CF1 2D7F 2DE0-2DFF 302A-302F
    3099-309A A66F-A672 A674-A67D A69E-A69F A6F0-A6F1 A802 A806 A80B A823-A827 A82C A880-A881 A8B4-A8C5
    A8E0-A8F1 A8FF A926-A92D A947-A953 A980-A983 A9B3-A9C0 A9E5 AA29-AA36 AA43 AA4C-AA4D AA7B-AA7D AAB0
    AAB2-AAB4 AAB7-AAB8 AABE-AABF AAC1 AAEB-AAEF AAF5-AAF6 ABE3-ABEA ABEC-ABED FB1E FE00-FE0F FE20-FE2F
    101FD 102E0 10376-1037A 10A01-10A03 10A05-10A06 10A0C-10A0F 10A38-10A3A 10A3F 10AE5-10AE6 10D24-10D27
    10EAB-10EAC 10F46-10F50 10F82-10F85 11000-11002 11038-11046 11070 11073-11074 1107F-11082 110B0-110BA
    110C2 11100-11102 11127-11134 11145-11146 11173 11180-11182 111B3-111C0 111C9-111CC 111CE-111CF
    1122C-11237 1123E 112DF-112EA 11300-11303 1133B-1133C 1133E-11344 11347-11348 1134B-1134D 11357
    11362-11363 11366-1136C 11370-11374 11435-11446 1145E 114B0-114C3 115AF-115B5 115B8-115C0 115DC-115DD
    11630-11640 116AB-116B7 1171D-1172B 1182C-1183A 11930-11935 11937-11938 1193B-1193E 11940 11942-11943
    119D1-119D7 119DA-119E0 119E4 11A01-11A0A 11A33-11A39 11A3B-11A3E 11A47 11A51-11A5B 11A8A-11A99
    11C2F-11C36 11C38-11C3F 11C92-11CA7 11CA9-11CB6 11D31-11D36 11D3A 11D3C-11D3D 11D3F-11D45 11D47
    11D8A-11D8E 11D90-11D91 11D93-11D97 11EF3-11EF6 16AF0-16AF4 16B30-16B36 16F4F 16F51-16F87 16F8F-16F92
    16FE4 16FF0-16FF1 1BC9D-1BC9E 1CF00-1CF2D 1CF30-1CF46 1D165-1D169 1D16D-1D172 1D17B-1D182 1D185-1D18B
    1D1AA-1D1AD 1D242-1D244 1DA00-1DA36 1DA3B-1DA6C 1DA75 1DA84 1DA9B-1DA9F 1DAA1-1DAAF 1E000-1E006
    1E008-1E018 1E01B-1E021 1E023-1E024 1E026-1E02A 1E130-1E136 1E2AE 1E2EC-1E2EF 1E8D0-1E8D6 1E944-1E94A
    E0100-E01EF
"""

# All that composing touches, and between it nothing that Unicode 14 has not assigned: such text is
# composed alike by every later version.
_COMPOSING = """
    003B-0374 037E 0385-038A 038C 038E-03A1 03A5-04F9 0591-05C7 05D0-05EA 05F2 0610-06ED 0711-074A
    07EB-07F3 07FD-082D 0859-085B 0898-095F 09A1-09A2 09AF 09BC-09BE 09C7 09CB-09CD 09D7 09DC-09DD 09DF
    09FE 0A16-0A1C 0A2B 0A32-0A33 0A36 0A38 0A3C 0A4D 0A59-0A5B 0A5E 0ABC 0ACD 0B21-0B22 0B3C-0B3E
    0B47-0B48 0B4B-0B4D 0B56-0B57 0B5C-0B5D 0B92-0B94 0BBE 0BC6-0BC7 0BCA-0BCD 0BD7 0C3C 0C46-0C48 0C4D
    0C55-0C56 0CBC-0CC2 0CC6-0CC8 0CCA-0CCD 0CD5-0CD6 0D3B-0D3E 0D46-0D47 0D4A-0D4D 0D57 0DCA 0DCF
    0DD9-0DDF 0E38-0E3A 0E48-0E4B 0EB8-0EBA 0EC8-0ECB 0F18-0F43 0F4C-0F69 0F71-0F93 0F9C-0FB9 0FC6
    1025-108D 1100-11FF 135D-135F 1714-1715 1734 17D2-17DD 18A9 1939-193B 1A17-1A18 1A60-1A7C 1A7F
    1AB0-1ACE 1B05-1B44 1B6B-1B73 1BAA-1BF3 1C37 1CD0-1CF9 1DC0-1F15 1F18-1F1D 1F20-1F45 1F48-1F4D
    1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF 1FF2-1FF4
    1FF6-1FFE 2000-2003 20D0-20F0 2126-212B 2190-232A 2ADC-2ADD 2CEF-2CF1 2D7F 2DE0-2DFF 3008-302F
    3046-3094 3099-30FE 349E-9F9C A66F-A6F1 A806-A82C A8C4 A8E0-A953 A9B3-A9C0 AAB0-AAC1 AAF6 ABED
    AC00-D7A3 F900-FA6D FA70-FAD9 FB1D-FB36 FB38-FB3C FB3E FB40-FB41 FB43-FB44 FB46-FB4E FE20-FE2F 101FD
    102E0 10376-1037A 10A0D-10A0F 10A38-10A3A 10A3F 10AE5-10AE6 10D24-10D27 10EAB-10EAC 10F46-10F50
    10F82-10F85 11046 11070 1107F-110BA 11100-11134 11173 111C0-111CA 11235-11236 112E9-112EA 1133B-1133E
    11347 1134B-1134D 11357 11366-1136C 11370-11374 11442-11446 1145E 114B0-114C3 115AF 115B8-115C0 1163F
    116B6-116B7 1172B 11839-1183A 11930-11935 11938 1193D-11943 119E0 11A34-11A47 11A99 11C3F 11D42-11D45
    11D97 16AF0-16AF4 16B30-16B36 16FF0-16FF1 1BC9E 1D157-1D1C0 1D242-1D244 1E000-1E006 1E008-1E018
    1E01B-1E021 1E023-1E024 1E026-1E02A 1E130-1E136 1E2AE 1E2EC-1E2EF 1E8D0-1E8D6 1E944-1E94A 20122-2A600
    2F800-2FA1D
"""


def _ranges(written: str) -> str:
    """The ranges as they stand between the brackets of a regular expression."""
    ends = (one.partition("-") for one in written.split())
    return "".join(f"\\U{first:0>8}" + (f"-\\U{last:0>8}" if last else "") for first, _, last in ends)


_INVISIBLE_SIGNS = re.compile(f"(?![{_SEEN}])[{_ranges(_INVISIBLE)}]")
_COMPOSING_SIGNS = re.compile(f"[\\x00-\\x7f{_ranges(_COMPOSING)}]+")
_MARK_SIGNS = frozenset(
    chr(point)
    for first, _, last in (one.partition("-") for one in _MARKS.split())
    for point in range(int(first, 16), int(last or first, 16) + 1)
)


def with_line_feeds(text: str) -> str:
    """The text with every end of a line as a line feed."""
    return _LINE_END.sub("\n", text)


def invisible_signs(text: str) -> list[str]:
    """The signs of a text that nobody can see, each once."""
    return _INVISIBLE_SIGNS.findall("".join(sorted(set(text))))


def visible(text: str) -> str:
    """The text without what nobody can see."""
    found = invisible_signs(text)
    return text.translate(dict.fromkeys(map(ord, found))) if found else text


def is_mark(sign: str) -> bool:
    """Whether it combines with the letter before it."""
    return sign in _MARK_SIGNS


def with_few_marks(text: str, most: int = MOST_MARKS) -> str:
    """The text with at most so many combining marks in a row."""
    return text if _MARK_SIGNS.isdisjoint(text) else _cut(text, is_mark, most)


def composed(text: str) -> str:
    """The text in NFC, as Unicode 14 has it, with at most MOST_NORMALIZED combining marks in a row."""
    if text.isascii():
        return text
    few = with_few_marks(text, MOST_NORMALIZED)
    joined = _COMPOSING_SIGNS.sub(lambda run: unicodedata.normalize("NFC", run[0]), few)
    # Some marks come apart into two; composing once more has to change nothing.
    return with_few_marks(joined, MOST_NORMALIZED)


def compatible(text: str, form: Literal["NFKC", "NFKD"]) -> str:
    """The text in a compatible form as this machine knows it, to compare by and never to keep.

    As in `composed`, of a longer row of combining marks the first MOST_NORMALIZED count.
    """
    return text if text.isascii() else unicodedata.normalize(form, _cut(text, _orders, MOST_NORMALIZED))


def _orders(sign: str) -> bool:
    """Whether it stands in a row that a compatible form puts in order, on this machine."""
    return sign in _MARK_SIGNS or sign in _MARKS_APART or unicodedata.combining(sign) > 0


def _cut(text: str, is_in_row: Callable[[str], bool], most: int) -> str:
    """The text with at most so many signs of a kind in a row."""
    kept: list[str] = []
    row = 0
    for sign in text:
        row = row + 1 if is_in_row(sign) else 0
        if row <= most:
            kept.append(sign)
    return "".join(kept)
