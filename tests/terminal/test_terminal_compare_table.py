import io
import math

import numpy as np
import pytest
from analysis_comparison import LEFT, comparison, curve, curves, part, ranges
from rich.console import Console

from matside.analysis.change import Change
from matside.analysis.compare_rows import (
    WITHIN,
    amount,
    curve_name,
    curve_words,
    measure_name,
    range_words,
    tables,
)
from matside.analysis.comparison import common_scale
from matside.terminal.compare_table import SparkLine, comparison_report
from matside.wording.labels import Labels

NAN = math.nan
LABELS = Labels(
    exercises={"cat_cow": "Cat-cow"},
    phases={("cat_cow", "cat"): "Cat"},
    faults={("cat_cow", "elbows_bent"): "Elbows bent"},
)


def printed(told, *, encoding="utf-8", width=110):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    Console(file=file, width=width).print(comparison_report(told, LABELS))
    file.flush()
    return raw.getvalue().decode(encoding)


def rows(told):
    return {table.heading: table.rows for table in tables(told, LABELS)}


def test_what_was_done_is_told_with_its_change():
    done = rows(part())["What was done"]

    assert done == (
        ("Repetitions", "5", "8", "+3"),
        ("Cat, left: holds", "2", "2", "same"),
        ("Cat, left: longest", "10.0 s", "10.3 s", "same"),
        ("Cat, left: in all", "20.0 s", "18.0 s", "-2.0 s"),
        ("Time on the exercise", "30.0 s", "20.0 s", "-10.0 s"),
    )


def test_faults_are_told_by_number_length_and_rate():
    assert rows(part())["Faults of form"] == (
        ("Elbows bent, right", "none", "2 x, 8.4 s", "0.0", "6.0"),
    )


def test_ranges_are_told_in_their_unit():
    ratio = ranges((0.1, NAN), (0.5, NAN), measure="elbow_height_ratio")
    told = rows(part(ranges=(*part().ranges, ratio)))["How far it went (estimates)"]

    assert told == (
        ("Left hip flexion", "40° to 80°", "41° to 95°", "+14°", "larger range"),
        ("Left elbow height", "0.10 to 0.50", "-", "-", "known in one session only"),
    )


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ((40, 41), (80, 82), WITHIN),
        ((40, 41), (80, 90), "larger range"),
        ((40, 50), (80, 80), "smaller range"),
        ((40, 52), (80, 93), "about the same range, 13° higher"),
        ((40, 28), (80, 67), "about the same range, 13° lower"),
        ((NAN, 28), (NAN, 67), "known in one session only"),
    ],
)
def test_a_range_says_what_can_be_said(low, high, words):
    assert range_words(ranges(low, high)) == words


def test_a_curve_says_where_the_second_lies():
    assert curve_words(curves()) == "the second 20° higher at 50 % of the phase (2 x and 2 x)"
    lower = curves(widest=-20.0, change=Change.LESS)
    assert curve_words(lower).startswith("the second 20° lower at 50 %")


def test_a_curve_says_why_nothing_can_be_said():
    near = curves(widest=5.0, change=Change.SAME, a=curve(0.0, visits=1), b=curve(5.0, visits=1))
    assert curve_words(near) == f"at most 5° apart, {WITHIN} (once in both)"
    varied = curves(widest=30.0, change=Change.SAME)
    assert "30° apart, but it varies as much from time to time" in curve_words(varied)
    adrift = curves(widest=30.0, change=Change.SAME, relative=False)
    assert "a neutral that is not known" in curve_words(adrift)
    gone = curves(widest=NAN, change=Change.UNKNOWN)
    assert "no moment of it is known in both" in curve_words(gone)
    assert curve_words(curves(a=None)) == "shown only in the second"
    assert curve_words(curves(b=None)) == "shown only in the first"


def test_measures_and_phases_have_names_for_people():
    assert measure_name("hip_flexion_deg", LEFT) == "Left hip flexion"
    assert measure_name("head_angle_deg", None, relative=True) == "Head angle, from neutral"
    pair = curves(side=LEFT, measure="elbow_height_ratio", measure_side=LEFT, relative=False)
    assert curve_name(pair, "cat_cow", LABELS) == "Cat, left: left elbow height"


def test_amounts_have_no_minus_zero():
    assert amount(-0.2, "head_angle_deg") == "0°"
    assert amount(-0.001, "elbow_height_ratio") == "0.00"
    assert amount(3.0, "head_angle_deg", signed=True) == "+3°"
    assert amount(math.inf, "head_angle_deg") == "-"


def test_bars_rise_with_the_curve_and_are_blank_where_it_is_unknown():
    values = np.linspace(0.0, 7.0, 101)
    values[:20] = NAN

    line = SparkLine(values=values, low=0.0, high=7.0).text("01234567")

    assert len(line) == 25
    assert line.startswith("     1")
    assert line.endswith("7")
    assert sorted(line) == list(line)


def test_bars_beyond_the_scale_are_the_outermost():
    line = SparkLine(values=np.linspace(-9.0, 9.0, 101), low=0.0, high=1.0).text("ab")

    assert line == "a" * 13 + "b" * 12


def test_noise_does_not_fill_the_scale():
    low, high = common_scale(curves(a=curve(10.0), b=curve(11.0), measure="hip_flexion_deg"))

    assert (low, high) == (-1.5, 22.5)


def test_a_scale_holds_both_curves_and_if_asked_their_spread():
    pair = curves(a=curve(0.0, 5.0), b=curve(100.0, 7.0))

    assert common_scale(pair) == (0.0, 100.0)
    assert common_scale(pair, spread=True) == (-5.0, 107.0)


def test_the_report_tells_it_all():
    text = printed(comparison())

    assert "First: monday.mp4, judged 98 % of the time" in text
    assert "Second: friday.mp4, judged 100 % of the time" in text
    for words in ("Cat-cow", "Repetitions", "Elbows bent, right", "larger range", "▁"):
        assert words in text
    assert "Note: Angles and ratios are estimates from one camera." in text


def test_a_plain_log_gets_letters():
    text = printed(comparison(), encoding="cp1252")

    assert "_" in text
    assert "#" in text


def test_what_cannot_be_compared_is_said():
    told = comparison(
        part(faults=(), ranges=(), curves=(curves(b=None),)),
        only_a=("childs_pose",),
        only_b=("plank", "bridge"),
        notes=("Mind this.",),
    )
    text = printed(told)

    assert "Faults of form: none seen in either" in text
    assert "No phase of it is seen well enough in both" in text
    assert "Note: Only the first shows: Childs pose." in text
    assert "Note: Only the second shows: Plank, Bridge." in text
    assert "Note: Mind this." in text
