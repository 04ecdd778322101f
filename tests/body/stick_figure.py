"""A stick figure in the picture plane, posed by the angles of its joints.

Round lengths, so that every distance can be worked out by hand: the torso is
100 px long, thigh and shank 80, upper arm 45, forearm 35. The hip is at
(400, 400), x to the right and y down, the head to the right of the hips.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import strategies as st

from matside.body.frames import BACK_POINTS, Floats, PoseFrame
from matside.body.landmark import LANDMARK_COUNT, LEG, Landmark, Side

TORSO = 100.0
HIP_AT = (400.0, 400.0)
WIDTH = 1000
Both = tuple[float, float]

SWAPPED = np.array(
    [
        Landmark[name.replace("LEFT", "?").replace("RIGHT", "LEFT").replace("?", "RIGHT")]
        for name in Landmark.__members__
    ]
)
"""For every landmark the row of the one on the other side."""

HANDS = [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_INDEX, Landmark.RIGHT_INDEX]
"""The landmarks of which the nearest is taken for the hand."""


def figure(
    *,
    trunk: float,
    face_up: bool,
    hip: float | Both = 0.0,
    knee: float | Both = 0.0,
    ankle: float | Both = 0.0,
    shoulder: float | Both = 0.0,
    elbow: float | Both = 0.0,
    wrist: float | Both = 0.0,
    head: float = 0.0,
) -> Floats:
    """Return the landmarks ``(33, 2)`` of a figure with these flexions in degrees.

    ``trunk`` is its rise over the level; ``face_up`` puts the front of the body
    on the left of the line from hip to shoulder (the ceiling's side when level).
    Two numbers are left and right. ``ankle`` 0 has the toes in line with the
    shank, ``wrist`` 0 the fingers in line with the forearm, and ``head`` grows
    with the chin coming to the chest.
    """
    front = 1.0 if face_up else -1.0
    px = np.full((LANDMARK_COUNT, 2), np.nan)
    mid_hip = np.array(HIP_AT)
    neck = mid_hip + TORSO * towards(trunk)
    for side, name in ((0, "LEFT"), (1, "RIGHT")):
        thigh = trunk + 180.0 - front * _of(hip, side)
        shank = thigh + front * _of(knee, side)
        foot = shank - front * _of(ankle, side)
        arm = trunk + 180.0 - front * _of(shoulder, side)
        forearm = arm - front * _of(elbow, side)
        fingers = forearm - front * _of(wrist, side)
        rows: dict[str, Floats] = {"HIP": mid_hip, "SHOULDER": neck}
        rows["KNEE"] = mid_hip + 80.0 * towards(thigh)
        rows["ANKLE"] = rows["KNEE"] + 80.0 * towards(shank)
        rows["HEEL"] = rows["ANKLE"] + 6.0 * towards(shank + front * 90.0)
        rows["FOOT_INDEX"] = rows["ANKLE"] + 16.0 * towards(foot)
        rows["ELBOW"] = neck + 45.0 * towards(arm)
        rows["WRIST"] = rows["ELBOW"] + 35.0 * towards(forearm)
        rows["INDEX"] = rows["WRIST"] + 12.0 * towards(fingers)
        rows["PINKY"] = rows["THUMB"] = rows["WRIST"] + 10.0 * towards(fingers)
        up = trunk + front * head
        rows["EAR"] = neck + 25.0 * towards(up)
        face = rows["EAR"] + 10.0 * towards(up + front * 90.0)
        rows["EYE"] = rows["EYE_INNER"] = rows["EYE_OUTER"] = face + 4.0 * towards(up)
        for part, point in rows.items():
            px[Landmark[f"{name}_{part}"]] = point
        px[Landmark[f"MOUTH_{name}"]] = face - 6.0 * towards(up)
        px[Landmark.NOSE] = face + 3.0 * towards(up + front * 90.0)
    return px


def towards(angle_deg: float) -> Floats:
    """Return the unit vector in the picture at an angle counter-clockwise from the right."""
    radians = math.radians(angle_deg)
    return np.array([math.cos(radians), -math.sin(radians)])


def _of(value: float | Both, side: int) -> float:
    return value[side] if isinstance(value, tuple) else value


def standing() -> Floats:
    return figure(trunk=90.0, face_up=False, ankle=90.0)


def lying() -> Floats:
    """Return the start of knees to chest: knees bent, feet flat, arms alongside."""
    return figure(trunk=0.0, face_up=True, hip=50.0, knee=100.0, ankle=50.0)


def knees_to_chest(right_hip: float = 130.0) -> Floats:
    """Return the hold: both hips at 130 degrees, or the right one at another angle."""
    return figure(
        trunk=0.0, face_up=True, hip=(130.0, right_hip), knee=(130.0, 100.0), shoulder=40.0
    )


def hands_and_knees() -> Floats:
    return figure(trunk=0.0, face_up=False, hip=90.0, knee=90.0, shoulder=90.0, wrist=90.0)


def folded() -> Floats:
    """Return a child's pose: trunk level, thighs under it, arms forward."""
    return figure(trunk=0.0, face_up=False, hip=150.0, knee=150.0, shoulder=180.0, head=20.0)


def mirrored(px: Floats) -> Floats:
    """Return the landmarks of the flipped picture: the body's left is its right now."""
    return (px * (-1.0, 1.0) + (WIDTH, 0.0))[SWAPPED]


def legs_swapped(px: Floats) -> Floats:
    """Return the landmarks with the names of the legs exchanged, from the knee down."""
    swapped = px.copy()
    left, right = list(LEG[Side.LEFT][1:]), list(LEG[Side.RIGHT][1:])
    swapped[left], swapped[right] = px[right], px[left]
    return swapped


def turned(points: Floats, angle_deg: float) -> Floats:
    """Return points turned counter-clockwise in the picture about the figure's hip."""
    x_axis = towards(angle_deg)
    y_axis = towards(angle_deg - 90.0)
    offset = points - HIP_AT
    return np.array(HIP_AT) + offset[:, :1] * x_axis + offset[:, 1:] * y_axis


def arc(central_deg: float) -> Floats:
    """Return a back of the level figure that is an arc of a circle, ``(41, 2)``.

    It begins at the hip and ends at the shoulder; positive bulges to the
    ceiling. Points are at equal steps along the chord, as a contour's are.
    """
    share = np.linspace(0.0, 1.0, BACK_POINTS)
    height = np.zeros(BACK_POINTS)
    if central_deg != 0.0:
        half = math.radians(abs(central_deg)) / 2.0
        radius = TORSO / (2.0 * math.sin(half))
        sag = np.sqrt(radius**2 - (TORSO * (share - 0.5)) ** 2) - radius * math.cos(half)
        height = math.copysign(1.0, central_deg) * sag
    return np.stack([HIP_AT[0] + TORSO * share, HIP_AT[1] - height], axis=1)


def pose(
    px: Floats,
    *,
    t_s: float = 0.0,
    back: Floats | None = None,
    world: Floats | None = None,
    visibility: Floats | float = 0.9,
    on_body: Floats | float = 1.0,
    people: int = 1,
) -> PoseFrame:
    """Return a pose frame with these landmarks; what is not given is plain or unknown."""
    return PoseFrame(
        t_s=t_s,
        image_px=px,
        world_m=np.full((LANDMARK_COUNT, 3), np.nan) if world is None else world,
        visibility=np.broadcast_to(np.asarray(visibility, float), LANDMARK_COUNT).copy(),
        on_body=np.broadcast_to(np.asarray(on_body, float), LANDMARK_COUNT).copy(),
        back_px=np.full((BACK_POINTS, 2), np.nan) if back is None else back,
        size_px=(WIDTH, 800),
        people=people,
    )


def twisted(turn_deg: float) -> Floats:
    """Return world landmarks of a trunk that faces the camera, the left shoulder turned back."""
    world = np.full((LANDMARK_COUNT, 3), np.nan)
    across, back = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    world[Landmark.LEFT_HIP], world[Landmark.RIGHT_HIP] = (0.1, 0.0, 0.0), (-0.1, 0.0, 0.0)
    world[Landmark.LEFT_SHOULDER] = (0.2 * across, -0.5, 0.2 * back)
    world[Landmark.RIGHT_SHOULDER] = (-0.2 * across, -0.5, -0.2 * back)
    return world


def _flexion(low: float, high: float) -> st.SearchStrategy[Both]:
    angle = st.floats(low, high)
    return st.tuples(angle, angle)


def poses_on_the_mat() -> st.SearchStrategy[Floats]:
    """Return a strategy of bodies on the mat in every mixture of joint angles that a body has."""
    return st.builds(
        figure,
        trunk=st.floats(-40.0, 60.0),
        face_up=st.booleans(),
        hip=_flexion(5.0, 140.0),
        knee=_flexion(5.0, 150.0),
        shoulder=_flexion(5.0, 175.0),
        elbow=_flexion(5.0, 140.0),
        wrist=_flexion(0.0, 90.0),
        head=st.floats(-60.0, 60.0),
    )


def hidden_rows() -> st.SearchStrategy[list[int]]:
    """Return a strategy of landmarks that are not seen."""
    return st.lists(st.sampled_from(range(LANDMARK_COUNT)), max_size=30, unique=True)


def without(px: Floats, *rows: int) -> Floats:
    """Return the landmarks with some of them unseen."""
    less = px.copy()
    less[list(rows)] = np.nan
    return less


def same(values, expected, tolerance=1e-6):
    """Assert that two sets of measures are the same, what is unknown in one also in the other."""
    assert values.keys() == expected.keys()
    for name, value in expected.items():
        assert values[name] == pytest.approx(value, abs=tolerance, nan_ok=True), name
