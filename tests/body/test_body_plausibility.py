"""Which landmarks are believed: off the body, in doubt, or on a bone that is too long."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import SWAPPED, hands_and_knees, hidden_rows, mirrored, pose, without

from matside.body.landmark import Landmark
from matside.body.plausibility import BONES, believable, unmeasured

L = Landmark
HANGS_ON = {
    "LEFT_SHOULDER": [],
    "LEFT_HIP": [],
    "NOSE": [],
    "LEFT_HEEL": [],
    "LEFT_ELBOW": ["LEFT_WRIST", "LEFT_PINKY", "LEFT_INDEX", "LEFT_THUMB"],
    "LEFT_WRIST": ["LEFT_PINKY", "LEFT_INDEX", "LEFT_THUMB"],
    "LEFT_KNEE": ["LEFT_ANKLE", "LEFT_HEEL", "LEFT_FOOT_INDEX"],
    "LEFT_ANKLE": ["LEFT_HEEL", "LEFT_FOOT_INDEX"],
}
HANGS_ON |= {
    key.replace("LEFT", "RIGHT"): [name.replace("LEFT", "RIGHT") for name in names]
    for key, names in HANGS_ON.items()
}


def hidden(px):
    return {Landmark(int(row)).name for row in np.flatnonzero(np.isnan(px).any(axis=1))}


def with_value(row, value, others):
    values = np.full(33, others)
    values[row] = value
    return values


def watch(state, times, px):
    for t_s in times:
        state, seen = believable(state, pose(px, t_s=float(t_s)))
    return state, seen


def used_to(px, seconds=2.0, start=0.0):
    """Return the estimate after so many seconds of one pose at 10 frames a second."""
    return watch(unmeasured(), start + np.arange(0, seconds + 0.05, 0.1), px)[0]


def stretched(px, far, factor):
    """Return the landmarks with the bone that ends in ``far`` longer."""
    near = next(near for near, end in BONES if end == far)
    longer = px.copy()
    longer[far] = px[near] + factor * (px[far] - px[near])
    return longer


@pytest.mark.parametrize("row", list(Landmark))
def test_a_landmark_that_the_model_itself_doubts_goes_with_what_hangs_on_it(row):
    px = hands_and_knees()
    _, seen = believable(unmeasured(), pose(px, visibility=with_value(row, 0.09, 0.9)))
    assert hidden(seen) == {row.name, *HANGS_ON.get(row.name, [])}
    known = np.isfinite(seen)
    np.testing.assert_array_equal(seen[known], px[known])


@pytest.mark.parametrize(
    ("visibility", "share", "kept"),
    [
        (0.1, 1.0, True),
        (0.09, 1.0, False),
        (0.6, 0.0, True),
        (0.59, 0.0, False),
        (0.59, 0.02, False),
        (0.59, 0.03, True),
        (0.2, 0.5, True),
        (math.nan, 0.0, True),
        (0.2, math.nan, True),
        (math.nan, math.nan, True),
    ],
)
def test_visibility_and_mask_decide_together(visibility, share, kept):
    row = L.LEFT_HEEL
    frame = pose(
        hands_and_knees(),
        visibility=with_value(row, visibility, 0.9),
        on_body=with_value(row, share, 1.0),
    )
    _, seen = believable(unmeasured(), frame)
    assert bool(np.isfinite(seen[row]).all()) is kept
    assert hidden(seen) <= {row.name}


CORE = [L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_KNEE, L.RIGHT_KNEE]


@pytest.mark.parametrize(("off", "believed"), [(3, True), (4, False), (6, False)])
def test_a_skeleton_off_the_mask_is_not_believed_however_visible(off, believed):
    """The mean share of the six core joints must reach one half."""
    on_body = np.ones(33)
    on_body[CORE[:off]] = 0.0
    state = used_to(hands_and_knees())
    after, seen = believable(state, pose(hands_and_knees(), t_s=2.1, on_body=on_body))
    assert bool(np.isfinite(seen).any()) is believed
    assert (after is state) is not believed


def test_the_core_alone_is_asked_and_of_it_what_is_known():
    on_body = np.zeros(33)
    on_body[CORE] = 1.0
    _, seen = believable(unmeasured(), pose(hands_and_knees(), on_body=on_body))
    assert hidden(seen) == set()
    for row in CORE:
        less = np.zeros(33)
        less[CORE] = np.nan
        less[row] = 1.0
        assert hidden(believable(unmeasured(), pose(hands_and_knees(), on_body=less))[1]) == set()
        less[row] = 0.4
        assert len(hidden(believable(unmeasured(), pose(hands_and_knees(), on_body=less))[1])) == 33


def test_without_any_mask_the_model_is_believed():
    _, seen = believable(unmeasured(), pose(hands_and_knees(), on_body=np.nan))
    assert hidden(seen) == set()


@pytest.mark.parametrize("near", [near for near, _ in BONES])
def test_a_bone_that_is_suddenly_too_long_loses_its_far_end(near):
    far = next(far for start, far in BONES if start == near)
    px = hands_and_knees()
    state = used_to(px)
    _, seen = believable(state, pose(stretched(px, far, 1.7), t_s=2.1))
    assert {far.name, *HANGS_ON[far.name]} <= hidden(seen)
    beyond = {far.name, *HANGS_ON[far.name]}
    # The next bone may be too long as well, as its near end has moved.
    assert hidden(seen) <= beyond | {"LEFT_WRIST", "RIGHT_WRIST", "LEFT_ANKLE", "RIGHT_ANKLE"}


@pytest.mark.parametrize(("factor", "kept"), [(1.59, True), (1.61, False), (0.2, True)])
def test_a_bone_may_be_up_to_1_6_times_its_usual_length(factor, kept):
    px = hands_and_knees()
    _, seen = believable(used_to(px), pose(stretched(px, L.LEFT_WRIST, factor), t_s=2.1))
    assert bool(np.isfinite(seen[L.LEFT_WRIST]).all()) is kept


@pytest.mark.parametrize(("seconds", "kept"), [(0.9, True), (1.05, False)])
@pytest.mark.parametrize("start", [0.0, 0.3, 1000.0])
def test_a_bone_is_judged_once_it_was_seen_for_a_second(seconds, kept, start):
    """However late the clock begins."""
    px = hands_and_knees()
    state = watch(unmeasured(), start + np.arange(0.0, seconds + 0.01, 0.05), px)[0]
    frame = pose(stretched(px, L.LEFT_WRIST, 3.0), t_s=start + seconds + 0.02)
    assert bool(np.isfinite(believable(state, frame)[1][L.LEFT_WRIST]).all()) is kept


def test_a_person_who_comes_closer_is_believed_after_a_while():
    """Twice as near: 1 + (1 - exp(-t / 0.7)) reaches 2 / 1.6 = 1.25 after 0.7 ln(4/3) = 0.20 s."""
    px = hands_and_knees()
    state = used_to(px)
    believed = []
    for step in range(1, 60):
        state, seen = believable(state, pose(2.0 * px, t_s=2.0 + step / 60))
        believed.append(bool(np.isfinite(seen).all()))
    first = believed.index(True)
    assert (first + 1) / 60 == pytest.approx(0.7 * math.log(4 / 3), abs=0.04)
    assert all(believed[first:])


@pytest.mark.parametrize("rate", [10, 30])
@pytest.mark.parametrize(("factor", "constant"), [(1.5, 0.7), (0.5, 8.0)])
def test_the_usual_length_grows_in_0_7_s_and_shrinks_in_8_s(rate, factor, constant):
    px = hands_and_knees()
    state = used_to(px)
    before = state.length_px.copy()
    state, _ = watch(state, 2.0 + np.arange(1, rate + 1) / rate, factor * px)
    expected = before * (1.0 + (factor - 1.0) * (1.0 - math.exp(-1.0 / constant)))
    np.testing.assert_allclose(state.length_px, expected, rtol=1e-6)


def test_lengths_are_those_of_the_bones():
    """Upper arm 45, forearm 35, thigh 80, shank 80; a first frame counts no time."""
    state, _ = believable(unmeasured(), pose(hands_and_knees(), t_s=7.0))
    np.testing.assert_allclose(state.length_px, (45, 45, 35, 35, 80, 80, 80, 80))
    np.testing.assert_array_equal(state.seen_s, 0.0)
    assert state.t_s == 7.0


def test_a_long_gap_counts_half_a_second_at_most():
    px = hands_and_knees()
    state, _ = watch(unmeasured(), [1.0, 1.2], px)
    np.testing.assert_allclose(state.seen_s, 0.2)
    state, _ = watch(state, [90.0], px)
    np.testing.assert_allclose(state.seen_s, 0.7)


def test_an_unseen_bone_keeps_its_length_and_earns_no_time():
    px = hands_and_knees()
    state = used_to(px)
    after, _ = believable(state, pose(without(2.0 * px, L.LEFT_WRIST), t_s=2.2))
    wrist = BONES.index((L.LEFT_ELBOW, L.LEFT_WRIST))
    assert after.length_px[wrist] == state.length_px[wrist]
    assert after.seen_s[wrist] == state.seen_s[wrist]
    assert after.length_px[0] > state.length_px[0]
    assert after.seen_s[0] == pytest.approx(state.seen_s[0] + 0.2)
    back, _ = believable(after, pose(px, t_s=2.3))
    assert back.seen_s[wrist] == pytest.approx(state.seen_s[wrist] + 0.1)


def test_what_was_given_is_not_changed():
    px = hands_and_knees()
    frame = pose(px.copy(), visibility=with_value(L.LEFT_WRIST, 0.0, 0.9))
    state = used_to(px)
    lengths = state.length_px.copy()
    believable(state, frame)
    np.testing.assert_array_equal(frame.image_px, px)
    np.testing.assert_array_equal(state.length_px, lengths)


shares = st.lists(st.sampled_from([0.0, 0.02, 0.05, 0.3, 0.5, 0.59, 0.7, 1.0, math.nan]),
                  min_size=33, max_size=33).map(np.array)  # fmt: skip


@given(hidden_rows(), shares, shares, st.floats(0.3, 3.0))
def test_a_landmark_comes_out_as_it_is_or_unknown_and_sides_are_alike(rows, visible, on, factor):
    px = without(factor * hands_and_knees(), *rows)
    state = used_to(hands_and_knees())
    after, seen = believable(state, pose(px, t_s=2.1, visibility=visible, on_body=on))
    known = np.isfinite(seen)
    np.testing.assert_array_equal(seen[known], px[known])
    assert (known[:, 0] == known[:, 1]).all()
    other = pose(mirrored(px), t_s=2.1, visibility=visible[SWAPPED], on_body=on[SWAPPED])
    flipped, seen_flipped = believable(used_to(mirrored(hands_and_knees())), other)
    np.testing.assert_allclose(seen_flipped, mirrored(seen))
    order = [1, 0, 3, 2, 5, 4, 7, 6]
    np.testing.assert_allclose(flipped.length_px, after.length_px[order])
