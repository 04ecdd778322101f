"""Every measure of one frame, each a small pure function of the landmarks.

Lengths are ratios: over the torso (mid-hip to mid-shoulder) or, where named,
over the shank. Angles and lengths are taken in the picture plane, where a
single camera from the side is most reliable; only the twist of the shoulders
uses MediaPipe's world landmarks. All are NaN where a landmark they need is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body import geometry as geo
from matside.body.catalogue import COLUMNS, column
from matside.body.contour import chord_frame
from matside.body.curve import UNKNOWN, SpinalCurve, spinal_curve
from matside.body.frames import Floats, PoseFrame
from matside.body.landmark import (
    ANKLE,
    EAR,
    ELBOW,
    HEEL,
    HIP,
    INDEX,
    KNEE,
    SHOULDER,
    TOE,
    WRIST,
    Landmark,
    Side,
)

FOREHEAD_BEYOND_EYES: Final = 0.6
"""The forehead lies beyond the eyes by this share of the distance from mouth to eyes."""

FROM_THE_SIDE: Final = 0.5
"""Shoulders further apart along the level than this, in torso lengths, are seen from the front.

At most 0.27 on hands and knees with the camera up to 20 degrees off the side, 0.74 at 55 degrees.
"""

_SUPPORTS: Final = np.array(
    [
        *SHOULDER.values(),
        *HIP.values(),
        *KNEE.values(),
        *ANKLE.values(),
        *HEEL.values(),
        *TOE.values(),
        *WRIST.values(),
        *ELBOW.values(),
    ]
)
"""Landmarks of which the lowest one is taken to rest on the mat."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stance:
    """Reference quantities that several measures share: the trunk, the mat's level and the scale.

    Attributes:
        px: float64 ``(33, 2)``, landmarks in pixels.
        hip: Mid-hip, ``(2,)``.
        shoulder: Mid-shoulder, ``(2,)``.
        torso_px: Distance between the two, pixels.
        forward: +1 if the head lies to the right of the hips in the picture, else −1.
        mat_y: Height in the picture of what the body rests on, pixels.
    """

    px: Floats
    hip: Floats
    shoulder: Floats
    torso_px: float
    forward: float
    mat_y: float


def stance(pose: PoseFrame) -> Stance:
    """Return the shared quantities of a pose."""
    px = pose.image_px
    hip = geo.midpoint(px[Landmark.LEFT_HIP], px[Landmark.RIGHT_HIP])
    shoulder = geo.midpoint(px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER])
    heights = px[_SUPPORTS, 1]
    known = heights[np.isfinite(heights)]
    return Stance(
        px=px,
        hip=hip,
        shoulder=shoulder,
        torso_px=geo.distance(hip, shoulder),
        forward=math.copysign(1.0, float(shoulder[0] - hip[0])),
        mat_y=float(known.max()) if known.size else math.nan,
    )


def measure(pose: PoseFrame) -> dict[str, float]:
    """Return every measure of the catalogue for one pose, by column."""
    if not pose.seen:
        return dict.fromkeys(COLUMNS, math.nan)
    body = stance(pose)
    values: dict[str, float] = {}
    for side in Side:
        for name, value in _of_one_side(body, side).items():
            values[column(name, side)] = value
    values.update(_of_the_whole(body, pose))
    return values


