"""The posture of stick figures, and where its borders lie."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import (
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
    without,
)

from matside.body.landmark import Landmark, Side
from matside.body.measures import measure
from matside.body.posture import Posture, classify_posture, face_up

L = Landmark
BACK, FOURS, FOLDED, OTHER, UNSEEN = Posture
FIGURES = {
    "hook-lying": (lying(), BACK),
    "both knees to the chest": (knees_to_chest(), BACK),
    "one knee, the other leg straight": (knees_to_chest(right_hip=5.0), BACK),
    "lying with straight legs": (figure(trunk=0.0, face_up=True), BACK),
    "hands and knees": (hands_and_knees(), FOURS),
    "chest lower than the hips": (
        figure(trunk=-20.0, face_up=False, hip=110.0, knee=90.0, shoulder=70.0),
        FOURS,
    ),
    "one arm to the ceiling": (
        figure(trunk=0.0, face_up=False, hip=90.0, knee=90.0, shoulder=(90.0, 270.0)),
        FOURS,
    ),
    "child's pose": (folded(), FOLDED),
    "child's pose, arms alongside": (
        figure(trunk=-10.0, face_up=False, hip=150.0, knee=150.0, shoulder=0.0),
        FOLDED,
    ),
    "standing": (standing(), OTHER),
    "bridge": (figure(trunk=-40.0, face_up=True, hip=10.0, knee=100.0), OTHER),
    "lying on the front": (figure(trunk=0.0, face_up=False), OTHER),
    "plank": (figure(trunk=15.0, face_up=False, shoulder=80.0, ankle=90.0), OTHER),
    "upright on the knees": (figure(trunk=90.0, face_up=False, knee=90.0), OTHER),
    "sitting on the heels": (figure(trunk=80.0, face_up=False, hip=90.0, knee=155.0), OTHER),
    "bent over with straight knees": (
        figure(trunk=-20.0, face_up=False, hip=130.0, shoulder=90.0),
        OTHER,
    ),
    "leg raised on hands and knees": (
        figure(trunk=0.0, face_up=False, hip=(90.0, 0.0), knee=(90.0, 60.0), shoulder=90.0),
        OTHER,
    ),
    "on the knees without hands down": (
        figure(trunk=40.0, face_up=False, hip=100.0, knee=110.0, shoulder=170.0),
        OTHER,
    ),
}


def posture(px):
    return classify_posture(measure(pose(px)), px)


@pytest.mark.parametrize("name", FIGURES)
def test_postures_of_figures_whichever_way_they_face(name):
    px, expected = FIGURES[name]
    for seen in (px, mirrored(px), legs_swapped(px), 0.4 * px, 3.0 * px + (500.0, -200.0)):
        assert posture(seen) is expected


def borders(px, **changes):
    """Return the posture of a figure with some of its measures replaced, on both sides."""
    values = measure(pose(px))
    for name, value in changes.items():
        left, right = value if isinstance(value, tuple) else (value, value)
        if name in values:
            values[name] = left
        else:
            values[f"left_{name}"], values[f"right_{name}"] = left, right
    return classify_posture(values, px)


@pytest.mark.parametrize(
    ("trunk", "expected"), [(-25.0, BACK), (25.0, BACK), (-25.1, OTHER), (25.1, OTHER)]
)
def test_a_trunk_lies_within_25_degrees_of_level(trunk, expected):
    assert borders(lying(), trunk_inclination_deg=trunk) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"trunk_inclination_deg": -35.0}, FOURS),
        ({"trunk_inclination_deg": -35.1}, OTHER),
        ({"trunk_inclination_deg": 50.0}, FOURS),
        ({"trunk_inclination_deg": 50.1}, OTHER),
        ({"hip_flexion_deg": (38.0, 130.0)}, FOURS),
        ({"hip_flexion_deg": (37.9, 90.0)}, OTHER),
        ({"hip_flexion_deg": (90.0, 130.1)}, OTHER),
        ({"hip_flexion_deg": (math.nan, 90.0)}, FOURS),
        ({"knee_flexion_deg": (58.0, 142.0)}, FOURS),
        ({"knee_flexion_deg": (90.0, 57.9)}, OTHER),
        ({"knee_flexion_deg": (142.1, 90.0)}, OTHER),
        ({"knee_flexion_deg": (90.0, math.nan)}, FOURS),
        ({"wrist_height_ratio": (-0.25, 0.8)}, FOURS),
        ({"wrist_height_ratio": (0.8, -0.25)}, FOURS),
        ({"wrist_height_ratio": (-0.24, 0.8)}, OTHER),
        ({"wrist_height_ratio": (math.nan, 0.8)}, OTHER),
        ({"wrist_height_ratio": math.nan}, FOURS),
    ],
)
def test_borders_of_hands_and_knees(changes, expected):
    assert borders(hands_and_knees(), **changes) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"trunk_inclination_deg": -40.0}, FOLDED),
        ({"trunk_inclination_deg": -40.1}, OTHER),
        ({"trunk_inclination_deg": 32.0}, FOLDED),
        ({"trunk_inclination_deg": 32.1}, OTHER),
        ({"hip_flexion_deg": 125.0}, FOLDED),
        ({"hip_flexion_deg": (150.0, 124.9)}, OTHER),
        ({"hip_flexion_deg": (math.nan, 150.0)}, FOLDED),
        ({"knee_flexion_deg": (105.0, 20.0)}, FOLDED),
        ({"knee_flexion_deg": 104.9}, OTHER),
        ({"hip_flexion_deg": 124.9, "knee_flexion_deg": 142.0, "wrist_height_ratio": -0.3}, FOURS),
        ({"hip_flexion_deg": 125.0, "knee_flexion_deg": 104.0, "wrist_height_ratio": -0.3}, OTHER),
    ],
)
def test_borders_of_a_fold(changes, expected):
    assert borders(folded(), **changes) is expected


def test_shoulders_on_the_side_of_the_feet_are_not_hands_and_knees():
    px = hands_and_knees()
    measures = measure(pose(px))
    knees, ankles = [L.LEFT_KNEE, L.RIGHT_KNEE], [L.LEFT_ANKLE, L.RIGHT_ANKLE]
    camel = px.copy()
    camel[ankles, 0] = 2.0 * px[knees, 0] - px[ankles, 0]
    assert classify_posture(measures, px) is FOURS
    assert classify_posture(measures, camel) is OTHER


@pytest.mark.parametrize("name", ["trunk_inclination_deg", "hip_flexion_deg", "knee_flexion_deg"])
@pytest.mark.parametrize("px", [lying(), hands_and_knees(), folded()], ids=["back", "4s", "fold"])
def test_without_trunk_or_legs_the_posture_is_unseen(name, px):
    assert borders(px, **{name: math.nan}) is UNSEEN


@pytest.mark.parametrize(
    ("rise", "look", "expected"),
    [
        (0.16, -0.2, True),
        (-0.16, 0.2, False),
        (0.14, 0.06, True),
        (0.14, -0.06, False),
        (-0.14, 0.06, True),
        (0.14, 0.04, None),
        (-0.14, -0.04, None),
        (0.0, math.nan, None),
        (math.nan, 0.06, True),
        (math.nan, math.nan, None),
    ],
)
def test_the_knees_tell_the_front_and_the_face_where_they_do_not(rise, look, expected):
    """In torso lengths: the knees over the hips, the nose over the ears."""
    px = figure(trunk=0.0, face_up=True)
    px[[L.LEFT_KNEE, L.RIGHT_KNEE], 1] = 400.0 - 100.0 * rise
    px[L.NOSE, 1] = px[L.LEFT_EAR, 1] - 100.0 * look
    assert face_up(px) is expected
    assert face_up(mirrored(px)) is expected


def test_the_front_of_a_point_is_unclear():
    assert face_up(np.zeros((33, 2))) is None


def test_a_level_body_of_which_neither_side_is_clear_is_another_posture():
    px = figure(trunk=0.0, face_up=True)
    px[L.NOSE] = px[L.LEFT_EAR]
    assert posture(px) is OTHER
    assert borders(px, hip_flexion_deg=150.0, knee_flexion_deg=150.0) is OTHER
    fours = {"hip_flexion_deg": 90.0, "knee_flexion_deg": 90.0, "wrist_height_ratio": -0.8}
    assert borders(px, **fours) is OTHER


@pytest.mark.parametrize("hidden", [("SHOULDER",), ("HIP",), ("KNEE",), ("EAR",), ("HIP", "KNEE")])
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    ("px", "expected"), [(lying(), BACK), (hands_and_knees(), FOURS), (folded(), FOLDED)]
)
def test_the_near_side_is_enough(px, expected, side, hidden):
    rows = [Landmark[f"{side.name}_{part}"] for part in hidden]
    assert posture(without(px, *rows)) is expected


@given(poses_on_the_mat(), hidden_rows(), st.floats(0.2, 5.0))
def test_a_posture_does_not_depend_on_side_scale_or_names_of_legs(px, hidden, scale):
    seen = without(px, *hidden)
    expected = posture(seen)
    assert isinstance(expected, Posture)
    values = measure(pose(seen))
    exchanged = {
        key.replace("left", "?").replace("right", "left").replace("?", "right"): value
        for key, value in values.items()
    }
    assert classify_posture(exchanged, seen) is expected
    if not hidden:
        assert posture(legs_swapped(px)) is expected
        assert posture(px * (-scale, scale)) is expected
