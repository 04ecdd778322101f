"""The figure over the person: arcs of angles, thickness, the back and its neutral."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matside.body.frames import unseen
from matside.body.landmark import Landmark, Side
from matside.overlay import figure

ALL_ARCS = frozenset(figure.ARC_MEASURES)


def test_an_arc_spans_the_flexion_from_straight_on(all_fours):
    pose = all_fours()
    points = {
        Landmark.LEFT_SHOULDER: (100.0, 100.0),
        Landmark.LEFT_HIP: (200.0, 100.0),
        Landmark.LEFT_KNEE: (200.0, 200.0),
    }
    for landmark, at in points.items():
        pose.image_px[landmark] = at
    (arc,) = figure.arcs(pose, {"left_hip_flexion_deg": 88.0}, Side.LEFT, ALL_ARCS)
    assert arc.centre == (200.0, 100.0)
    assert arc.start_rad == pytest.approx(0.0)
    assert arc.sweep_rad == pytest.approx(np.pi / 2)
    assert arc.label == "≈ 90°", "an estimate, in steps of five degrees"


@pytest.mark.parametrize("value", [float("nan"), 10.0])
def test_what_is_unknown_or_straight_has_no_arc(all_fours, value):
    assert figure.arcs(all_fours(), {"left_hip_flexion_deg": value}, Side.LEFT, ALL_ARCS) == []


def test_an_arc_needs_its_landmarks_and_its_side(all_fours):
    pose = all_fours()
    measures = {"left_hip_flexion_deg": 88.0}
    assert figure.arcs(pose, measures, Side.RIGHT, ALL_ARCS) == []
    assert figure.arcs(pose, measures, Side.LEFT, frozenset({"knee_flexion_deg"})) == []
    pose.image_px[Landmark.LEFT_KNEE] = np.nan
    assert figure.arcs(pose, measures, Side.LEFT, ALL_ARCS) == []


def test_a_person_far_away_is_drawn_with_thinner_lines(all_fours):
    near = all_fours()
    far = replace(near, image_px=near.image_px * 0.1)
    assert figure.stroke_px(far) < figure.stroke_px(near)
    assert figure.stroke_px(unseen(0.0, (640, 360))) > 0


def test_smoothing_keeps_ends_and_straight_lines():
    straight = np.column_stack((np.arange(9.0), 2 * np.arange(9.0)))
    assert np.allclose(figure.smooth(straight), straight)
    jagged = straight + np.array([[0, 1], [0, -1]] * 4 + [[0, 1]])
    assert np.abs(figure.smooth(jagged) - straight)[2:-2].max() < 0.3
    assert np.array_equal(figure.smooth(jagged)[[0, -1]], jagged[[0, -1]])


def straight_back(pose):
    """Return the pose with a level contour, 120 px above the level chord of 300 px."""
    for side in ("LEFT", "RIGHT"):
        pose.image_px[Landmark[f"{side}_HIP"]] = (200.0, 300.0)
        pose.image_px[Landmark[f"{side}_SHOULDER"]] = (500.0, 300.0)
    stations = np.linspace(0.0, 1.0, len(pose.back_px))
    pose.back_px[:] = np.column_stack((200.0 + 300.0 * stations, np.full(len(stations), 180.0)))
    return pose


@pytest.mark.parametrize(
    ("neutral_deg", "bulge_px"),
    [(0.0, 0.0), (90.0, 62.13), (-90.0, -62.13), (60.0, 40.19)],  # chord · tan(angle / 4) / 2
)
def test_the_neutral_is_an_arc_of_its_angle_over_the_back(all_fours, neutral_deg, bulge_px):
    pose = straight_back(all_fours(1280, 720))
    arc = figure._neutral_arc(pose, neutral_deg)
    assert arc is not None
    highest = 180.0 - bulge_px * (38 / 40) ** 2  # between the second points from the ends
    middle = arc[np.argmin(np.abs(arc[:, 0] - 350.0)), 1]
    assert middle == pytest.approx(highest, abs=0.3), "a round back bulges upwards"
    assert arc[0] == pytest.approx((207.5, 180.0))
    assert arc[-1] == pytest.approx((492.5, 180.0))


def test_a_back_that_is_known_in_part_has_its_part_of_the_neutral(all_fours):
    pose = straight_back(all_fours(1280, 720))
    pose.back_px[:5] = pose.back_px[-5:] = np.nan
    arc = figure._neutral_arc(pose, 90.0)
    assert arc is not None
    share = 28 / 40
    assert arc[:, 1].min() == pytest.approx(180.0 - 62.13 * share**2, abs=0.3)


def test_without_a_neutral_or_enough_of_a_back_there_is_nothing_to_compare(all_fours):
    pose = straight_back(all_fours(1280, 720))
    assert figure._neutral_arc(pose, float("nan")) is None
    pose.back_px[10:] = np.nan
    assert figure._neutral_arc(pose, 20.0) is None
