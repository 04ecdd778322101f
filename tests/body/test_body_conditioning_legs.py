"""Legs that MediaPipe swaps keep their names; a lasting change of names is believed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import (
    figure,
    hidden_rows,
    legs_swapped,
    mirrored,
    poses_on_the_mat,
    without,
)

from matside.body.conditioning import UNSURE_VOTE, follow_legs, nowhere
from matside.body.landmark import LEG, Landmark, Side

L = Landmark
TORSO = 100.0


def one_knee(left=130.0, right=50.0):
    """Return a body on its back with the left knee at the chest and the right foot down."""
    return figure(trunk=0.0, face_up=True, hip=(left, right), knee=(130.0, 100.0))


def follow(frames, *, rate=30.0, torso=TORSO, start=0.0):
    """Return what comes out for each frame, and the last state."""
    state, out = nowhere(), []
    for number, px in enumerate(frames):
        state, followed = follow_legs(state, start + number / rate, px, torso)
        out.append(followed)
    return out, state


def test_a_swapped_frame_is_repaired():
    px = one_knee()
    out, _ = follow([px, px, legs_swapped(px), px, legs_swapped(px), legs_swapped(px), px])
    for seen in out:
        np.testing.assert_array_equal(seen, px)


def test_only_the_leg_below_the_hip_changes_its_name():
    px = one_knee()
    px[L.LEFT_HIP] += 3.0
    (_, repaired), _ = follow([px, legs_swapped(px)])
    np.testing.assert_array_equal(repaired, px)
    assert not (legs_swapped(px)[L.LEFT_HEEL] == px[L.LEFT_HEEL]).any()


def test_the_repaired_leg_is_the_one_that_is_followed():
    """The left hip opens by 3 degrees a frame; every other frame is swapped."""
    frames = [one_knee(left=130.0 - 3.0 * n, right=50.0) for n in range(12)]
    told = [legs_swapped(px) if n % 2 else px for n, px in enumerate(frames)]
    for seen, px in zip(follow(told)[0], frames, strict=True):
        np.testing.assert_array_equal(seen, px)


@pytest.mark.parametrize("rate", [15.0, 30.0, 60.0])
def test_a_lasting_change_of_names_is_accepted(rate):
    """The vote falls from 1 towards -1 with 0.8 s and passes -0.6 after 0.8 ln 5 = 1.29 s."""
    px = one_knee()
    frames = [px] + [legs_swapped(px)] * round(3 * rate)
    out, state = follow(frames, rate=rate)
    accepted = [bool((seen == legs_swapped(px)).all()) for seen in out]
    first = accepted.index(True)
    assert first / rate == pytest.approx(0.8 * math.log(5.0), abs=1.01 / rate)
    assert all(accepted[first:])
    assert state.vote == pytest.approx(1.0)


def test_after_new_names_a_swap_back_is_repaired_again():
    px = one_knee()
    frames = [px] + [legs_swapped(px)] * 60 + [px, legs_swapped(px)]
    out, _ = follow(frames)
    np.testing.assert_array_equal(out[-2], legs_swapped(px))


def test_swaps_now_and_then_never_change_the_names():
    """Every fourth frame is swapped, for ten seconds: the vote settles about one half."""
    px = one_knee()
    out, state = follow([legs_swapped(px) if n % 4 == 3 else px for n in range(300)])
    assert all((seen == px).all() for seen in out)
    assert state.vote == pytest.approx(0.5, abs=0.1)


def test_the_vote_worked_out_by_hand():
    px = one_knee()
    _, state = follow([px, legs_swapped(px)], rate=2.5)
    assert state.vote == pytest.approx(1.0 - 2.0 * (1.0 - math.exp(-0.4 / 0.8)))
    assert state.t_s == 0.4
    np.testing.assert_array_equal(state.left, px[list(LEG[Side.LEFT][1:])])
    np.testing.assert_array_equal(state.right, px[list(LEG[Side.RIGHT][1:])])


@pytest.mark.parametrize(("gap", "kept"), [(0.5, True), (0.51, False), (20.0, False)])
def test_a_gap_forgets_the_legs(gap, kept):
    px = one_knee()
    state, _ = follow_legs(nowhere(), 1.0, px, TORSO)
    state, out = follow_legs(state, 1.0 + gap, legs_swapped(px), TORSO)
    assert bool((out == px).all()) is kept
    assert (state.vote == 1.0) is not kept
    assert state.t_s == 1.0 + gap


def two_points(apart):
    """Return legs of which every joint of the right one lies ``apart`` px beside the left one's."""
    px = np.zeros((33, 2))
    px[list(LEG[Side.RIGHT][1:])] = apart, 0.0
    return px


@pytest.mark.parametrize(("apart", "repaired"), [(35.1, True), (34.9, False)])
def test_legs_nearer_than_35_hundredths_of_the_torso_keep_their_labels(apart, repaired):
    px = two_points(apart)
    (_, out), _ = follow([px, legs_swapped(px)])
    assert bool((out == px).all()) is repaired


@pytest.mark.parametrize(("past_the_middle", "repaired"), [(6.1, True), (5.9, False)])
def test_swapped_legs_must_fit_better_by_12_hundredths_of_the_torso(past_the_middle, repaired):
    """Legs 50 px apart meet near their middle: each is 4 times the way past it nearer swapped."""
    rows = list(LEG[Side.LEFT][1:]), list(LEG[Side.RIGHT][1:])
    before, after = two_points(50.0), np.zeros((33, 2))
    after[rows[0]], after[rows[1]] = (25.0 + past_the_middle, 0.0), (25.0 - past_the_middle, 0.0)
    (_, out), _ = follow([before, after])
    assert bool((out == legs_swapped(after)).all()) is repaired