def _of_one_side(body: Stance, side: Side) -> dict[str, float]:
    px = body.px
    shoulder, elbow, wrist = px[SHOULDER[side]], px[ELBOW[side]], px[WRIST[side]]
    hip, knee, ankle = px[HIP[side]], px[KNEE[side]], px[ANKLE[side]]
    return {
        "hip_flexion_deg": geo.joint_flexion_deg(shoulder, hip, knee),
        "knee_flexion_deg": geo.joint_flexion_deg(hip, knee, ankle),
        "elbow_flexion_deg": geo.joint_flexion_deg(shoulder, elbow, wrist),
        "shoulder_flexion_deg": 180.0 - geo.joint_flexion_deg(hip, shoulder, elbow),
        "hip_to_heel_ratio": hip_to_heel_ratio(body, side),
        "thigh_to_chest_ratio": geo.ratio(geo.distance(knee, shoulder), body.torso_px),
        "wrist_offset_ratio": along_mat_ratio(body, shoulder, wrist),
        "knee_offset_ratio": along_mat_ratio(body, hip, knee),
        "elbow_height_ratio": above_ratio(body, shoulder, elbow),
        "wrist_height_ratio": above_ratio(body, shoulder, wrist),
        "foot_height_ratio": above_mat_ratio(body, px[[ANKLE[side], HEEL[side], TOE[side]]]),
        "foot_rise_ratio": above_ratio(
            body, body.shoulder, lowest(px[[ANKLE[side], HEEL[side], TOE[side]]])
        ),
        "hand_height_ratio": above_mat_ratio(body, px[[WRIST[side], INDEX[side]]]),
        "hand_to_head_ratio": geo.ratio(geo.distance(wrist, head_centre(px)), body.torso_px),
        "hand_to_leg_ratio": hand_to_leg_ratio(body, side),
        "ankle_to_knee_ratio": geo.ratio(geo.distance(ankle, px[KNEE[side.other]]), body.torso_px),
        "elbow_to_wrist_ratio": geo.ratio(
            geo.distance(elbow, px[WRIST[side.other]]), body.torso_px
        ),
    }


def _of_the_whole(body: Stance, pose: PoseFrame) -> dict[str, float]:
    px = body.px
    return {
        "trunk_inclination_deg": geo.inclination_deg(body.hip, body.shoulder),
        **_curve_measures(spinal_curve(pose.back_px, px) if from_the_side(body) else UNKNOWN),
        "head_angle_deg": head_angle_deg(body),
        "head_height_ratio": above_mat_ratio(body, head_centre(px)[None]),
        "forehead_height_ratio": above_mat_ratio(body, forehead(px)[None]),
        "shoulder_rotation_deg": shoulder_rotation_deg(pose.world_m),
        "shoulder_width_ratio": shoulder_width_ratio(body),
        "hip_shift_ratio": along_mat_ratio(
            body, geo.midpoint(px[Landmark.LEFT_KNEE], px[Landmark.RIGHT_KNEE]), body.hip
        ),
        "hip_height_ratio": above_mat_ratio(body, body.hip[None]),
        "shoulder_height_ratio": above_mat_ratio(body, body.shoulder[None]),
    }


def from_the_side(body: Stance) -> bool:
    """Return whether the body is seen from the side: only then does its outline follow the spine.

    One shoulder then hides the other; true where one of them is unknown.
    """
    return not shoulder_width_ratio(body) > FROM_THE_SIDE


def shoulder_width_ratio(body: Stance) -> float:
    """Return the horizontal distance between the shoulders, over the torso.

    Under 0.1 from the side, where one hides the other; 0.2 to 0.3 half from the front, 0.7 at 55
    degrees. NaN where either shoulder is.
    """
    left, right = body.px[Landmark.LEFT_SHOULDER], body.px[Landmark.RIGHT_SHOULDER]
    return geo.ratio(abs(float(left[0] - right[0])), body.torso_px)


def _curve_measures(curve: SpinalCurve) -> dict[str, float]:
    return {
        "spinal_curve_deg": curve.whole_deg,
        "lower_curve_deg": curve.lower_deg,
        "upper_curve_deg": curve.upper_deg,
    }


def hip_to_heel_ratio(body: Stance, side: Side) -> float:
    """Return the distance from hip to heel over knee to ankle: about 0.35 sitting on the heels.

    About 1.2 on hands and knees, 2 with a straight leg. The ankle stands in
    where the heel is unknown (a foot out of the picture).
    """
    px = body.px
    heel = px[HEEL[side]]
    if math.isnan(float(heel[0])):
        heel = px[ANKLE[side]]
    shank = geo.distance(px[KNEE[side]], px[ANKLE[side]])
    return geo.ratio(geo.distance(px[HIP[side]], heel), shank)


def along_mat_ratio(body: Stance, start: Floats, end: Floats) -> float:
    """Return the horizontal distance from ``start`` to ``end``, over the torso.

    Positive towards the head's end of the mat, negative towards the feet's.
    """
    return geo.ratio(body.forward * float(end[0] - start[0]), body.torso_px)


def above_ratio(body: Stance, start: Floats, end: Floats) -> float:
    """Return the height of ``end`` above ``start`` in the picture, over the torso."""
    return geo.ratio(float(start[1] - end[1]), body.torso_px)


