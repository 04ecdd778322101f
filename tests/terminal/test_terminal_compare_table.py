import io
import math

import numpy as np
import pytest
from rich.console import Console
from tests.analysis.analysis_comparison import (
    LEFT,
    RIGHT,
    comparison,
    curve,
    curves,
    depths,
    part,
    ref,
)

from matside.analysis.comparison import common_scale
from matside.analysis.difference import Difference, Verdict
from matside.analysis.texts import curve_name, curve_words, depth_words, order, remarks, tables
from matside.terminal.compare_table import bars, comparison_report
from matside.wording.formatting import plain
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
    return {
        table.heading: tuple(tuple(plain(cell) for cell in row) for row in table.rows)
        for table in tables(told, LABELS)
    }


def test_what_was_done_is_told_with_its_difference():
    done = rows(part())["What was done"]

    assert done == (
        ("Repetitions", "5", "8", "+3"),
        ("Cat, left: holds", "2", "2", "same"),
        ("Cat, left: longest hold", "10 s", "10 s", "same"),
        ("Cat, left: held in all", "20 s", "18 s", "-2 s"),
        ("Time on the exercise", "30 s", "20 s", "-10 s"),
    )


def test_faults_are_told_by_number_length_and_rate():
    assert rows(part())["Faults of form"] == (
        ("Elbows bent, right", "none", "2 times, 8.4 s", "0.0", "6.0"),
    )


def test_depths_are_told_in_their_unit_and_a_difference_within_the_noise_as_none():
    ratio = depths(0.1, NAN, "elbow_height_ratio")
    back = depths(30.0, 40.0, "spinal_curve_deg", None, relative=True)
    told = rows(part(depths=(*part().depths, ratio, back)))["How deep it went (estimates)"]

    assert told == (
        ("Cat, left: Hip flexion", "80°", "95°", "+15°"),
        ("Cat, left: Elbow height", "0.10", "-", "known in one session only"),
        (
            "Cat: Spinal curve from neutral (+ rounded, - hollow)",
            *("+30°", "+40°", "no sure difference"),
        ),
    )


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (80, 90, "no sure difference"),
        (80, 91, "+11°"),
        (91, 80, "\N{MINUS SIGN}11°"),
        (NAN, 80, "known in one session only"),
    ],
)
def test_a_depth_says_what_can_be_said(first, second, words):
    assert depth_words(depths(first, second)) == words


def test_the_level_of_a_curve_without_a_neutral_says_nothing():
    pair = depths(-40.0, 60.0, "spinal_curve_deg", None)
    assert depth_words(pair) == "each from a neutral that is not known"


def test_a_curve_says_where_the_second_lies():
    said = plain(curve_words(curves()))
    assert said == (
        "The second goes 20° higher at 50 % of the move. Seen 2 times in both sessions."
    )
    lower = curves(widest=-20.0, verdict=Verdict.LESS)
    assert plain(curve_words(lower)).startswith("The second goes 20° lower at 50 %")


def test_a_curve_says_why_nothing_can_be_said():
    once = {"first": curve(0.0, visits=1), "second": curve(5.0, visits=1)}
    near = curves(widest=5.0, verdict=Verdict.SAME, **once)
    assert curve_words(near) == ("No sure difference: at most 5°. Seen once in both sessions.")
    varied = curves(widest=30.0, verdict=Verdict.SAME)
    assert "30° apart, and it varies as much from time to time" in curve_words(varied)
    adrift = curves(widest=30.0, verdict=Verdict.SAME, ref=ref("spinal_curve_deg"))
    assert "neutrals that are not known" in curve_words(adrift)
    gone = curves(widest=NAN, verdict=Verdict.UNKNOWN)
    assert "No moment of it is known in both" in curve_words(gone)


def test_a_side_stands_once():
    pair = curves(side=LEFT, ref=ref("elbow_height_ratio", LEFT))
    assert curve_name(pair, "cat_cow", LABELS) == "Cat, left: Elbow height"
    pair = curves(ref=ref("elbow_height_ratio", LEFT))
    assert curve_name(pair, "cat_cow", LABELS) == "Cat: Elbow height, left"


@pytest.mark.parametrize(
    ("created_s", "words"),
    [
        ((0.0, 1.0), "The first session is the earlier one."),
        ((1.0, 0.0), "The first session is the later one: the differences go back in time."),
        ((NAN, 0.0), "Which session was the earlier one is not known."),
    ],
)
def test_which_session_came_first_is_said(created_s, words):
    told = comparison(created_s=created_s)
    assert order(told) == words
    assert words in " ".join(printed(told).split())


def test_sides_and_unseen_time_that_speak_against_comparing_are_said():
    told = remarks(comparison(near_sides=(LEFT, RIGHT)), LABELS)
    assert any("different sides of the person" in line for line in told)
    assert not any("different sides" in line for line in remarks(comparison(), LABELS))


def test_bars_rise_with_the_curve_and_are_blank_where_it_is_unknown():
    values = np.linspace(0.0, 7.0, 101)
    values[:20] = NAN

    line = bars(curve(values), (0.0, 7.0)).drawn(80)

    assert len(line) == 25
    assert line.startswith("     ▂")
    assert line.endswith("█")
    assert sorted(line) == list(line)


def test_bars_beyond_the_scale_are_the_outermost():
    line = bars(curve(np.linspace(-9.0, 9.0, 101)), (0.0, 0.5)).drawn(80)

    assert line == "▁" * 13 + "█" * 12


def test_noise_does_not_fill_the_scale():
    low, high = common_scale(
        curves(first=curve(10.0), second=curve(11.0), ref=ref("hip_flexion_deg"))
    )

    assert (low, high) == (-9.5, 30.5)


def test_a_scale_holds_both_curves_and_if_asked_their_spread():
    pair = curves(first=curve(0.0, 5.0), second=curve(100.0, 7.0))

    assert common_scale(pair) == (0.0, 100.0)
    assert common_scale(pair, spread=True) == (-5.0, 107.0)


def test_the_report_tells_it_all():
    text = printed(comparison())

    assert "First: monday.mp4, judged 98 % of the time" in text
    assert "Second: friday.mp4, judged 100 % of the time" in text
    for words in ("Cat-cow", "Repetitions", "Elbows bent, right", "+15°", "▁"):
        assert words in text
    assert "Note: Angles and ratios are estimates from one camera." in text


def test_a_plain_log_gets_letters():
    text = printed(comparison(), encoding="cp1252")

    assert "_" in text
    assert "#" in text


def test_what_cannot_be_compared_is_said():
    told = comparison(
        part(faults=(), depths=(), curves=()),
        only_first=("childs_pose",),
        only_second=("plank", "bridge"),
        coverage=Difference(first=0.5, second=1.0),
    )
    text = printed(told)

    assert "Faults of form: none seen in either" in text
    assert "No phase of it is seen well enough in both" in text
    assert "Note: Only the first session shows: Childs pose." in text
    assert "Note: Only the second session shows: Plank and Bridge." in text
    assert "Note: In the first session only 50 % of the time could be judged." in text