def test_crossing_legs_are_not_swapped():
    """A cycling movement: the legs pass each other, none of them jumps."""
    frames = [
        one_knee(left=90.0 + 45.0 * math.cos(n / 5.0), right=90.0 - 45.0 * math.cos(n / 5.0))
        for n in range(90)
    ]
    out, _ = follow(frames)
    assert all((seen == px).all() for seen, px in zip(out, frames, strict=True))


def test_heels_and_toes_do_not_decide():
    px = one_knee()
    seen = px.copy()
    feet = [L.LEFT_HEEL, L.LEFT_FOOT_INDEX], [L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX]
    seen[feet[0]], seen[feet[1]] = 3.0 * px[feet[1]], 3.0 * px[feet[0]]
    (_, out), _ = follow([px, seen])
    np.testing.assert_array_equal(out, seen)


def test_a_foot_out_of_the_picture_does_not_stop_the_following():
    px = one_knee()
    less = without(legs_swapped(px), L.LEFT_HEEL, L.RIGHT_FOOT_INDEX)
    (_, out), _ = follow([px, less])
    np.testing.assert_array_equal(out, without(px, L.RIGHT_HEEL, L.LEFT_FOOT_INDEX))


@pytest.mark.parametrize("row", [L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE])
def test_a_frame_without_a_leg_changes_nothing_and_is_no_memory(row):
    px = one_knee()
    state, _ = follow_legs(nowhere(), 0.0, px, TORSO)
    less = without(legs_swapped(px), row)
    after, out = follow_legs(state, 0.1, less, TORSO)
    assert after is state
    np.testing.assert_array_equal(out, less)
    _, out = follow_legs(after, 0.2, legs_swapped(px), TORSO)
    np.testing.assert_array_equal(out, px)


@pytest.mark.parametrize("torso", [math.nan, 0.0])
def test_without_a_torso_nothing_is_changed(torso):
    px = one_knee()
    state, _ = follow_legs(nowhere(), 0.0, px, TORSO)
    after, out = follow_legs(state, 0.1, legs_swapped(px), torso)
    assert after is state
    np.testing.assert_array_equal(out, legs_swapped(px))


def test_what_was_given_is_not_changed():
    px, swapped = one_knee(), legs_swapped(one_knee())
    given_px = swapped.copy()
    state, _ = follow_legs(nowhere(), 0.0, px, TORSO)
    follow_legs(state, 0.1, given_px, TORSO)
    np.testing.assert_array_equal(given_px, swapped)


@given(st.lists(poses_on_the_mat(), min_size=2, max_size=5), hidden_rows())
def test_each_frame_comes_out_as_it_is_or_with_its_legs_swapped(frames, hidden):
    told = [without(frames[0], *hidden), *frames[1:]]
    for px, out in zip(told, follow(told)[0], strict=True):
        kept = np.array_equal(out, px, equal_nan=True)
        assert kept or np.array_equal(out, legs_swapped(px), equal_nan=True)


@given(
    st.lists(poses_on_the_mat(), min_size=2, max_size=5),
    st.sampled_from([0.25, 1.0, 4.0]),
    st.integers(0, 5000),
)
def test_following_moves_with_scale_mirror_and_clock(frames, scale, start):
    out, state = follow(frames, rate=32.0)
    moved = [scale * px for px in frames]
    scaled, after = follow(moved, rate=32.0, torso=scale * TORSO, start=start)
    assert after.vote == state.vote
    for one, other in zip(out, scaled, strict=True):
        np.testing.assert_array_equal(scale * one, other)
    flipped, after = follow([mirrored(px) for px in frames], rate=32.0)
    assert after.vote == state.vote
    for one, other in zip(out, flipped, strict=True):
        np.testing.assert_array_equal(mirrored(one), other)


def test_legs_that_were_merged_are_labelled_anew():
    """Both knees come to one place; whichever leg the model then calls left is the left one."""
    merged = one_knee(left=90.0, right=88.0)
    merged[[L.RIGHT_ANKLE, L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX]] = (
        merged[[L.LEFT_ANKLE, L.LEFT_HEEL, L.LEFT_FOOT_INDEX]] + 2.0
    )
    apart = one_knee()
    for after in (apart, legs_swapped(apart)):
        out, state = follow([merged, merged, after])
        np.testing.assert_array_equal(out[-1], after)
        assert state.vote == UNSURE_VOTE


def test_names_that_come_out_of_a_merge_wrong_are_soon_exchanged():
    """0.3 s of labels that disagree are enough there, where it takes 1.3 s otherwise."""
    merged = one_knee(left=90.0, right=88.0)
    merged[[L.RIGHT_ANKLE, L.RIGHT_HEEL, L.RIGHT_FOOT_INDEX]] = (
        merged[[L.LEFT_ANKLE, L.LEFT_HEEL, L.LEFT_FOOT_INDEX]] + 2.0
    )
    apart = one_knee()
    out, _ = follow([merged, legs_swapped(apart), *[apart] * 12])
    names = [bool((seen == apart).all()) for seen in out[2:]]
    first = names.index(True)
    assert first / 30.0 == pytest.approx(0.8 * math.log(0.6 / 0.4), abs=0.06)
    assert all(names[first:])
