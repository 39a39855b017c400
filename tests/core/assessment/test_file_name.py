"""What a download is called keeps words whole, in letters that every system takes."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.assessment.assessment import Country
from app.core.assessment.file_name import country_part, file_name


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Côte d’Ivoire", "Cote-d-Ivoire"),
        ("Co\u0302te d'Ivoire", "Cote-d-Ivoire"),
        ("São Tomé and Príncipe", "Sao-Tome-and-Principe"),
        ("Türkiye", "Turkiye"),
        ("Việt Nam", "Viet-Nam"),
        ("Lao People’s Democratic Republic", "Lao-People-s-Democratic-Republic"),
        ("Guinea-Bissau", "Guinea-Bissau"),
        ("Bolivia (Plurinational State of)", "Bolivia-Plurinational-State-of"),
        ("St. Kitts & Nevis", "St.-Kitts-Nevis"),
        ("Færøerne", "XA"),
        ("Łomża", "XA"),
        ("الأردن", "XA"),
        ("日本", "XA"),
        ("Xandoria 日本", "XA"),
        ("Country ٣", "XA"),
        ("../..", "XA"),
        ('"; rm -rf', "rm-rf"),
        ("", "XA"),
    ],
)
def test_a_country_is_written_whole_or_by_its_code(name, part):
    assert country_part(Country(code="XA", name=name)) == part


@given(st.text(max_size=300))
def test_every_name_is_plain_and_no_word_of_it_is_cut(name):
    part = country_part(Country(code="XA", name=name))
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]{0,119}", part)
    bare = "".join(one for one in unicodedata.normalize("NFKD", name) if unicodedata.category(one)[0] != "M")
    whole = "-".join(re.findall("[A-Za-z0-9.]+", bare))
    assert part == "XA" or part in whole


def test_parts_that_are_empty_leave_no_gap_and_hostile_ones_no_path():
    assert file_name("Xandoria", "", "2026-10-31", ending=".pdf") == "Xandoria-2026-10-31.pdf"
    assert file_name("../a\r\nb", 'c"d', ending=".zip") == "a-b-c-d.zip"
