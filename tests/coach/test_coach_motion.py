"""Speeds and drifts of measures and parts of the body, through the last seconds."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.coach.coach_figure import (
    LEFT_KNEE,
    LYING,
    SIZE_PX,
    TABLETOP,
    motion,
    pose,
)
from tests.coach.coach_samples import (
    AT_REST,
    NAN,
    TIMED,
    UP,
    exercise,
    phase,
    samples,
)

from matside.body.conditioning import torso_length
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.coach.motion import (
    DRIFT_STRIDE_S,
    DRIFT_WINDOW_S,
    SPEED_LAG_S,
    SPEED_WINDOW_S,
    motionless,
    moved,
)
from matside.coach.sample import (
    new_sampler,
    pace,
)
from matside.exercise.conditions import Band, Stillness

SLOW_HIPS = exercise(phase("up", UP, at_rest=AT_REST))


def test_only_speeds_that_a_phase_asks_for_are_taken():
    assert new_sampler([exercise(), TIMED]).motion.timed == (
        "left_hip_flexion_deg",
        "right_hip_flexion_deg",
    )
    _, found = samples(motion((LYING, 0, 1)), exercise())
    assert found[-1].speeds == {}


def test_speed_is_the_slope_of_the_last_half_second():
    lifted = (LEFT_KNEE, 6.0, 2.0)
    _, found = samples(motion((LYING, 0, 1), lifted), TIMED)
    by_time = {round(one.t_s * 15): one.speeds for one in found}
    assert by_time[15]["left_hip_flexion_deg"] == pytest.approx(0.0, abs=1e-9)
    assert by_time[60]["left_hip_flexion_deg"] == pytest.approx(10.0, rel=0.02)
    assert by_time[60]["right_hip_flexion_deg"] == pytest.approx(0.0, abs=1e-6)
    assert by_time[135]["left_hip_flexion_deg"] == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize(("rate_hz", "off_s"), [(15, 0.05), (5, 0.15), (3, 0.2), (2, 0.25)])
def test_who_sets_out_slowly_and_comes_to_rest_does_so_a_lag_before_the_speed_is_half_known(
    rate_hz, off_s
):
    _, found = samples(motion((LYING, 0, 1), (LEFT_KNEE, 6.0, 2.0), rate_hz=rate_hz), TIMED)
    half = [one.speeds["left_hip_flexion_deg"] > 5.0 for one in found]
    changes = [
        one.t_s for one, was, now in zip(found[1:], half, half[1:], strict=False) if was != now
    ]
    assert changes == pytest.approx([1.0 + SPEED_LAG_S, 7.0 + SPEED_LAG_S], abs=off_s)


def test_frames_on_the_way_between_two_frames_change_no_speed():
    """Uneven frames of hips on a zigzag, and the same with four more between each two of them."""
    t = np.cumsum([0.0, 0.2, 0.1, 0.04, 0.3, 0.2, 0.07, 0.25, 0.1])
    x = np.array([0.0, 5.0, 9.0, 9.0, 30.0, 28.0, 40.0, 41.0, 60.0])
    fine = np.unique(np.concatenate([np.linspace(a, b, 6) for a, b in pairwise(t)]))

    def paces(times):
        state, found = motionless([SLOW_HIPS]), {}
        for t_s in times:
            px = np.full((33, 2), np.interp(t_s, t, x))
            state = moved(state, float(t_s), {}, px, 100.0)
            found[float(t_s)] = state.paces["left_hips"]
        return found

    few, many = paces(t), paces(fine)
    assert math.isfinite(few[t[-1]])
    assert [many[t_s] for t_s in t] == pytest.approx([few[t_s] for t_s in t], nan_ok=True)


def test_speed_has_no_sign():
    _, found = samples(motion((LEFT_KNEE, 0, 1), (LYING, 6, 0)), TIMED)
    assert found[-1].speeds["left_hip_flexion_deg"] == pytest.approx(10.0, rel=0.02)


@pytest.mark.parametrize("rate_hz", [4, 15, 240])
def test_speed_is_known_after_half_of_its_window(rate_hz):
    _, found = samples(motion((LYING, 0, 1), rate_hz=rate_hz), TIMED)
    known = [not math.isnan(one.speeds["left_hip_flexion_deg"]) for one in found]
    assert known == [one.t_s >= SPEED_WINDOW_S / 2 for one in found]


@pytest.mark.parametrize("rate_hz", [2, 2.7, 3, 3.5])
def test_few_frames_a_second_give_a_speed_from_the_second_on(rate_hz):
    moving = motion((LYING, 0, 4), (LEFT_KNEE, 6.0, 0.0), rate_hz=rate_hz)
    _, found = samples(moving, TIMED)
    speeds = [one.speeds["left_hip_flexion_deg"] for one in found]
    assert [math.isnan(speed) for speed in speeds] == [True] + [False] * (len(speeds) - 1)
    for one, speed in zip(found[1:], speeds[1:], strict=True):
        if not 3.9 < one.t_s < 5.5:
            expected = 0.0 if one.t_s < 5.0 else 10.0
            assert speed == pytest.approx(expected, abs=0.1), one.t_s


def test_frames_more_than_a_bridge_apart_give_no_speed():
    _, found = samples(motion((LYING, 0, 9), rate_hz=0.9), TIMED)
    assert all(math.isnan(one.speeds["left_hip_flexion_deg"]) for one in found)


def test_speed_is_unknown_while_its_window_holds_a_drop_out():
    _, found = samples(motion((LYING, 0, 1), (None, 0, 0.2), (LYING, 0, 1)), TIMED)
    unknown = [one.t_s for one in found if math.isnan(one.speeds["left_hip_flexion_deg"])]
    assert min(t for t in unknown if t > 0.5) == pytest.approx(1.0)
    assert max(unknown) == pytest.approx(1.2 + SPEED_WINDOW_S, abs=0.1)


@pytest.mark.parametrize("rate_hz", [2, 15, 60])
def test_memory_of_speeds_is_its_window_and_one_sample_more(rate_hz):
    state, _ = samples(motion((LYING, 0, 3), rate_hz=rate_hz), TIMED)
    assert 3.0 - state.motion.past[1][0] <= SPEED_WINDOW_S
    assert state.motion.past[-1][0] == 3.0


def test_memory_of_a_drift_is_its_window_at_a_coarser_spacing():
    state, _ = samples(motion((TABLETOP, 0, 8), rate_hz=60), SLOW_HIPS)
    times = [t_s for t_s, _ in state.motion.places]
    assert times[-1] - times[0] <= DRIFT_WINDOW_S
    assert len(times) <= DRIFT_WINDOW_S / DRIFT_STRIDE_S + 2


def test_who_sinks_drifts_and_who_fidgets_does_not():
    """A body that goes 0.15 torso lengths a second, or to and fro by 0.05 faster than that."""
    start, torso_px = pose(0.0, TABLETOP), 400.0

    def drifts(place):
        at = {n / 15: place(n / 15) * torso_px for n in range(90)}
        shifted = [
            replace(start, t_s=t_s, image_px=start.image_px + np.array([x, 0.0]))
            for t_s, x in at.items()
        ]
        _, found = samples(shifted, SLOW_HIPS)
        torso = torso_length(found[-1].pose.image_px) / torso_px
        return [one.drifts["left_hips"] * torso for one in found], found[-1].paces["left_hips"]

    sinks, _ = drifts(lambda t_s: 0.15 * t_s)
    assert sinks[-1] == pytest.approx(0.15, abs=0.01)
    assert [math.isnan(value) for value in sinks[:3]] == [True] * 3
    fidgets, pace = drifts(lambda t_s: 0.05 * math.sin(2.0 * math.pi * t_s))
    assert max(fidgets[45:]) < 0.05
    assert pace > 0.1


@pytest.mark.parametrize(
    ("way", "pace", "sinking"),
    [((0.2, 0.0), 0.2, 0.2), ((0.3, 0.4), 0.5, 0.5), ((0.3, -0.4), 0.5, 0.3), ((0, -1), 1, 0)],
)
def test_sinking_is_the_speed_without_what_goes_up(way, pace, sinking):
    """Ways in torso lengths a second, to the right and down in the picture."""
    state = motionless([SLOW_HIPS])
    for n in range(20):
        px = np.full((33, 2), 100.0 * np.array(way) * n / 20)
        state = moved(state, n / 20, {}, px, 100.0)
    assert state.paces["left_hips"] == pytest.approx(pace)
    assert state.sinking["left_hips"] == pytest.approx(sinking)
    state = moved(state, 1.0, {}, np.full((33, 2), np.nan), 100.0)
    assert math.isnan(state.sinking["left_hips"])


@pytest.mark.parametrize(
    ("of", "hand", "knee", "speed"),
    [
        ("fastest", 0.0, 0.3, 0.3),
        ("fastest", NAN, 0.3, 0.3),
        ("first", 0.0, 0.3, 0.0),
        ("first", 0.3, 0.0, 0.3),
        ("first", NAN, 0.3, 0.3),
        ("first", NAN, NAN, NAN),
    ],
)
def test_speed_that_counts_is_the_fastest_or_that_of_the_first_part_that_is_seen(
    of, hand, knee, speed
):
    _, (one,) = samples([unseen(4.0, SIZE_PX)], TIMED)
    shown = replace(
        one,
        near_side=Side.LEFT,
        paces={"left_hands": hand, "right_knees": knee, "left_knees": 9.0, "right_hands": 9.0},
    )
    rest = Stillness(
        parts=("hands", "knees"),
        of=of,
        enter=Band(at_most=0.1),
        exit=Band(at_most=0.1),
        source="made up",
    )
    assert pace(shown, rest, Side.RIGHT) == pytest.approx(speed, nan_ok=True)
