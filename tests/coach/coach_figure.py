"""A stick figure posed from joint angles, filmed from its side: streams of ``PoseFrame``.

The head is to the right. Lengths are in torsos: thigh and shank 0.8, upper arm
0.5, forearm 0.45. All angles are those of ``matside.body.measures``, so a
figure's measures are the numbers it was posed with.
"""

import math
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from matside.body.frames import BACK_POINTS, PoseFrame, unseen
from matside.body.landmark import LEG, Side

SIZE_PX = (1280, 720)
TORSO_PX = 200.0
HIP_PX = np.array([560.0, 420.0])
THIGH, SHANK, UPPER_ARM, FOREARM = 0.8, 0.8, 0.5, 0.45


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A posed figure; pairs are left and right, all numbers in degrees but ``grasp`` (0..1)."""

    front_up: float
    """+1 lying on the back, -1 face down."""
    trunk: float = 0.0
    hip: tuple[float, float] = (60.0, 60.0)
    knee: tuple[float, float] = (120.0, 120.0)
    arm: tuple[float, float] = (0.0, 0.0)
    elbow: tuple[float, float] = (0.0, 0.0)
    head: float = 0.0
    curve: float = 0.0
    grasp: float = 0.0
    """How far the hands have come from where the arms put them to the shins."""


LYING = Figure(front_up=1.0)
LEFT_KNEE = replace(LYING, hip=(120.0, 60.0), knee=(115.0, 120.0), grasp=1.0)
RIGHT_KNEE = replace(LYING, hip=(60.0, 120.0), knee=(120.0, 115.0), grasp=1.0)
BOTH_KNEES = replace(LYING, hip=(120.0, 120.0), knee=(115.0, 115.0), grasp=1.0)
TABLETOP = Figure(front_up=-1.0, hip=(90.0, 90.0), knee=(90.0, 90.0), arm=(90.0, 90.0))
CAT = replace(TABLETOP, curve=60.0, head=40.0)
COW = replace(TABLETOP, curve=-40.0, head=-25.0)
FOLDED = Figure(front_up=-1.0, hip=(150.0, 150.0), knee=(150.0, 150.0), arm=(170.0, 170.0))
CHILDS_POSE = replace(FOLDED, trunk=-10.0, hip=(155.0, 155.0), head=10.0)
BOWED = replace(CHILDS_POSE, trunk=25.0, hip=(125.0, 125.0), arm=(110.0, 110.0), head=-20.0)
"""Sitting on the heels, bent over the hands."""
HALF_WAY_BACK = replace(TABLETOP, trunk=5.0, hip=(122.0, 122.0), knee=(132.0, 132.0), head=-10.0)
"""Between hands and knees and the heels, on straight arms."""
CHEST_DOWN = replace(TABLETOP, trunk=-30.0, hip=(130.0, 130.0), knee=(102.0, 102.0))
"""The chest lowered to the mat, the hips over the knees."""
LEFT_OPEN = replace(TABLETOP, arm=(-90.0, 90.0))
LEFT_CLOSED = replace(TABLETOP, elbow=(90.0, 0.0))
RIGHT_OPEN = replace(TABLETOP, arm=(90.0, -90.0))
RIGHT_CLOSED = replace(TABLETOP, elbow=(0.0, 90.0))


def pose(t_s, figure, *, people=1):
    """The frame that shows a figure; the left side is the nearer one."""
    angle = math.radians(figure.trunk)
    trunk = np.array([math.cos(angle), -math.sin(angle)])
    front = figure.front_up * np.array([-math.sin(angle), -math.cos(angle)])

    def towards(degrees, length):
        """A step in the body's own plane: 0 along the trunk, 90 to the front."""
        a = math.radians(degrees)
        return TORSO_PX * length * (math.cos(a) * trunk + math.sin(a) * front)

    px = np.full((33, 2), np.nan)
    shoulder = HIP_PX + TORSO_PX * trunk
    ear = shoulder + towards(figure.head, 0.25)
    px[[7, 8]] = ear
    px[0] = ear + towards(figure.head + 90.0, 0.12)
    px[1:7] = px[0] + towards(figure.head, 0.03)
    px[9:11] = px[0] - towards(figure.head, 0.05)
    for n in (0, 1):
        thigh = 180.0 - figure.hip[n]
        knee = HIP_PX + towards(thigh, THIGH)
        ankle = knee + towards(thigh + figure.knee[n], SHANK)
        arm = 180.0 - figure.arm[n]
        elbow = shoulder + towards(arm, UPPER_ARM)
        wrist = elbow + towards(arm - figure.elbow[n], FOREARM)
        px[[23 + n, 25 + n, 27 + n, 29 + n, 31 + n]] = [HIP_PX, knee, ankle, ankle, ankle]
        px[[11 + n, 13 + n, 15 + n]] = [shoulder, elbow, wrist]
    raised = 0 if figure.hip[0] >= figure.hip[1] else 1
    shin = px[25 + raised] + 0.25 * (px[27 + raised] - px[25 + raised])
    for n in (0, 1):
        px[15 + n] += figure.grasp * (shin - px[15 + n])
        px[13 + n] += figure.grasp * ((shoulder + shin) / 2.0 - px[13 + n])
        px[[17 + n, 19 + n, 21 + n]] = px[15 + n]
    visibility = np.full(33, 0.9)
    visibility[11::2] = 1.0
    return PoseFrame(
        t_s=t_s,
        image_px=px,
        world_m=np.column_stack([px / 400.0, np.where(np.arange(33) % 2, 0.15, -0.15)]),
        visibility=visibility,
        on_body=np.ones(33),
        back_px=_back(figure.curve, shoulder - HIP_PX, -front),
        size_px=SIZE_PX,
        people=people,
    )


