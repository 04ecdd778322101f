"""One frame as the coach sees it: measures, selectors, references, smoothing, the view."""

import math
from dataclasses import replace

import pytest
from tests.coach.coach_figure import (
    CAT,
    CHILDS_POSE,
    LEFT_KNEE,
    SIZE_PX,
    TABLETOP,
    motion,
    pose,
    seen_from,
)
from tests.coach.coach_samples import (
    CURVE,
    HEIGHT,
    HIP,
    LEFT,
    NAN,
    RIGHT,
    TIMED,
    condition,
    ends,
    hips,
    sample,
    samples,
)

from matside.body.frames import unseen
from matside.body.posture import Posture
from matside.coach.sample import (
    condition_value,
    read,
)
from matside.exercise.conditions import Condition

ONE = hips(0.0, 110.0, 60.0, head_height_ratio=0.4, speeds={HEIGHT: 3.0})


@pytest.mark.parametrize(
    ("of", "side", "expected"),
    [
        ("own", LEFT, 110.0),
        ("own", RIGHT, 60.0),
        ("other", LEFT, 60.0),
        ("other", RIGHT, 110.0),
        ("near", None, 110.0),
        ("near", RIGHT, 110.0),
        ("larger", None, 110.0),
        ("smaller", None, 60.0),
        ("mean", None, 85.0),
    ],
)
def test_selector_chooses_the_side(of, side, expected):
    assert read(ONE, HIP, of, side) == expected


def test_measure_without_sides_is_read_whole():
    assert read(ONE, HEIGHT, "whole", None) == 0.4


@pytest.mark.parametrize("of", ["larger", "smaller", "mean"])
def test_side_that_is_known_stands_for_both(of):
    assert read(hips(0.0, NAN, 70.0), HIP, of, None) == 70.0
    assert read(hips(0.0, 70.0, NAN), HIP, of, None) == 70.0
    assert math.isnan(read(hips(0.0, NAN, NAN), HIP, of, None))


@pytest.mark.parametrize("of", ["own", "other"])
def test_without_a_side_nobodys_own_is_known(of):
    assert math.isnan(read(ONE, HIP, of, None))


def test_without_a_near_side_its_measure_is_unknown():
    assert math.isnan(read(hips(0.0, 1.0, 2.0, near=None), HIP, "near", None))
    assert read(hips(0.0, 1.0, 2.0, near=RIGHT), HIP, "near", None) == 2.0


@pytest.mark.parametrize(
    ("reference", "neutral", "best", "expected"),
    [
        ("absolute", {HEIGHT: 0.1}, {HEIGHT: 0.8}, 0.4),
        ("neutral", {HEIGHT: 0.1}, {}, 0.3),
        ("neutral", {}, {HEIGHT: 0.8}, NAN),
        ("best", {}, {HEIGHT: 0.8}, 0.5),
        ("best", {HEIGHT: 0.1}, {}, NAN),
        ("best", {}, {HEIGHT: 0.0}, NAN),
        ("best", {}, {HEIGHT: -0.8}, NAN),
    ],
)
def test_value_is_taken_against_its_reference(reference, neutral, best, expected):
    wanted = Condition.model_validate(condition(ends(1), relative_to=reference))
    value = condition_value(ONE, wanted, None, neutral, best)
    assert value == pytest.approx(expected, nan_ok=True)


def test_condition_on_a_speed_reads_the_speed():
    wanted = Condition.model_validate(condition(ends(at_most=1), speed=True))
    assert condition_value(ONE, wanted, None, {}, {}) == 3.0


def test_sample_is_judged_unless_nobody_can_be_seen():
    assert ONE.judged
    assert not sample(0.0, posture=Posture.UNSEEN).judged


def test_measures_are_those_of_the_figure():
    _, found = samples(motion((TABLETOP, 0, 1)))
    last = found[-1]
    assert last.posture is Posture.HANDS_AND_KNEES
    assert last.near_side is LEFT
    assert last.values["left_hip_flexion_deg"] == pytest.approx(90.0)
    assert last.values["right_wrist_height_ratio"] == pytest.approx(-0.95)
    assert last.pose.t_s == last.t_s == 1.0


def test_nobody_gives_a_sample_of_nans():
    _, (one,) = samples([unseen(4.0, SIZE_PX)], TIMED)
    assert one.posture is Posture.UNSEEN
    assert one.t_s == 4.0
    assert all(math.isnan(value) for value in one.values.values())
    assert all(math.isnan(value) for value in one.speeds.values())


def test_curve_is_smoothed_but_arrives():
    frames = [pose(n / 15, TABLETOP if n < 15 else CAT) for n in range(60)]
    _, found = samples(frames)
    assert found[14].values[CURVE] == pytest.approx(0.0, abs=1e-6)
    assert 0.0 < found[15].values[CURVE] < 60.0
    assert found[-1].values[CURVE] == pytest.approx(60.0, abs=0.5)
    assert found[-1].values["lower_curve_deg"] == pytest.approx(30.52, abs=0.5)


def test_back_that_lies_on_the_mat_has_no_curve():
    _, found = samples(motion((LEFT_KNEE, 0, 0)))
    assert found[0].posture is Posture.ON_THE_BACK
    assert math.isnan(found[0].values[CURVE])
    assert found[0].values["head_angle_deg"] == pytest.approx(0.0)


def half_front(start_s, end_s, figure=TABLETOP, azimuth_deg=50.0):
    """Frames of a figure that is filmed half from the front."""
    count = round((end_s - start_s) * 10) + 1
    return [seen_from(pose(start_s + n / 10, figure), azimuth_deg) for n in range(count)]


def known_since(found):
    """When a stream of samples first knew the body to be turned."""
    return next((one.t_s for one in found if one.turned), None)


def test_body_is_known_to_be_turned_after_half_a_second():
    _, found = samples(half_front(0.0, 2.0))
    assert known_since(found) == pytest.approx(0.5, abs=0.11)
    _, found = samples([pose(n / 10, TABLETOP) for n in range(20)])
    assert known_since(found) is None


def test_single_picture_is_taken_to_be_from_the_side():
    _, found = samples(half_front(0.0, 0.0))
    assert known_since(found) is None


def test_turned_body_stays_so_for_as_long_as_it_was_seen_turned_up_to_three_seconds():
    side = [pose(10.0 + n / 10, TABLETOP) for n in range(1, 60)]
    _, found = samples(half_front(0.0, 10.0) + side)
    ended = next(one.t_s for one in found if one.t_s > 10.0 and not one.turned)
    assert ended == pytest.approx(13.5, abs=0.25)


def test_upright_body_says_nothing_about_the_view():
    upright = [pose(10.0 + n / 10, replace(TABLETOP, trunk=80.0)) for n in range(1, 90)]
    _, found = samples(half_front(0.0, 10.0) + upright)
    assert found[-1].turned


def test_childs_pose_from_half_in_front_and_above_is_folded_once_the_view_is_known():
    def filmed(t_s, figure):
        return seen_from(pose(t_s, figure), 60.0, 25.0)

    frames = [filmed(n / 10, TABLETOP) for n in range(20)]
    frames += [filmed(2.0 + n / 10, CHILDS_POSE) for n in range(30)]
    _, found = samples(frames)
    assert found[-1].turned
    assert found[-1].posture is Posture.FOLDED
