"""The marks of the charts: where they lie, and that macros draw them without words or styles."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rendering import charts
from app.rendering.charts import ladder_mark, range_mark, rule
from app.rendering.environment import environment

scores = st.fractions(min_value=0, max_value=100, max_denominator=400)


@st.composite
def ranges(draw):
    """Supported, claimed (or None), possible, target (or None), unknown; supported ≤ claimed ≤ possible."""
    low, claimed, high = sorted(draw(st.tuples(scores, scores, scores)))
    unknown = draw(st.booleans())
    target = draw(st.none() | scores)
    return low, None if unknown else claimed, high, target, unknown


@st.composite
def ladders(draw):
    """Supported, claimed (or None), possible, target (or None), top; in that order of height."""
    top = draw(st.integers(1, 9))
    levels = st.integers(0, top)
    low, claimed, high = sorted(draw(st.tuples(levels, levels, levels)))
    return low, draw(st.sampled_from((None, claimed))), high, draw(st.none() | levels), top


def drawn(given_range, **about):
    low, claimed, high, target, unknown = given_range
    return range_mark(low, claimed, high, target, unknown=unknown, **about)


def rungs(ladder, **about):
    *levels, top = ladder
    return ladder_mark(*levels, top, **about)


def turned(bars, whole):
    return [replace(bar, x=pytest.approx(whole - bar.x - bar.width)) for bar in bars]


# --- range mark ----------------------------------------------------------------------------------


@given(ranges())
def test_stretches_follow_each_other_without_gap_or_overlap(one):
    bars = drawn(one).bars
    assert all(bar.width >= 0 for bar in bars)
    for bar, following in pairwise(bars):
        assert following.x == pytest.approx(bar.x + bar.width, abs=0.011)
        assert following.height < bar.height


@given(ranges(), st.booleans())
def test_everything_lies_between_0_and_100(one, mirrored):
    mark = drawn(one, mirrored=mirrored)
    edges = [edge for bar in mark.bars for edge in (bar.x, bar.x + bar.width)]
    edges += [edge for line in (mark.dotted, mark.cap) if line for edge in (line.x, line.x2)]
    edges += [mark.pin.x] if mark.pin else []
    assert all(-0.011 <= edge <= 100.011 for edge in edges)


@given(ranges(), st.sampled_from((0.85, 1)))
def test_marks_stay_inside_their_row(one, k):
    mark = drawn(one, k=k)
    assert all(bar.y >= 0 and bar.y + bar.height <= mark.height for bar in mark.bars)
    if mark.pin:
        assert 0 <= mark.pin.stem_y1 < mark.pin.stem_y2 <= mark.height


@given(ranges())
def test_mirrored_twice_is_the_same(one):
    plain, mirrored = drawn(one), drawn(one, mirrored=True)
    assert list(plain.bars) == turned(mirrored.bars, 100)
    for line, other in ((plain.dotted, mirrored.dotted), (plain.cap, mirrored.cap)):
        assert (line is None) == (other is None)
        assert line is None or (line.x, line.x2) == pytest.approx((100 - other.x, 100 - other.x2))
    assert plain.pin is None or plain.pin.x == pytest.approx(100 - mirrored.pin.x)


@given(ranges())
def test_supported_ends_at_its_score_and_the_cap_stands_at_the_possible_one(one):
    low, claimed, high, _, unknown = one
    mark = drawn(one)
    supported = [bar for bar in mark.bars if bar.weight == "supported"]
    assert sum(bar.width for bar in supported) == pytest.approx(float(low), abs=0.01)
    reached = low if unknown else claimed
    assert (mark.cap is None) == (high == reached)
    assert mark.cap is None or mark.cap.x == pytest.approx(float(high), abs=0.01)


def test_no_possible_line_where_it_is_reached():
    mark = range_mark(29, 33, 33, 50, unknown=False)
    assert [bar.weight for bar in mark.bars] == ["supported", "claimed"]
    assert mark.cap is None


@pytest.mark.parametrize(("mirrored", "edge", "x"), [(False, 0, 0), (True, 100, -2)])
def test_supported_0_is_a_stub(mirrored, edge, x):
    mark = range_mark(0, 30, 60, 50, unknown=False, mirrored=mirrored)
    assert "supported" not in {bar.weight for bar in mark.bars}
    assert (mark.stub_edge, mark.stub.x, mark.stub.width, mark.stub.height) == (edge, x, 2, 9)
    assert range_mark(1, 30, 60, 50, unknown=False).stub is None


def test_what_is_too_early_to_say_is_dotted_and_shows_nothing_claimed():
    mark = range_mark(22, 40, 68, 50, unknown=True)
    assert [bar.weight for bar in mark.bars] == ["supported"]
    assert (mark.dotted.x, mark.dotted.x2, mark.cap.x) == (22, 68, 68)


def test_heights_and_grid_are_those_of_the_design():
    mark = range_mark(54, 61, 64, 71, unknown=False, height=40)
    assert [bar.height for bar in mark.bars] == [9, 4, 1.25]
    assert [bar.y + bar.height / 2 for bar in mark.bars] == pytest.approx([22, 22, 22], abs=0.01)
    assert (mark.cap.y2 - mark.cap.y1, mark.cap.width) == (9, 1.4)
    assert (mark.pin.head, mark.pin.stem_y2) == ("-4,10.5 4,10.5 0,16.0", 28)
    assert [(line.x, line.width, line.y2) for line in mark.grid] == [
        (0, 0.9, 40),
        (25, 0.5, 40),
        (50, 0.5, 40),
        (75, 0.5, 40),
        (100, 0.9, 40),
    ]
    assert [bar.height for bar in range_mark(54, 61, 64, 71, unknown=False, k=0.85).bars] == [7.65, 3.4, 1.06]


# --- ladder mark ---------------------------------------------------------------------------------


@given(ladders(), st.booleans())
def test_a_ladder_has_a_step_for_each_level_up_to_the_top(one, mirrored):
    mark = rungs(one, mirrored=mirrored)
    assert len(mark.bars) + len(mark.dots) == one[-1]
    assert [bar.weight for bar in mark.bars].count("supported") == one[0]
    assert len(mark.bars) == one[2]
    spans = sorted((bar.x, bar.x + bar.width) for bar in mark.bars)
    assert all(-0.01 <= start < end <= 92.01 for start, end in spans)
    assert all(0 < dot.x < charts.LADDER_WIDTH for dot in mark.dots)
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    assert gaps == pytest.approx([charts.LADDER_GAP] * len(gaps), abs=0.02)


@given(ladders())
def test_a_mirrored_ladder_mirrored_again_is_the_same(one):
    plain, mirrored = rungs(one), rungs(one, mirrored=True)
    assert [bar.x for bar in plain.bars] == pytest.approx(
        [charts.LADDER_WIDTH - bar.x - bar.width for bar in mirrored.bars], abs=0.02
    )
    assert plain.pin is None or plain.pin.x == pytest.approx(charts.LADDER_WIDTH - mirrored.pin.x)


@pytest.mark.parametrize(("target", "x"), [(0, 0), (1, 20.75), (3, 68.25), (4, 92)])
def test_the_pin_stands_at_the_end_of_the_target_step(target, x):
    assert ladder_mark(1, 2, 3, target, 4).pin.x == x


def test_a_ladder_says_supported_claimed_possible_and_beyond():
    mark = ladder_mark(1, 2, 3, None, 4)
    assert [(bar.weight, bar.height) for bar in mark.bars] == [
        ("supported", 8),
        ("claimed", 4),
        ("possible", 1.25),
    ]
    assert len(mark.dots) == 1
    assert mark.pin is None
    assert [charts.step_weight(level, 1, 3) for level in (1, 2, 3, 4)] == [
        "supported",
        "possible",
        "possible",
        None,
    ]


# --- rule and ramp -------------------------------------------------------------------------------


def test_the_rule_is_thin_at_the_start_in_both_directions():
    assert [bar.height for bar in rule()] == [0.75, 1.5, 2.75, 4.5, 7]
    assert [bar.x for bar in rule()] == [0, 20, 40, 60, 80]
    assert [bar.x for bar in rule(mirrored=True)] == [80, 60, 40, 20, 0]
    assert rule(3.4)[-1].height == pytest.approx(23.8)


@pytest.mark.parametrize("sheet", ["app/web/static/reading.css", "templates/report/report.css"])
@pytest.mark.parametrize("top", range(1, 10))
def test_every_level_has_a_colour_on_the_ramp(request, sheet, top):
    css = (request.config.rootpath / sheet).read_text()
    for level in range(top + 1):
        assert f".heat-{charts.heat(level, top)} " in css


@pytest.mark.parametrize(
    ("top", "places"),
    [(1, [0, 6]), (4, [0, 1, 3, 5, 6]), (5, [0, 1, 2, 4, 5, 6]), (9, [0, 1, 1, 2, 3, 3, 4, 5, 5, 6])],
)
def test_the_ramp_darkens_with_the_level_and_ends_with_the_top_one(top, places):
    assert [charts.heat(level, top) for level in range(top + 1)] == places


# --- macros --------------------------------------------------------------------------------------


def macro(name, code="en"):
    return getattr(environment(code).get_template(f"components/{name}.html").module, name)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize(
    "numbers", [(0, 0, 0, None, False), (54, 61, 64, 71, False), (0, None, 100, 50, True)]
)
def test_a_mark_has_a_size_and_a_title_and_no_words_or_styles(numbers, mirrored):
    drawings = [
        macro("range_mark")(*map(_fraction, numbers[:4]), numbers[4], 1, mirrored, "in <words>"),
        macro("ladder_mark")(1, 2, 3, numbers[3] and 3, 4, mirrored, "in <words>"),
    ]
    for svg in drawings:
        opening = svg[svg.index("<svg") : svg.index(">")]
        assert 'role="img"' in opening
        assert " width=" in opening
        assert " height=" in opening
        assert "<title>in &lt;words&gt;</title>" in svg
        assert "<text" not in svg
        assert "style=" not in svg


def test_a_range_of_levels_is_a_dash_in_english_and_a_word_from_right_to_left():
    assert macro("level_range")(1, 3).strip() == '<span class="level"><b>1</b>–3</span>'
    assert macro("level_range")(2, 2).strip() == '<span class="level"><b>2</b></span>'
    assert macro("level_range")(0, 4, is_known=False).strip() == '<span class="level unknown">0–4</span>'
    assert "<b>1</b> to 3" in macro("level_range", "ar-XB")(1, 3)


def _fraction(value):
    return value if value is None else Fraction(value)
