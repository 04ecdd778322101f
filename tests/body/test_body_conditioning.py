"""From the raw pose to the one that is measured: believed, followed, smoothed; the near side."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import (
    arc,
    figure,
    hands_and_knees,
    hidden_rows,
    legs_swapped,
    pose,
    poses_on_the_mat,
    twisted,
    without,
)

from matside.body.conditioning import condition, unconditioned
from matside.body.frames import unseen
from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, Landmark, Side

L = Landmark
NEAR_JOINTS = {side: [j[side] for j in (SHOULDER, ELBOW, HIP, KNEE, ANKLE)] for side in Side}


def visible(left, right, rest=0.9):
    """Return the visibility of a frame in which each side's joints are visible so much."""
    values = np.full(33, rest)
    values[NEAR_JOINTS[Side.LEFT]], values[NEAR_JOINTS[Side.RIGHT]] = left, right
    return values


def run(frames):
    state, out = unconditioned(), []
    for frame in frames:
        state, conditioned = condition(state, frame)
        out.append(conditioned)
    return state, out


def film(px, visibilities, rate=20.0, start=0.0):
    return [
        pose(px, t_s=start + number / rate, visibility=values)
        for number, values in enumerate(visibilities)
    ]


def test_a_plain_first_frame_passes_unchanged():
    frame = pose(hands_and_knees(), t_s=3.0, back=arc(10.0), world=twisted(5.0))
    state, (out,) = run([frame])
    np.testing.assert_array_equal(out.image_px, frame.image_px)
    assert out.back_px is frame.back_px
    assert out.world_m is frame.world_m
    assert out.visibility is frame.visibility
    assert (out.t_s, out.size_px, out.people) == (3.0, frame.size_px, 1)
    assert state.t_s == 3.0
    assert state.limbs.t_s == state.legs.t_s == state.smoother.t_s == 3.0


@pytest.mark.parametrize(
    ("left", "right", "near"),
    [(0.9, 0.3, Side.LEFT), (0.3, 0.9, Side.RIGHT), (0.51, 0.5, Side.LEFT)],
)
def test_one_picture_has_a_near_side(left, right, near):
    """Its evidence is a tenth of a second of the difference."""
    state, _ = run(film(hands_and_knees(), [visible(left, right)]))
    assert state.near_side is near
    assert state.near_evidence_s == pytest.approx(0.1 * (left - right))


def test_nobody_chose_a_side_before_the_first_frame():
    assert unconditioned().near_side is None


@pytest.mark.parametrize("joint", range(5))
def test_each_joint_of_the_near_side_counts_a_fifth(joint):
    values = visible(0.5, 0.5)
    values[NEAR_JOINTS[Side.RIGHT][joint]] = 1.0
    state, _ = run(film(hands_and_knees(), [values]))
    assert state.near_evidence_s == pytest.approx(-0.1 * 0.1)
    assert state.near_side is Side.RIGHT


def test_other_landmarks_do_not_choose():
    values = visible(0.6, 0.5, rest=0.9)
    values[[L.RIGHT_EAR, L.RIGHT_WRIST, L.RIGHT_HEEL]] = 1.0
    values[[L.LEFT_EAR, L.LEFT_WRIST, L.LEFT_HEEL]] = 0.1
    assert run(film(hands_and_knees(), [values]))[0].near_side is Side.LEFT


def test_a_wrong_first_guess_changes_after_four_tenths_of_a_second_of_evidence():
    """0.01 for the left, then 1 a second for the right: at -0.4 after 0.41 s, 9 frames of 20."""
    frames = film(hands_and_knees(), [visible(0.6, 0.5)] + [visible(0.0, 1.0)] * 12)
    sides = [run(frames[: count + 1])[0].near_side for count in range(len(frames))]
    assert sides == [Side.LEFT] * 9 + [Side.RIGHT] * 4


def test_a_short_turn_does_not_change_the_near_side():
    clear, other = visible(0.95, 0.15), visible(0.15, 0.95)
    frames = film(hands_and_knees(), [clear] * 80 + [other] * 20 + [clear] * 5)
    for count in (81, 100, 105):
        assert run(frames[:count])[0].near_side is Side.LEFT


@pytest.mark.parametrize(("sign", "before"), [(1.0, Side.LEFT), (-1.0, Side.RIGHT)])
def test_evidence_of_three_seconds_is_the_most_that_must_be_outweighed(sign, before):
    """A minute for one side, then 1 a second for the other: 3.4 s at 20 frames a second."""
    one, other = visible(1.0, 0.0), visible(0.0, 1.0)
    if sign < 0.0:
        one, other = other, one
    state, _ = run(film(hands_and_knees(), [one] * 1200))
    assert state.near_evidence_s == sign * 3.0
    changed = None
    for number in range(1, 100):
        frame = pose(hands_and_knees(), t_s=60.0 + number / 20.0, visibility=other)
        state, _ = condition(state, frame)
        if state.near_side is not before and changed is None:
            changed = number
    # 67 or 68 frames after the first, which lies 0.05 s behind the last of the minute.
    assert changed == pytest.approx(68, abs=1)


@pytest.mark.parametrize("rate", [5.0, 20.0])
def test_a_gap_is_evidence_of_a_tenth_of_a_second_at_most(rate):
    state, _ = run(film(hands_and_knees(), [visible(1.0, 0.0)] * 3, rate=rate))
    assert state.near_evidence_s == pytest.approx(0.1 + 2 * min(0.1, 1.0 / rate))


