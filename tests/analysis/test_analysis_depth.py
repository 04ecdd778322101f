"""The person's usual depth: learned from enough sessions, robust, never someone else's."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.plans import held, hold, moved, practised

from matside.analysis.depth import LEAST_SESSIONS, MOST_SESSIONS, depths_of, usual_depths
from matside.analysis.progress_result import Aim
from matside.body.catalogue import BY_NAME

HIGH: dict[str, Aim] = {"hip_flexion_deg": "high"}
RANGE: dict[str, Aim] = {"spinal_curve_deg": "range"}
NOISE = BY_NAME["hip_flexion_deg"].noise.level


def sessions(*depths):
    return [practised(day, held(hold(depth=depth))) for day, depth in enumerate(depths)]


def usual(*depths):
    return usual_depths(sessions(*depths), "knees_to_chest", HIGH, held=True)


def test_nothing_is_usual_before_enough_sessions():
    assert usual(*[110.0] * (LEAST_SESSIONS - 1)) == ()
    (found,) = usual(*[110.0] * LEAST_SESSIONS)
    assert (found.low, found.middle, found.high) == (110 - NOISE, 110.0, 110 + NOISE)
    assert found.near(110.0 + NOISE)
    assert not found.near(111.0 + NOISE)
    assert not found.near(math.nan)


def test_a_slip_of_the_tracking_changes_little():
    (found,) = usual(110.0, 111.0, 109.0, 110.0, 112.0, 108.0, 170.0)
    assert found.middle == 110.0
    assert found.high <= 112.0 + NOISE


def test_unknown_depths_teach_nothing():
    assert usual(*[110.0] * (LEAST_SESSIONS - 1), math.nan) == ()


def test_only_the_last_sessions_count():
    (found,) = usual(*[80.0] * 30, *[110.0] * MOST_SESSIONS)
    assert found.low == 110.0 - NOISE


def test_moves_are_told_by_their_range():
    parts = [moved(swing=50.0), moved(swing=70.0)]
    assert depths_of(parts, RANGE, held=False) == {"spinal_curve_deg": 60.0}


@given(st.lists(st.floats(40.0, 140.0), min_size=LEAST_SESSIONS, max_size=40))
def test_what_is_usual_lies_within_what_was_reached_and_the_noise(depths):
    (found,) = usual(*depths)
    lately = depths[-MOST_SESSIONS:]
    assert min(lately) - NOISE <= found.low <= found.middle <= found.high <= max(lately) + NOISE
    assert found.near(found.middle)
