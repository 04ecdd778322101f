import itertools
import math
import re
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.analysis_comparison import HUMP, comparison, curve, curves, part

from matside.report.compare_page import HIGH, WIDE, comparison_page, ticks
from matside.wording.labels import Labels

NAN = math.nan
_VOID = {"meta", "path", "br", "link", "img", "input"}


class Outline(HTMLParser):
    """Every element with its attributes; each that is opened has to be closed in order."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.words = [], [], []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def outline(told, labels=None):
    page = Outline()
    page.feed(comparison_page(told, labels or Labels()))
    assert page.open == []
    return page


def drawn(path):
    """The points of a path as ``(n, 2)``."""
    return np.array([point.split() for point in re.findall(r"[-\d.]+ [-\d.]+", path)], dtype=float)


def lines(page, which):
    return [a["d"] for a in page.all("path") if a.get("class") == f"line {which}"][1:]


def test_the_page_needs_nothing_but_itself():
    html = comparison_page(comparison(), labels=Labels())
    page = outline(comparison())

    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.found}
    assert "http" not in html.replace("http-equiv", "")
    assert "default-src 'none'" in unescape(html)
    assert "url(" not in html


def test_every_chart_has_a_title_a_description_and_a_table():
    page = outline(comparison(part(curves=(curves(), curves(phase="cow")))))

    charts = [a for a in page.all("svg") if a.get("role") == "img"]
    assert len(charts) == 2
    ids = [a["id"] for _, a in page.found if "id" in a]
    assert len(ids) == len(set(ids))
    for chart in charts:
        title, description = chart["aria-labelledby"].split()
        assert ids.count(title) == ids.count(description) == 1
    words = " ".join(page.words)
    for told in ("Cow: Spinal curve from neutral (+ rounded, - hollow)", "+28°", "+40°", "+60°"):
        assert told in words


def test_headings_come_in_order_and_rows_and_columns_are_named():
    page = outline(comparison())

    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert {a.get("scope") for a in page.all("th")} == {"row", "col"}
    assert page.all("html") == [{"lang": "en"}]


def test_a_curve_is_drawn_where_it_is():
    """From the bottom at 0 % to the top at 50 % and back: the scale goes from 0° to 60°."""
    pair = curves(first=curve(60.0 * HUMP), second=curve(60.0))

    page = outline(comparison(part(curves=(pair,))))

    hump, flat = (drawn(lines(page, which)[0]) for which in ("first", "second"))
    assert hump[0].tolist() == [0.0, HIGH]
    assert hump[50].tolist() == [WIDE / 2, 0.0]
    assert hump[-1].tolist() == [WIDE, HIGH]
    assert flat[:, 1].tolist() == [0.0] * 101


def test_a_gap_is_a_gap():
    values = 40.0 * HUMP
    values[40:50] = NAN

    page = outline(comparison(part(curves=(curves(first=curve(values)),))))

    path = lines(page, "first")[0]
    assert path.count("M") == 2
    assert len(drawn(path)) == 91
    assert "nan" not in path


def test_one_visit_has_no_shade():
    one = outline(comparison(part(curves=(curves(first=curve(40.0 * HUMP, visits=1)),))))
    two = outline(comparison())

    assert [a["class"] for a in one.all("path") if "band" in a["class"]] == ["second-band"]
    assert len([a for a in two.all("path") if "band" in a["class"]]) == 2


def test_names_cannot_break_the_page():
    evil = '<script>alert(1)</script>&"'
    labels = Labels(exercises={"cat_cow": evil}, phases={("cat_cow", "cat"): evil})

    page = outline(comparison(names=(evil, evil), only_first=(evil,)), labels)

    assert page.all("script") == []
    assert " ".join(page.words).count(evil) >= 4


def test_what_is_missing_is_said():
    page = outline(comparison(part(faults=(), curves=(), depths=())))

    words = " ".join(page.words)
    assert "None seen in either session." in words
    assert "No phase of it is seen well enough in both" in words
    assert "Curves through each move" not in words


@given(st.floats(-500.0, 500.0), st.floats(0.05, 800.0))
def test_ticks_are_few_round_and_reach_around(low, span):
    marks = ticks(low, low + span)

    assert 2 <= len(marks) <= 5
    assert marks[0] <= low + 1e-6 * span + 1e-9
    assert marks[-1] >= low + span - 1e-6 * span - 1e-9
    step = marks[1] - marks[0]
    assert np.diff(marks) == pytest.approx(step)
    first_digit = step / 10.0 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(first_digit - digit) for digit in (1.0, 2.0, 5.0)) < 1e-6
