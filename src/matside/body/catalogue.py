"""The closed vocabulary of measures: what each number is, its unit, its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matside.body.landmark import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One kind of number that is taken of every frame.

    Attributes:
        name: Its name in exercise files; ends in ``_deg`` or ``_ratio``.
        sided: Whether it exists once for each side of the body.
        low: Least value it can take.
        high: Greatest value it can take.
        says: What it is, for people.
    """

    name: str
    sided: bool
    low: float
    high: float
    says: str

    @property
    def unit(self) -> str:
        """``deg`` for degrees, ``ratio`` for lengths over another length of the same body."""
        return self.name.rsplit("_", 1)[1]

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys under which its values are found in a frame's measures."""
        if not self.sided:
            return (self.name,)
        return tuple(column(self.name, side) for side in Side)


def column(name: str, side: Side | None) -> str:
    """Return the key of a measure in a frame's measures: the side comes first."""
    return name if side is None else f"{side}_{name}"


def _sided(name: str, low: float, high: float, says: str) -> Measure:
    return Measure(name=name, sided=True, low=low, high=high, says=says)


def _whole(name: str, low: float, high: float, says: str) -> Measure:
    return Measure(name=name, sided=False, low=low, high=high, says=says)


MEASURES: Final[tuple[Measure, ...]] = (
    _sided("hip_flexion_deg", 0, 180, "bend of the hip: shoulder, hip, knee"),
    _sided("knee_flexion_deg", 0, 180, "bend of the knee: hip, knee, ankle"),
    _sided("elbow_flexion_deg", 0, 180, "bend of the elbow: shoulder, elbow, wrist"),
    _sided("shoulder_flexion_deg", 0, 180, "arm raised from the trunk: hip, shoulder, elbow"),
    _sided("hip_to_heel_ratio", 0, 3, "distance from hip to heel over the length of the shank"),
    _sided("thigh_to_chest_ratio", 0, 3, "distance from knee to shoulder over the torso"),
    _sided("wrist_offset_ratio", -3, 3, "wrist ahead of the shoulder along the mat over the torso"),
    _sided("knee_offset_ratio", -3, 3, "knee ahead of the hip along the mat over the torso"),
    _sided("elbow_height_ratio", -2, 2, "elbow above the shoulder over the torso"),
    _sided("wrist_height_ratio", -2, 2, "wrist above the shoulder over the torso"),
    _sided("foot_height_ratio", -1, 4, "foot above the mat over the torso"),
    _sided("foot_rise_ratio", -3, 3, "foot above the level of the shoulders over the torso"),
    _sided("hand_height_ratio", -1, 4, "hand above the mat over the torso"),
    _sided("hand_to_head_ratio", 0, 3, "distance from wrist to ear over the torso"),
    _sided("hand_to_leg_ratio", 0, 3, "distance from the nearer hand to this leg over the torso"),
    _sided(
        "elbow_to_wrist_ratio", 0, 3, "distance from elbow to the opposite wrist over the torso"
    ),
    _whole(
        "trunk_inclination_deg", -90, 90, "rise of the trunk above the level, hips to shoulders"
    ),
    _whole("spinal_curve_deg", -360, 360, "curve of the back: + rounded, - hollow"),
    _whole("lower_curve_deg", -360, 360, "curve of the lower half of the back"),
    _whole("upper_curve_deg", -360, 360, "curve of the upper half of the back"),
    _whole("head_angle_deg", -180, 180, "head against the trunk: + chin to chest, - gaze up"),
    _whole("head_height_ratio", -1, 4, "ear above the mat over the torso"),
    _whole("forehead_height_ratio", -1, 4, "forehead above the mat over the torso"),
    _whole("shoulder_rotation_deg", -180, 180, "shoulder line against the hip line; an estimate"),
    _whole("hip_shift_ratio", -3, 3, "hips ahead of the knees along the mat over the torso"),
    _whole("hip_height_ratio", -1, 3, "hips above the mat over the torso"),
    _whole("shoulder_height_ratio", -1, 3, "shoulders above the mat over the torso"),
)
"""All measures; ``exercise files`` may name these and no others."""

BY_NAME: Final = {measure.name: measure for measure in MEASURES}

COLUMNS: Final = tuple(key for measure in MEASURES for key in measure.columns)
"""Every key of a frame's measures, in the order in which tables list them."""
