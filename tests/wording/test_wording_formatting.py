from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.wording import formatting

CURVE, HIP, ELBOW = (
    BY_NAME[name] for name in ("spinal_curve_deg", "hip_flexion_deg", "elbow_height_ratio")
)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0, "0 s"),
        (4.46, "4.4 s"),
        (5.0, "5 s"),
        (9.999, "9.9 s"),
        (36.9, "36 s"),
        (35.99996, "36 s"),
        (59.9, "59 s"),
        (60.0, "1 min"),
        (75.2, "1 min 15 s"),
        (3599.9, "59 min 59 s"),
        (3700.0, "1 h 01 min"),
        (math.nan, "-"),
    ],
)
def test_durations_are_cut_off_and_told_finer_where_they_are_short(seconds, told):
    assert formatting.plain(formatting.duration(seconds)) == told


@pytest.mark.parametrize(
    ("t_s", "whole", "exact"),
    [
        (9.97, "0:09", "0:09.9"),
        (65.0, "1:05", "1:05.0"),
        (3723.4, "1:02:03", "1:02:03.4"),
        (-0.04, "0:00", "0:00.0"),
        (-61.5, "-1:01", "-1:01.5"),
        (math.inf, "-", "-"),
    ],
)
def test_clock_times_are_cut_off_as_a_player_shows_them(t_s, whole, exact):
    assert formatting.plain(formatting.clock(t_s)) == whole
    assert formatting.plain(formatting.clock(t_s, tenths=True)) == exact


@given(st.floats(1.0, 20.0))
def test_a_hold_has_the_same_length_on_the_screen_in_tables_and_to_the_ear(held_s):
    second = int(formatting.timer(held_s))
    assert formatting.spoken_duration(held_s).startswith(formatting.spoken_number(second))
    told = formatting.plain(formatting.duration(held_s)).removesuffix(" s")
    assert math.floor(float(told)) == second


@pytest.mark.parametrize(
    ("value", "measure", "told"),
    [
        (116.6, HIP, "117°"),
        (-0.2, HIP, "0°"),
        (-12.0, HIP, "\N{MINUS SIGN}12°"),
        (12.4, CURVE, "+12°"),
        (0.3, CURVE, "0°"),
        (-30.0, CURVE, "\N{MINUS SIGN}30°"),
        (0.314, ELBOW, "0.31"),
        (-0.001, ELBOW, "0.00"),
        (math.nan, CURVE, formatting.UNKNOWN),
    ],
)
def test_measures_have_their_unit_and_what_counts_from_neutral_its_sign(value, measure, told):
    assert formatting.measured(value, measure) == told


def test_ranges_of_what_is_not_known_are_a_dash():
    assert formatting.extent(38.2, 116.9, HIP) == "38° to 117°"
    assert formatting.extent(math.nan, 1.0, HIP) == formatting.UNKNOWN


def test_all_of_it_is_only_said_of_all_of_it():
    shares = (1.0, 0.997, 0.5, math.nan)
    told = [formatting.plain(formatting.percent(share)) for share in shares]
    assert told == ["100 %", "99 %", "50 %", "-"]


def test_signed_numbers():
    told = [formatting.number(value, signed=True) for value in (3.0, 0.2, -3.0)]
    assert told == ["+3", "0", "\N{MINUS SIGN}3"]


def test_days_and_stretches():
    day = dt.date(2026, 5, 3)
    assert (formatting.day(day), formatting.day_short(day)) == ("3 May 2026", "2026-05-03")
    assert formatting.spans([(4.0, 18.9), (60.0, 80.0)]) == "0:04 to 0:18, 1:00 to 1:20"


def test_sides_lists_and_counts():
    sides = [formatting.with_side("Hip flexion", side) for side in (None, *Side)]
    assert sides == ["Hip flexion", "Hip flexion, left", "Hip flexion, right"]
    assert [formatting.listing("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [formatting.times(n) for n in (1, 2)] == ["once", "2 times"]


@pytest.mark.parametrize(
    ("held_s", "told"),
    [(0.2, "one second"), (12.9, "twelve seconds"), (61.0, "one minute one second")],
)
def test_durations_to_the_ear(held_s, told):
    assert formatting.spoken_duration(held_s) == told


@pytest.mark.parametrize(("minute", "told"), [(0, "00:00"), (450, "07:30"), (1439, "23:59")])
def test_a_time_of_the_day_is_told_as_a_clock_shows_it(minute, told):
    assert formatting.time_of_day(minute) == told