def _back(curve_deg, chord, dorsal):
    """The parabola over the trunk that has the sagitta of an arc of this central angle."""
    sagitta = math.tan(math.radians(curve_deg) / 4.0) / 2.0
    share = np.linspace(0.0, 1.0, BACK_POINTS)[:, None]
    height = (0.12 + 4.0 * sagitta * share * (1.0 - share)) * TORSO_PX
    return HIP_PX + share * chord + height * dorsal


def between(one, other, share):
    """The figure that lies ``share`` of the way from one to the other, joint by joint."""
    if one.front_up != other.front_up:
        return one if share < 1.0 else other
    values: dict[str, Any] = {}
    for field in fields(Figure):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, tuple):
            values[field.name] = tuple(x + share * (y - x) for x, y in zip(a, b, strict=True))
        else:
            values[field.name] = a + share * (b - a)
    return Figure(**values)


KNEE_CAT_COW_FOLD = (
    (LYING, 0, 1),
    (LEFT_KNEE, 1, 5),
    (LYING, 1, 1),
    (TABLETOP, 0.5, 3),
    (CAT, 2, 1),
    (COW, 2, 1),
    (TABLETOP, 2, 1),
    (FOLDED, 2, 5),
)
"""Steps of a motion: three exercises, one after the other."""


def motion(*steps, start_s=0.0, rate_hz=10.0):
    """Frames of a figure: each step is a figure, the seconds to reach it, the seconds it stays.

    ``None`` for a figure stands for nobody in view.
    """
    keys = []
    now_s, last = start_s, None
    for figure, reach_s, stay_s in steps:
        keys.append((now_s, now_s + reach_s, now_s + reach_s + stay_s, last, figure))
        now_s += reach_s + stay_s
        last = figure
    frames = []
    for n in range(round((now_s - start_s) * rate_hz) + 1):
        t_s = start_s + n / rate_hz
        begin, there, _, last, figure = next((k for k in keys if t_s < k[2]), keys[-1])
        if figure is None:
            frames.append(unseen(t_s, SIZE_PX))
        elif last is None or t_s >= there:
            frames.append(pose(t_s, figure))
        else:
            frames.append(pose(t_s, between(last, figure, (t_s - begin) / (there - begin))))
    return frames


def legs_renamed(frame):
    """The same frame with the names of the legs exchanged."""
    px = frame.image_px.copy()
    left, right = list(LEG[Side.LEFT]), list(LEG[Side.RIGHT])
    px[left], px[right] = frame.image_px[right], frame.image_px[left]
    return replace(frame, image_px=px)


WIDTHS = {11: 0.17, 13: 0.2, 15: 0.2, 23: 0.1, 25: 0.13, 27: 0.1, 29: 0.1, 31: 0.1}
"""Distance of the left joints from the middle of the body, in torsos; the right are opposite."""


def seen_from(frame, azimuth_deg, above_deg=0.0):
    """The same body filmed from far away: so far from its side to the head end, and from above."""
    body = np.column_stack([(frame.image_px - HIP_PX) / TORSO_PX, np.zeros(33)])
    for left, width in WIDTHS.items():
        body[left, 2], body[left + 1, 2] = -width, width
    turn, tilt = math.radians(azimuth_deg), math.radians(above_deg)
    along, down, away = body.T
    across = math.cos(turn) * along + math.sin(turn) * away
    away = math.cos(turn) * away - math.sin(turn) * along
    lower = math.cos(tilt) * down - math.sin(tilt) * away
    away = math.cos(tilt) * away + math.sin(tilt) * down
    world = np.column_stack([across, lower, away]) / 2.0
    return replace(frame, image_px=HIP_PX + 2.0 * TORSO_PX * world[:, :2], world_m=world)
