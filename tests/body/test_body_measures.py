"""Every measure: answers worked out on a stick figure, and what must not change them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stick_figure import (
    SWAPPED,
    WIDTH,
    arc,
    figure,
    folded,
    hands_and_knees,
    hidden_rows,
    knees_to_chest,
    legs_swapped,
    lying,
    mirrored,
    pose,
    poses_on_the_mat,
    standing,
    turned,
    twisted,
    without,
)

from matside.body.catalogue import BY_NAME, COLUMNS, MEASURES
from matside.body.frames import unseen
from matside.body.landmark import LANDMARK_COUNT, LEG, Landmark, Side
from matside.body.measures import measure, shoulder_rotation_deg, stance

L = Landmark
SIDED = [one.name for one in MEASURES if one.sided]
WHOLE = [one.name for one in MEASURES if not one.sided]
HANDS = [L.LEFT_WRIST, L.RIGHT_WRIST, L.LEFT_INDEX, L.RIGHT_INDEX]


def same(values, expected, tolerance=1e-6):
    assert values.keys() == expected.keys()
    for name, value in expected.items():
        assert values[name] == pytest.approx(value, abs=tolerance, nan_ok=True), name


def with_hand(px, x, y):
    """Return the landmarks with one hand alone, the left one, at a point."""
    alone = without(px, *HANDS)
    alone[L.LEFT_WRIST] = x, y
    return alone


def test_hands_and_knees_in_numbers():
    """Hip (400, 400), shoulder (500, 400), knee (400, 480), ankle (320, 480), wrist (500, 480)."""
    values = measure(pose(hands_and_knees(), back=arc(0.0), world=twisted(0.0)))
    expected = {
        "hip_flexion_deg": 90.0,
        "knee_flexion_deg": 90.0,
        "elbow_flexion_deg": 0.0,
        "shoulder_flexion_deg": 90.0,
        "hip_to_heel_ratio": math.hypot(80, 74) / 80,
        "thigh_to_chest_ratio": math.hypot(100, 80) / 100,
        "wrist_offset_ratio": 0.0,
        "knee_offset_ratio": 0.0,
        "elbow_height_ratio": -0.45,
        "wrist_height_ratio": -0.8,
        "foot_height_ratio": 0.0,
        "foot_rise_ratio": -0.8,
        "hand_height_ratio": 0.0,
        "hand_to_head_ratio": math.hypot(25, 80) / 100,
        "hand_to_leg_ratio": 1.0,
        "elbow_to_wrist_ratio": 0.35,
    }
    whole = {
        "trunk_inclination_deg": 0.0,
        "spinal_curve_deg": 0.0,
        "lower_curve_deg": 0.0,
        "upper_curve_deg": 0.0,
        "head_angle_deg": 0.0,
        "head_height_ratio": 0.8,
        "forehead_height_ratio": 0.7,
        "shoulder_rotation_deg": 0.0,
        "hip_shift_ratio": 0.0,
        "hip_height_ratio": 0.8,
        "shoulder_height_ratio": 0.8,
    }
    sides = {f"{side}_{name}": value for name, value in expected.items() for side in Side}
    same(values, sides | whole)
    assert tuple(sorted(values)) == tuple(sorted(COLUMNS))


def test_the_sides_are_told_apart():
    px = figure(
        trunk=0.0,
        face_up=True,
        hip=(120.0, 50.0),
        knee=(110.0, 100.0),
        shoulder=(30.0, 10.0),
        elbow=(60.0, 20.0),
    )
    values = measure(pose(px))
    joints = {"hip": (120, 50), "knee": (110, 100), "shoulder": (30, 10), "elbow": (60, 20)}
    for joint, (left, right) in joints.items():
        assert values[f"left_{joint}_flexion_deg"] == pytest.approx(left)
        assert values[f"right_{joint}_flexion_deg"] == pytest.approx(right)
    assert values["left_thigh_to_chest_ratio"] < values["right_thigh_to_chest_ratio"]
    assert values["left_foot_height_ratio"] > values["right_foot_height_ratio"]


def test_offsets_are_positive_towards_the_heads_end():
    """The arm 30 degrees further than upright: 80 sin 30 = 40 ahead; the knee the same behind."""
    px = figure(trunk=0.0, face_up=False, hip=60.0, knee=60.0, shoulder=120.0)
    values = measure(pose(px))
    assert values["left_wrist_offset_ratio"] == pytest.approx(0.4)
    assert values["left_knee_offset_ratio"] == pytest.approx(-0.4)
    assert values["hip_shift_ratio"] == pytest.approx(0.4)


def test_the_lowest_support_is_the_mat():
    px = hands_and_knees()
    px[L.RIGHT_HEEL] = 320.0, 530.0
    values = measure(pose(px))
    assert values["hip_height_ratio"] == pytest.approx(1.3)
    assert values["right_foot_height_ratio"] == 0.0
    assert values["left_foot_height_ratio"] == pytest.approx(0.5)
    px[L.RIGHT_HEEL] = np.nan
    assert measure(pose(px))["hip_height_ratio"] == pytest.approx(0.8)


@pytest.mark.parametrize("part", ["SHOULDER", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX"])
@pytest.mark.parametrize("side", ["LEFT", "RIGHT"])
def test_any_joint_may_be_what_lies_on_the_mat(part, side):
    px = without(hands_and_knees(), *range(L.LEFT_SHOULDER, LANDMARK_COUNT))
    px[L[f"{side}_{part}"]] = 300.0, 700.0
    assert stance(pose(px)).mat_y == 700.0


def test_the_head_and_fingers_do_not_make_the_mat():
    px = hands_and_knees()
    for row in (L.NOSE, L.LEFT_EAR, L.LEFT_INDEX, L.LEFT_PINKY, L.LEFT_THUMB, L.MOUTH_LEFT):
        px[row] = 500.0, 700.0
    assert stance(pose(px)).mat_y == pytest.approx(480.0)


def test_the_nearest_known_part_of_a_foot_or_hand_is_measured():
    px = hands_and_knees()
    px[L.LEFT_HEEL], px[L.LEFT_FOOT_INDEX] = (320.0, 430.0), (310.0, 410.0)
    px[L.LEFT_ANKLE] = 320.0, 440.0
    px[L.LEFT_INDEX] = 512.0, 470.0
    assert measure(pose(px))["left_foot_height_ratio"] == pytest.approx(0.4)
    assert measure(pose(px))["left_foot_rise_ratio"] == pytest.approx(-0.4)
    assert measure(pose(px))["left_hand_height_ratio"] == pytest.approx(0.0)
    less = without(px, L.LEFT_ANKLE, L.LEFT_WRIST)
    assert measure(pose(less))["left_foot_height_ratio"] == pytest.approx(0.5)
    assert measure(pose(less))["left_foot_rise_ratio"] == pytest.approx(-0.3)
    assert measure(pose(less))["left_hand_height_ratio"] == pytest.approx(0.1)


def test_the_ankle_stands_in_for_a_heel_out_of_the_picture():
    px = without(hands_and_knees(), L.LEFT_HEEL)
    values = measure(pose(px))
    assert values["left_hip_to_heel_ratio"] == pytest.approx(math.sqrt(2.0))
    assert values["right_hip_to_heel_ratio"] == pytest.approx(math.hypot(80, 74) / 80)


def test_hips_come_to_the_heels_in_a_fold():
    """Hip 150, knee 150: the ankle is 80 (1 - cos 30) behind the hip and 40 below, the heel 34."""
    behind = 80.0 * (1.0 - math.cos(math.radians(30.0)))
    values = measure(pose(folded()))
    assert values["left_hip_to_heel_ratio"] == pytest.approx(math.hypot(behind, 34.0) / 80.0)
    straight = measure(pose(standing()))
    assert straight["left_hip_to_heel_ratio"] == pytest.approx(math.hypot(160.0, 6.0) / 80.0)


@pytest.mark.parametrize("face_up", [True, False])
@pytest.mark.parametrize("head", [-45.0, -10.0, 0.0, 30.0, 80.0])
@pytest.mark.parametrize("trunk", [-20.0, 0.0, 35.0])
def test_the_head_drops_to_the_front_with_a_positive_angle(head, face_up, trunk):
    px = figure(trunk=trunk, face_up=face_up, hip=90.0, knee=90.0, head=head)
    assert measure(pose(px))["head_angle_deg"] == pytest.approx(head)
    assert measure(pose(mirrored(px)))["head_angle_deg"] == pytest.approx(head)


def test_no_head_angle_where_front_and_back_are_not_clear():
    values = measure(pose(standing(), back=arc(40.0)))
    assert math.isnan(values["head_angle_deg"])
    assert math.isnan(values["spinal_curve_deg"])
    assert values["trunk_inclination_deg"] == pytest.approx(90.0)


def test_the_forehead_is_beyond_the_eyes_by_six_tenths():
    """Eyes 10 px over the mouth: 6 px further, here to the right, 10 px below the ear."""
    px = hands_and_knees()
    px[[L.LEFT_EYE, L.RIGHT_EYE]] = 530.0, 440.0
    px[[L.MOUTH_LEFT, L.MOUTH_RIGHT]] = 530.0, 430.0
    assert measure(pose(px))["forehead_height_ratio"] == pytest.approx((480 - 446) / 100)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (410.0, 450.0, 0.1),  # in front of the thigh
        (375.0, 495.0, 0.15),  # below the shank
        (400.0, 400.0, 0.4),  # at the hip: the line ends in the middle of the thigh
        (320.0, 480.0, 0.4),  # at the ankle: and in the middle of the shank
        (403.0, 484.0, 0.05),  # beyond the knee
        (400.0, 470.0, 0.0),
    ],
)
def test_the_hand_is_measured_to_the_middle_of_the_leg(x, y, expected):
    values = measure(pose(with_hand(hands_and_knees(), x, y)))
    assert values["left_hand_to_leg_ratio"] == pytest.approx(expected)
    assert values["right_hand_to_leg_ratio"] == pytest.approx(expected)


@pytest.mark.parametrize("row", HANDS)
def test_any_finger_or_wrist_of_either_hand_may_hold_the_leg(row):
    px = hands_and_knees()
    px[row] = 400.0, 470.0
    values = measure(pose(px))
    assert values["left_hand_to_leg_ratio"] == values["right_hand_to_leg_ratio"] == 0.0


def test_a_leg_without_length_is_a_point():
    px = with_hand(hands_and_knees(), 430.0, 440.0)
    px[[L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE]] = 400.0, 400.0
    assert measure(pose(px))["left_hand_to_leg_ratio"] == pytest.approx(0.5)


def test_each_leg_has_its_own_distance_to_the_hands():
    px = figure(trunk=0.0, face_up=True, hip=(130.0, 50.0), knee=(120.0, 100.0), shoulder=60.0)
    px[HANDS] = (px[L.LEFT_KNEE] + px[L.LEFT_ANKLE]) / 2.0
    values = measure(pose(px))
    assert values["left_hand_to_leg_ratio"] == pytest.approx(0.0)
    assert values["right_hand_to_leg_ratio"] > 0.3


def test_elbow_to_wrist_crosses_the_body():
    px = hands_and_knees()
    px[L.LEFT_WRIST] = px[L.RIGHT_ELBOW] + (0.0, 12.0)
    values = measure(pose(px))
    assert values["right_elbow_to_wrist_ratio"] == pytest.approx(0.12)
    assert values["left_elbow_to_wrist_ratio"] == pytest.approx(0.35)


def test_the_known_ear_stands_in_for_the_other():
    px = hands_and_knees()
    px[L.LEFT_EAR] += (0.0, 20.0)
    assert measure(pose(px))["head_height_ratio"] == pytest.approx(0.7)
    assert measure(pose(without(px, L.RIGHT_EAR)))["head_height_ratio"] == pytest.approx(0.6)
    assert measure(pose(without(px, L.LEFT_EAR)))["head_height_ratio"] == pytest.approx(0.8)


@pytest.mark.parametrize("central_deg", [-60.0, 30.0, 45.0])
def test_the_curves_are_those_of_the_back(central_deg):
    values = measure(pose(hands_and_knees(), back=arc(central_deg)))
    assert values["spinal_curve_deg"] == pytest.approx(central_deg, abs=1.5)
    assert values["lower_curve_deg"] == pytest.approx(values["upper_curve_deg"], abs=0.1)


def test_the_lower_curve_is_the_hips_half():
    back = arc(0.0)
    back[:21] = arc(50.0)[:21]
    values = measure(pose(hands_and_knees(), back=back))
    assert values["lower_curve_deg"] > 15.0
    assert values["lower_curve_deg"] > values["upper_curve_deg"] + 10.0


@pytest.mark.parametrize("turn", [-150.0, -45.0, 0.0, 20.0, 90.0, 170.0])
def test_the_twist_is_positive_with_the_left_shoulder_back(turn):
    assert shoulder_rotation_deg(twisted(turn)) == pytest.approx(turn)
    flipped = (twisted(turn) * (-1.0, 1.0, 1.0))[SWAPPED]
    assert shoulder_rotation_deg(flipped) == pytest.approx(-turn)


def test_a_tilt_of_the_shoulders_is_no_twist():
    world = twisted(30.0)
    world[L.LEFT_SHOULDER, 1] += 0.1
    world[L.RIGHT_SHOULDER, 1] -= 0.1
    world[L.LEFT_HIP, 1] -= 0.05
    world[L.RIGHT_HIP, 1] += 0.05
    assert shoulder_rotation_deg(world) == pytest.approx(30.0)


@given(st.floats(-179.0, 179.0), st.integers(0, 2**32 - 1), st.floats(0.1, 10.0))
def test_the_twist_does_not_depend_on_where_the_person_faces(turn, seed, scale):
    basis, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    basis *= np.linalg.det(basis)
    world = scale * twisted(turn) @ basis.T + (0.3, -0.2, 1.0)
    assert shoulder_rotation_deg(world) == pytest.approx(turn, abs=1e-6)


def test_no_twist_of_a_trunk_without_length_or_unknown():
    flat = twisted(30.0)
    flat[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 1] = 0.0
    assert math.isnan(shoulder_rotation_deg(flat))
    for row in (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP):
        assert math.isnan(shoulder_rotation_deg(without(twisted(30.0), row)))


def test_nobody_has_no_measures():
    for frame in (unseen(0.0, (640, 480)), pose(np.full((33, 2), np.nan))):
        values = measure(frame)
        assert set(values) == set(COLUMNS)
        assert all(math.isnan(value) for value in values.values())


def test_what_lies_in_the_arrays_of_an_unseen_frame_is_not_measured():
    frame = pose(hands_and_knees(), back=arc(10.0), world=twisted(5.0), people=0)
    assert all(math.isnan(value) for value in measure(frame).values())


BOTH_HIPS, BOTH_SHOULDERS = ("LEFT_HIP", "RIGHT_HIP"), ("LEFT_SHOULDER", "RIGHT_SHOULDER")
TORSO = [BOTH_HIPS, BOTH_SHOULDERS]
BOTH_EARS = ("LEFT_EAR", "RIGHT_EAR")
NEEDS = {
    "left_hip_flexion_deg": ["LEFT_SHOULDER", "LEFT_HIP", "LEFT_KNEE"],
    "right_hip_flexion_deg": ["RIGHT_SHOULDER", "RIGHT_HIP", "RIGHT_KNEE"],
    "left_knee_flexion_deg": ["LEFT_HIP", "LEFT_KNEE", "LEFT_ANKLE"],
    "right_elbow_flexion_deg": ["RIGHT_SHOULDER", "RIGHT_ELBOW", "RIGHT_WRIST"],
    "left_shoulder_flexion_deg": ["LEFT_HIP", "LEFT_SHOULDER", "LEFT_ELBOW"],
    "right_hip_to_heel_ratio": ["RIGHT_HIP", "RIGHT_KNEE", "RIGHT_ANKLE"],
    "left_thigh_to_chest_ratio": ["LEFT_KNEE", "LEFT_SHOULDER", *TORSO],
    "left_wrist_offset_ratio": ["LEFT_SHOULDER", "LEFT_WRIST", *TORSO],
    "left_knee_offset_ratio": ["LEFT_HIP", "LEFT_KNEE", *TORSO],
    "left_elbow_height_ratio": ["LEFT_SHOULDER", "LEFT_ELBOW", *TORSO],
    "left_wrist_height_ratio": ["LEFT_SHOULDER", "LEFT_WRIST", *TORSO],
    "left_foot_height_ratio": [("LEFT_ANKLE", "LEFT_HEEL", "LEFT_FOOT_INDEX"), *TORSO],
    "left_foot_rise_ratio": [("LEFT_ANKLE", "LEFT_HEEL", "LEFT_FOOT_INDEX"), *TORSO],
    "left_hand_height_ratio": [("LEFT_WRIST", "LEFT_INDEX"), *TORSO],
    "left_hand_to_head_ratio": ["LEFT_WRIST", BOTH_EARS, *TORSO],
    "left_hand_to_leg_ratio": [
        "LEFT_HIP",
        "LEFT_KNEE",
        "LEFT_ANKLE",
        tuple(row.name for row in HANDS),
        *TORSO,
    ],
    "left_elbow_to_wrist_ratio": ["LEFT_ELBOW", "RIGHT_WRIST", *TORSO],
    "trunk_inclination_deg": TORSO,
    "spinal_curve_deg": TORSO,
    "lower_curve_deg": TORSO,
    "upper_curve_deg": TORSO,
    "head_angle_deg": [BOTH_EARS, *TORSO],
    "head_height_ratio": [BOTH_EARS, *TORSO],
    "forehead_height_ratio": [("LEFT_EYE", "RIGHT_EYE"), ("MOUTH_LEFT", "MOUTH_RIGHT"), *TORSO],
    "hip_shift_ratio": [("LEFT_KNEE", "RIGHT_KNEE"), *TORSO],
    "hip_height_ratio": TORSO,
    "shoulder_height_ratio": TORSO,
}


@pytest.mark.parametrize("key", NEEDS)
def test_a_measure_is_unknown_without_what_it_needs_and_known_without_the_rest(key):
    px = hands_and_knees()
    needed = {name for need in NEEDS[key] for name in ([need] if isinstance(need, str) else need)}
    for need in NEEDS[key]:
        rows = [L[name] for name in ([need] if isinstance(need, str) else need)]
        assert math.isnan(measure(pose(without(px, *rows), back=arc(20.0)))[key]), need
        if len(rows) > 1:
            for row in rows:
                values = measure(pose(without(px, row), back=arc(20.0)))
                assert row.name in NEEDS[key] or not math.isnan(values[key]), row
    limbs = {"LEFT_KNEE", "RIGHT_KNEE"} if key.endswith(("curve_deg", "head_angle_deg")) else set()
    for row in Landmark:
        if row.name not in needed | limbs:
            assert not math.isnan(measure(pose(without(px, row), back=arc(20.0)))[key]), row


def test_every_measure_is_in_the_table_of_needs():
    told = {key.removeprefix("left_").removeprefix("right_") for key in NEEDS}
    assert told | {"shoulder_rotation_deg"} == set(BY_NAME)


@given(poses_on_the_mat(), hidden_rows(), hidden_rows())
def test_what_is_hidden_never_raises(px, hidden, hidden_back):
    back = arc(30.0)
    back[hidden_back] = np.nan
    values = measure(pose(without(px, *hidden), back=back, world=without(twisted(9.0), *hidden)))
    assert set(values) == set(COLUMNS)
    assert not any(math.isinf(value) for value in values.values())


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
    assert len(TURNING) == 4 + 2 * 9
    same({key: after[key] for key in TURNING}, {key: before[key] for key in TURNING})


@pytest.mark.parametrize("angle", [-60.0, 15.0, 80.0])
def test_the_trunk_inclines_with_the_picture(angle):
    values = measure(pose(turned(hands_and_knees(), angle)))
    assert values["trunk_inclination_deg"] == pytest.approx(angle)


@given(poses_on_the_mat(), st.integers(-60, 60))
def test_swapped_legs_change_no_measure_of_the_whole(px, central_deg):
    before = measure(pose(px, back=arc(central_deg)))
    after = measure(pose(legs_swapped(px), back=arc(central_deg)))
    same({name: after[name] for name in WHOLE}, {name: before[name] for name in WHOLE})
    for name in ("hip_flexion_deg", "knee_flexion_deg", "foot_height_ratio"):
        for side in Side:
            expected = pytest.approx(before[f"{side.other}_{name}"], nan_ok=True)
            assert after[f"{side}_{name}"] == expected


@settings(max_examples=30)
@given(st.floats(60.0, 140.0))
def test_knees_come_to_the_chest_by_hip_flexion(hip):
    values = measure(pose(knees_to_chest(right_hip=hip)))
    assert values["right_hip_flexion_deg"] == pytest.approx(hip)
    chord = math.sqrt(100**2 + 80**2 - 2 * 100 * 80 * math.cos(math.radians(180.0 - hip))) / 100
    assert values["right_thigh_to_chest_ratio"] == pytest.approx(chord)


def test_the_stance_looks_to_the_heads_end():
    body = stance(pose(lying()))
    assert (body.forward, body.torso_px) == (1.0, pytest.approx(100.0))
    np.testing.assert_allclose(body.hip, (400.0, 400.0))
    np.testing.assert_allclose(body.shoulder, (500.0, 400.0))
    assert stance(pose(mirrored(lying()))).forward == -1.0


def test_nothing_that_is_measured_is_changed():
    px, back, world = hands_and_knees(), arc(20.0), twisted(10.0)
    frame = pose(px.copy(), back=back.copy(), world=world.copy())
    measure(frame)
    np.testing.assert_array_equal(frame.image_px, px)
    np.testing.assert_array_equal(frame.back_px, back)
    np.testing.assert_array_equal(frame.world_m, world)


def test_the_rows_of_a_leg_are_the_figures():
    assert {int(SWAPPED[row]) for row in LEG[Side.LEFT]} == set(LEG[Side.RIGHT])


@pytest.mark.parametrize(("apart_px", "known"), [(49.0, True), (51.0, False)])
def test_the_outline_tells_the_spine_from_the_side_only(apart_px, known):
    """The torso is 100 pixels long."""
    px = hands_and_knees()
    px[L.LEFT_SHOULDER, 0] += apart_px / 2
    px[L.RIGHT_SHOULDER, 0] -= apart_px / 2
    values = measure(pose(px, back=arc(0.0)))
    for name in ("spinal_curve_deg", "lower_curve_deg", "upper_curve_deg"):
        assert math.isnan(values[name]) is not known
    px[L.LEFT_SHOULDER] = np.nan
    assert not math.isnan(measure(pose(px, back=arc(0.0)))["trunk_inclination_deg"])