def above_mat_ratio(body: Stance, points: Floats) -> float:
    """Return the height above the mat of the lowest known point of ``(n, 2)``, over the torso."""
    known = points[np.isfinite(points[:, 1]), 1]
    return geo.ratio(body.mat_y - float(known.max()), body.torso_px) if known.size else math.nan


def lowest(points: Floats) -> Floats:
    """Return the known point of ``(n, 2)`` that is lowest in the picture; NaN without any."""
    heights = points[:, 1]
    if not np.isfinite(heights).any():
        return np.full(2, np.nan)
    found: Floats = points[int(np.nanargmax(heights))]
    return found


def head_centre(px: Floats) -> Floats:
    """Return the middle between the ears, or the one ear that is known, ``(2,)``."""
    return geo.midpoint(px[EAR[Side.LEFT]], px[EAR[Side.RIGHT]])


def forehead(px: Floats) -> Floats:
    """Return the forehead, ``(2,)``: beyond the eyes on the line from the mouth."""
    eyes = geo.midpoint(px[Landmark.LEFT_EYE], px[Landmark.RIGHT_EYE])
    mouth = geo.midpoint(px[Landmark.MOUTH_LEFT], px[Landmark.MOUTH_RIGHT])
    beyond: Floats = eyes + FOREHEAD_BEYOND_EYES * (eyes - mouth)
    return beyond


def head_angle_deg(body: Stance) -> float:
    """Return the angle of the head against the trunk in degrees, −180..180.

    From the line mid-hip to mid-shoulder to the line mid-shoulder to mid-ear;
    positive when the head drops to the front (chin to chest), negative when it
    is lifted back. NaN where front and back cannot be told apart.
    """
    chord = chord_frame(body.px)
    if chord is None:
        return math.nan
    _, trunk, dorsal = chord
    head = head_centre(body.px) - body.shoulder
    length = geo.distance(body.hip, body.shoulder)
    return math.degrees(math.atan2(-float(head @ dorsal), float(head @ trunk) / length))


def hand_to_leg_ratio(body: Stance, side: Side) -> float:
    """Return the distance from the nearer hand to this leg's grasp line, over the torso.

    The line runs from the middle of the thigh over the knee to the middle of
    the shank: hands hold the shin below the knee, or the thigh behind it.
    """
    hip, knee, ankle = (body.px[row[side]] for row in (HIP, KNEE, ANKLE))
    hands = body.px[[*WRIST.values(), *INDEX.values()]]
    hands = hands[np.isfinite(hands[:, 0])]
    if not hands.size or math.isnan(float(hip[0] + knee[0] + ankle[0])):
        return math.nan
    reach = min(
        min(
            geo.to_segment(hand, knee, (hip + knee) / 2),
            geo.to_segment(hand, knee, (knee + ankle) / 2),
        )
        for hand in hands
    )
    return geo.ratio(reach, body.torso_px)


def shoulder_rotation_deg(world_m: Floats) -> float:
    """Return the twist of the shoulder line against the hip line about the trunk, −180..180.

    Positive when the left shoulder is turned to the back. From MediaPipe's
    world landmarks, which show about a third of the true rotation on rendered
    bodies (r 0.82–0.95): an estimate for trends, never a range of motion.
    """
    left_s, right_s = world_m[Landmark.LEFT_SHOULDER], world_m[Landmark.RIGHT_SHOULDER]
    left_h, right_h = world_m[Landmark.LEFT_HIP], world_m[Landmark.RIGHT_HIP]
    axis = (left_s + right_s - left_h - right_h) / 2.0
    length = float(np.sqrt(axis @ axis))
    if not length > 0.0:
        return math.nan
    axis = axis / length
    shoulders = (left_s - right_s) - axis * float((left_s - right_s) @ axis)
    hips = (left_h - right_h) - axis * float((left_h - right_h) @ axis)
    turn = float(
        axis[0] * (hips[1] * shoulders[2] - hips[2] * shoulders[1])
        + axis[1] * (hips[2] * shoulders[0] - hips[0] * shoulders[2])
        + axis[2] * (hips[0] * shoulders[1] - hips[1] * shoulders[0])
    )
    return math.degrees(math.atan2(turn, float(hips @ shoulders)))
