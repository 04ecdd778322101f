"""The person's own neutral: by a quiet time, by the swing, and corrected when it was an end."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import (
    CURVE,
    HEAD,
    HEIGHT,
    NAN,
    NEUTRAL,
    condition,
    curves,
    ends,
    path,
    sample,
    times,
)

from matside.coach.neutral import MEMORY_S, NeutralTrack, seek, seek_all, settle
from matside.exercise.schema import Neutral

RULE = Neutral.model_validate(NEUTRAL)
"""Quiet for 1 s within 5 degrees; a swing is 40 degrees."""


def run(points, rate_hz=10, rule=RULE):
    """The search after a curve has moved along straight lines."""
    track = NeutralTrack()
    for t_s, value in path(points, rate_hz):
        track = seek(track, t_s, value, rule)
    return track


def found(track):
    return track.basis, track.value


def test_nothing_is_known_at_first():
    assert run([(0, 7), (0.8, 7)]).basis == "none"


def test_quiet_second_gives_its_middle():
    assert found(run([(0, 7), (0.9, 7)])) == ("quiet", 7)
    basis, value = found(run([(0, 6), (1, 10), (1.1, 10)]))
    assert (basis, value) == ("quiet", pytest.approx(8, abs=0.5))


def test_first_quiet_time_counts():
    assert found(run([(0, 0), (1, 30), (2.2, 30), (3, 0), (5, 0)])) == ("quiet", pytest.approx(30))


def test_unquiet_second_gives_nothing():
    assert run([(0, 0), (10, 60)]).basis == "none"


def test_quiet_needs_five_values():
    assert run([(0, 7), (0.9, 7)], rate_hz=3).basis == "none"
    assert run([(0, 7), (0.9, 7)], rate_hz=5).basis == "quiet"


def test_where_pictures_are_rare_five_values_take_longer():
    assert run([(0, 7), (1.5, 7)], rate_hz=2).basis == "none"
    assert found(run([(0, 7), (2, 7)], rate_hz=2)) == ("quiet", 7)
    assert run([(0, 7), (0.5, 7), (1, 40), (2, 7)], rate_hz=2).basis == "none"
    assert run([(0, 7), (30, 7)], rate_hz=1).basis == "none", "pictures, and no stream"


def test_swing_gives_its_middle_once_it_turns_back():
    assert run([(0, 0), (2, 50)]).basis == "none"
    assert run([(0, 0), (2, 50), (2.5, 36)]).basis == "none"
    assert found(run([(0, 0), (2, 50), (2.6, 34)])) == ("swing", pytest.approx(25))
    assert found(run([(0, 50), (2, 0), (2.6, 16)])) == ("swing", pytest.approx(25))


def test_small_swing_gives_nothing():
    assert run([(0, 0), (1, 38), (2, 0), (3, 38), (4, 0)]).basis == "none"


def test_quiet_level_at_an_end_of_the_swing_is_not_the_neutral():
    rule = RULE.model_copy(update={"quiet_s": 3.0})
    moving = [(0, 0), (2, 80), (4.5, 80)]
    assert run(moving, rule=rule).basis == "none"
    track = run([*moving, (6, 79)], rule=rule)
    assert (track.basis, track.value) == ("none", pytest.approx(NAN, nan_ok=True))
    track = run([*moving, (6, 79), (7, 40)], rule=rule)
    assert found(track) == ("swing", pytest.approx(40))


def test_held_end_is_corrected_by_the_full_swing():
    held_cow = [(0, -40), (1, -40), (3, 60)]
    assert found(run(held_cow)) == ("quiet", -40)
    assert found(run([*held_cow, (4, 35)])) == ("quiet", -40)
    assert found(run([*held_cow, (5, 20)])) == ("swing", pytest.approx(10))


def test_half_a_swing_corrects_nothing():
    assert found(run([(0, 0), (1, 0), (3, 60), (5, 0), (7, 60), (9, 0)])) == ("quiet", 0)


def test_quiet_level_in_the_middle_stays():
    assert found(run([(0, 0), (1, 0), (3, 60), (6, -40), (9, 60), (12, -40)])) == ("quiet", 0)


def test_swing_once_found_stays():
    track = run([(0, 0), (2, 50), (3, 0), (4, 100), (5, 0), (6, 100), (8, 100)])
    assert found(track) == ("swing", pytest.approx(25))


def test_swing_is_forgotten_after_a_while():
    late = 2 * MEMORY_S
    slow = [(0, 0), (1, 100), (2, 100), (2.1, 94), (late, 94 - 0.1)]
    track = run(slow, rate_hz=20, rule=RULE.model_copy(update={"quiet_range": 1e-9}))
    assert late - track.past[0][0] <= MEMORY_S + 0.1
    assert len(track.past) <= MEMORY_S / 0.1 + 1
    assert late - track.quiet[0][0] <= RULE.quiet_s


def test_nan_is_passed_over():
    track = run([(0, 7), (0.5, 7)])
    assert seek(track, 0.6, NAN, RULE) is track


# The end of the stream


def test_end_of_the_stream_settles_for_one_full_swing():
    track = settle(run([(0, 0), (2, 90)]), RULE)
    assert found(track) == ("swing", pytest.approx(45))


@pytest.mark.parametrize(
    "track",
    [NeutralTrack(), run([(0, 0), (2, 60)]), run([(0, 7), (1, 7), (3, 70)])],
    ids=["nothing seen", "half a swing", "known already"],
)
def test_end_of_the_stream_changes_nothing_otherwise(track):
    assert settle(track, RULE) is track


def test_end_of_the_stream_corrects_a_quiet_level_that_proves_to_be_an_end():
    track = run([(0, 7), (1, 7), (3, 90)])
    assert found(track) == ("quiet", 7)
    assert found(settle(track, RULE)) == ("swing", pytest.approx(48.5))


# Several measures

BOTH = Neutral.model_validate(NEUTRAL | {"measures": [CURVE, HEIGHT]})
NEW = {CURVE: NeutralTrack(), HEIGHT: NeutralTrack()}


def seek_both(samples, tracks=None):
    tracks = tracks or NEW
    for one in samples:
        tracks = seek_all(tracks, one, BOTH)
    return tracks


def two(t_s, curve, height):
    return sample(t_s, posture="hands_and_knees", spinal_curve_deg=curve, head_height_ratio=height)


def test_other_measures_take_their_median_when_the_first_is_found():
    shown = [two(t, 7, 8 * t) for t in times(0, 0.875, 8)]
    tracks = seek_both(shown)
    assert math.isnan(tracks[HEIGHT].value)
    tracks = seek_both([two(1.0, 7, 100)], tracks)
    assert found(tracks[CURVE]) == ("quiet", 7)
    assert tracks[HEIGHT].value == 4
    assert seek_both([two(t, 7, 100) for t in times(1.1, 3)], tracks)[HEIGHT].value == 4


def test_other_measures_take_nothing_from_a_swing():
    held = [two(t, -40, 1.0) for t in times(0, 1)]
    moving = [two(1.1 + n / 10, -40 + 5 * n, 2.0) for n in range(21)]
    back = [two(3.2 + n / 10, 60 - 5 * n, 2.0) for n in range(8)]
    tracks = seek_both(held)
    assert tracks[HEIGHT].value == 1.0
    tracks = seek_both(moving + back, tracks)
    assert tracks[CURVE].basis == "swing"
    assert math.isnan(tracks[HEIGHT].value)


def test_other_measure_that_was_never_seen_stays_unknown():
    tracks = seek_both([two(t, 7, NAN) for t in times(0, 2)])
    assert tracks[CURVE].basis == "quiet"
    assert repr(tracks[HEIGHT]) == repr(NeutralTrack())  # not ==: NaN equals no NaN


def test_other_measures_remember_a_quiet_time():
    tracks = seek_both([two(t, 7, 1.0) for t in times(0, 60, 20)])
    assert 60 - tracks[HEIGHT].quiet[0][0] <= BOTH.quiet_s
    assert tracks[HEIGHT].past == ()


GUARDED = Neutral.model_validate(
    NEUTRAL
    | {
        "when": [condition(ends(at_most=-0.4), measure="wrist_height_ratio", of="larger")],
        "at_rest": {
            "parts": ["hips"],
            "enter": {"at_most": 0.2},
            "exit": {"at_most": 0.3},
            "source": "made up",
        },
    }
)


@pytest.mark.parametrize(
    ("wrist", "pace", "basis"),
    [(-0.8, 0.1, "quiet"), (-0.2, 0.1, "none"), (-0.8, 0.25, "none"), (NAN, NAN, "quiet")],
    ids=["supported and at rest", "a hand is off the mat", "the hips travel", "nothing is known"],
)
def test_coming_and_going_is_no_neutral(wrist, pace, basis):
    shown = [
        replace(
            sample(
                t, posture="hands_and_knees", spinal_curve_deg=7.0, left_wrist_height_ratio=wrist
            ),
            paces={"left_hips": pace},
        )
        for t in times(0, 2)
    ]
    tracks = {CURVE: NeutralTrack()}
    for one in shown:
        tracks = seek_all(tracks, one, GUARDED)
    assert tracks[CURVE].basis == basis


LEVEL = Neutral.model_validate(
    NEUTRAL
    | {
        "level": [
            condition(ends(-50, 30), measure=CURVE),
            condition(ends(-15, 20), measure=HEAD),
        ]
    }
)
"""What a level body reads: a back of -50 to 30 degrees, a head of -15 to 20."""


def swung(points, heads, rule=LEVEL):
    """The neutral after a back and a head have moved along straight lines."""
    tracks = {CURVE: NeutralTrack()}
    for (t_s, curve), (_, head) in zip(path(points), path(heads), strict=True):
        shown = sample(t_s, posture="hands_and_knees", spinal_curve_deg=curve, head_angle_deg=head)
        tracks = seek_all(tracks, shown, rule)
    return found(tracks[CURVE]), found(settle(tracks[CURVE], rule))


STILL_HEAD = [(0, 0), (2, 0), (4, 0)]


@pytest.mark.parametrize(
    ("curve", "head", "middle"),
    [
        ([(0, 70), (2, -70), (4, 70)], STILL_HEAD, 0),
        ([(0, 70), (2, -30), (4, 70)], STILL_HEAD, None),
        ([(0, 20), (2, -80), (4, 20)], STILL_HEAD, None),
        ([(0, 70), (2, -30), (4, 70)], [(0, 0), (2, -20), (4, 0)], 20),
        ([(0, 20), (2, -80), (4, 20)], [(0, 40), (2, 0), (4, 40)], -30),
        ([(0, 70), (2, -30), (4, 70)], [(0, -30), (2, 0), (4, -30)], None),
        ([(0, 70), (2, -30), (4, 70)], [(0, NAN), (2, NAN), (4, NAN)], None),
    ],
    ids=[
        "round and hollow",
        "round and level",
        "level and hollow",
        "a lifted head tells the hollow back",
        "a lowered head tells the round one",
        "a head that is lifted elsewhere tells nothing",
        "nor does one that is not seen",
    ],
)
def test_swing_to_one_side_of_level_has_its_neutral_elsewhere(curve, head, middle):
    nothing = "none", pytest.approx(NAN, nan_ok=True)
    expected = nothing if middle is None else ("swing", pytest.approx(middle, abs=3))
    during, at_the_end = swung(curve, head)
    assert during == expected
    assert at_the_end == expected


@pytest.mark.parametrize(
    ("curve", "head", "basis"),
    [
        (-80, -30, "none"),
        (70, 40, "none"),
        (-80, 0, "quiet"),
        (0, -30, "quiet"),
        (70, -30, "quiet"),
    ],
)
def test_quiet_end_is_no_neutral_where_all_measures_say_so(curve, head, basis):
    (found_basis, _), _ = swung([(0, curve), (2, curve)], [(0, head), (2, head)])
    assert found_basis == basis


def test_held_end_is_not_corrected_by_the_way_back_to_level():
    held_cat = [(0, 70), (1, 70), (3, -40), (5, 20)]
    during, at_the_end = swung(held_cat, [(0, 0), (1, 0), (3, 0), (5, 0)])
    assert during == at_the_end == ("quiet", 70)
    during, _ = swung([(0, 70), (1, 70), (3, -60), (5, 20)], [(0, 0), (1, 0), (3, 0), (5, 0)])
    assert during == ("swing", pytest.approx(5))


def test_other_postures_are_passed_over():
    shown = [replace(one, posture="folded") for one in curves([(0, 7), (3, 7)])]
    assert seek_all(NEW, shown[0], BOTH) == NEW
    assert seek_both(shown) == NEW


# Whatever comes


@given(st.lists(st.floats(-90, 90), min_size=1, max_size=60), st.sampled_from([5, 10, 20]))
def test_neutral_lies_within_what_was_seen(levels, rate_hz):
    points = [(n, level) for n, level in enumerate(levels)]
    track = run(points, rate_hz)
    assert (track.basis == "none") == math.isnan(track.value)
    if track.basis != "none":
        assert min(levels) <= track.value <= max(levels)


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=12), st.integers(-64, 64))
def test_neutral_shifts_with_the_person(levels, shift):
    points = [(n, 10 * level) for n, level in enumerate(levels)]
    track, moved = run(points), run([(t, value + shift) for t, value in points])
    assert moved.basis == track.basis
    assert moved.value == pytest.approx(track.value + shift, nan_ok=True)
