"""What holds for any body's measures: their ranges, and what no shift, flip or turn changes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import (
    SWAPPED,
    WIDTH,
    arc,
    legs_swapped,
    mirrored,
    pose,
    poses_on_the_mat,
    same,
    turned,
    twisted,
)

from matside.body.catalogue import MEASURES
from matside.body.landmark import LEG, Side
from matside.body.measures import measure

SIDED = [one.name for one in MEASURES if one.sided]
WHOLE = [one.name for one in MEASURES if not one.sided]


@given(poses_on_the_mat(), st.integers(-150, 150), st.floats(-180.0, 180.0))
def test_measures_of_a_body_are_within_the_catalogues_ranges(px, central_deg, turn):
    values = measure(pose(px, back=arc(central_deg), world=twisted(turn)))
    for kind in MEASURES:
        for key in kind.columns:
            assert math.isnan(values[key]) or kind.low <= values[key] <= kind.high, key


@given(st.integers(0, 2**32 - 1))
def test_angles_of_any_scatter_of_points_are_within_their_ranges(seed):
    rng = np.random.default_rng(seed)
    back = rng.uniform(0.0, 200.0, (41, 2))
    frame = pose(rng.uniform(0.0, 200.0, (33, 2)), back=back, world=rng.normal(size=(33, 3)))
    values = measure(frame)
    for kind in MEASURES:
        if kind.unit == "deg":
            for key in kind.columns:
                assert math.isnan(values[key]) or kind.low <= values[key] <= kind.high, key


@given(
    poses_on_the_mat(),
    st.integers(-60, 60),
    st.tuples(st.floats(-2000.0, 2000.0), st.floats(-2000.0, 2000.0)),
    st.floats(0.3, 8.0),
)
def test_measures_stay_under_shift_and_scale(px, central_deg, shift, scale):
    before = measure(pose(px, back=arc(central_deg)))
    after = measure(pose(scale * px + shift, back=scale * arc(central_deg) + shift))
    same(after, before)


@given(poses_on_the_mat(), st.integers(-60, 60))
def test_a_flipped_picture_exchanges_the_sides_and_nothing_else(px, central_deg):
    before = measure(pose(px, back=arc(central_deg)))
    back = arc(central_deg) * (-1.0, 1.0) + (WIDTH, 0.0)
    after = measure(pose(mirrored(px), back=back))
    expected = {name: before[name] for name in WHOLE}
    for name in SIDED:
        for side in Side:
            expected[f"{side}_{name}"] = before[f"{side.other}_{name}"]
    same(after, expected)


TURNING = [name for name in WHOLE if name.endswith("curve_deg")] + ["head_angle_deg"]
TURNING += [
    f"{side}_{name}" for name in SIDED if "flexion" in name or "_to_" in name for side in Side
]


@given(poses_on_the_mat(), st.integers(-60, 60), st.floats(-180.0, 180.0))
def test_what_is_not_about_the_level_stays_when_the_picture_is_turned(px, central_deg, angle):
    before = measure(pose(px, back=arc(central_deg)))
    after = measure(pose(turned(px, angle), back=turned(arc(central_deg), angle)))
    assert len(TURNING) == 4 + 2 * 10
    same({key: after[key] for key in TURNING}, {key: before[key] for key in TURNING})


@given(poses_on_the_mat(), st.integers(-60, 60))
def test_swapped_legs_change_no_measure_of_the_whole(px, central_deg):
    before = measure(pose(px, back=arc(central_deg)))
    after = measure(pose(legs_swapped(px), back=arc(central_deg)))
    same({name: after[name] for name in WHOLE}, {name: before[name] for name in WHOLE})
    for name in ("hip_flexion_deg", "knee_flexion_deg", "foot_height_ratio"):
        for side in Side:
            expected = pytest.approx(before[f"{side.other}_{name}"], nan_ok=True)
            assert after[f"{side}_{name}"] == expected


def test_the_rows_of_a_leg_are_the_figures():
    assert {int(SWAPPED[row]) for row in LEG[Side.LEFT]} == set(LEG[Side.RIGHT])