def test_unknown_visibility_is_no_evidence():
    frames = film(
        hands_and_knees(), [visible(0.4, 0.8), visible(math.nan, 0.9), np.full(33, np.nan)]
    )
    state, _ = run(frames[:1])
    after, out = run(frames)
    assert after.near_side is Side.RIGHT
    assert after.near_evidence_s == pytest.approx(state.near_evidence_s)
    np.testing.assert_array_equal(out[-1].image_px, hands_and_knees())
    partly = visible(0.4, 0.8)
    partly[L.RIGHT_KNEE] = np.nan
    assert run(film(hands_and_knees(), [partly]))[0].near_evidence_s == pytest.approx(-0.04)


def test_no_near_side_without_any_evidence():
    assert run(film(hands_and_knees(), [np.full(33, np.nan)]))[0].near_side is None


def test_nobody_in_view_passes_and_keeps_what_is_remembered():
    state, _ = run(film(hands_and_knees(), [visible(0.9, 0.3)] * 5))
    empty = unseen(0.4, (640, 480))
    after, out = condition(state, empty)
    assert out is empty
    assert after.t_s == 0.4
    assert after.near_side is Side.LEFT
    assert (after.limbs, after.legs, after.smoother) == (state.limbs, state.legs, state.smoother)


def test_a_skeleton_off_the_body_is_blank_as_a_whole():
    frame = pose(hands_and_knees(), t_s=1.0, back=arc(5.0), world=twisted(3.0), on_body=0.1)
    state, _ = run(film(hands_and_knees(), [visible(0.9, 0.3)] * 3))
    after, out = condition(state, frame)
    for values in (out.image_px, out.world_m, out.back_px):
        assert np.isnan(values).all()
    assert out.seen
    assert out.t_s == after.t_s == 1.0
    assert after.near_side is Side.LEFT
    assert after.near_evidence_s == state.near_evidence_s
    assert (after.legs, after.smoother) == (state.legs, state.smoother)


def test_doubted_landmarks_are_unknown_and_the_others_pass():
    values = visible(0.9, 0.8)
    values[L.LEFT_ANKLE] = 0.05
    _, (out,) = run([pose(hands_and_knees(), visibility=values)])
    rows = [L.LEFT_ANKLE, L.LEFT_HEEL, L.LEFT_FOOT_INDEX]
    np.testing.assert_array_equal(out.image_px, without(hands_and_knees(), *rows))


def test_legs_are_followed_before_they_are_smoothed():
    """A swapped frame leaves no trace, not even in the filter."""
    px = figure(trunk=0.0, face_up=True, hip=(130.0, 50.0), knee=(130.0, 100.0))
    told = [px, px, legs_swapped(px), px]
    _, out = run([pose(one, t_s=number / 30) for number, one in enumerate(told)])
    for frame in out:
        np.testing.assert_array_equal(frame.image_px, px)


@pytest.mark.parametrize(
    "far", [(), (L.RIGHT_HIP,), (L.LEFT_SHOULDER,), (L.LEFT_HIP, L.LEFT_SHOULDER)]
)
def test_positions_are_smoothed_also_where_a_far_hip_or_shoulder_is_hidden(far):
    """The filter's scale, the torso, is known from the near side."""
    px = hands_and_knees()
    before, after = without(px, *far), without(px + 2.0, *far)
    _, (_, out) = run([pose(before, t_s=0.0), pose(after, t_s=1 / 30)])
    moved = (out.image_px - px)[np.isfinite(before)]
    assert (moved > 0.2).all()
    assert (moved < 1.8).all()


def test_legs_are_followed_also_where_a_far_hip_is_hidden():
    px = without(
        figure(trunk=0.0, face_up=True, hip=(130.0, 50.0), knee=(130.0, 100.0)), L.RIGHT_HIP
    )
    _, (_, out) = run([pose(px, t_s=0.0), pose(legs_swapped(px), t_s=1 / 30)])
    np.testing.assert_array_equal(out.image_px, px)


def test_without_a_torso_positions_pass():
    rows = (L.LEFT_HIP, L.RIGHT_HIP)
    px = without(hands_and_knees(), *rows)
    _, (_, out) = run([pose(px, t_s=0.0), pose(px + 5.0, t_s=0.1)])
    np.testing.assert_array_equal(out.image_px, px + 5.0)


@given(
    st.lists(st.tuples(poses_on_the_mat(), hidden_rows()), min_size=1, max_size=4),
    st.integers(0, 5000),
)
def test_conditioning_knows_no_clock_and_makes_nothing_up(frames, start):
    told = [without(px, *rows) for px, rows in frames]
    times = [number / 32.0 for number in range(len(told))]
    early = run([pose(px, t_s=t_s) for px, t_s in zip(told, times, strict=True)])
    late = run([pose(px, t_s=start + t_s) for px, t_s in zip(told, times, strict=True)])
    assert early[0].near_evidence_s == late[0].near_evidence_s
    for px, one, other in zip(told, early[1], late[1], strict=True):
        np.testing.assert_array_equal(one.image_px, other.image_px)
        unknown = np.isnan(px) & np.isnan(legs_swapped(px))
        assert np.isnan(one.image_px[unknown]).all()


def test_a_state_can_be_used_again():
    """Replaying from the same state gives the same: nothing in it was changed."""
    frames = film(hands_and_knees(), [visible(0.9, 0.3)] * 4)
    state, _ = run(frames)
    later = pose(hands_and_knees() + 4.0, t_s=0.2)
    _, first = condition(state, later)
    _, again = condition(state, later)
    np.testing.assert_array_equal(first.image_px, again.image_px)
