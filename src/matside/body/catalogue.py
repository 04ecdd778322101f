"""Catalogue of measures, a closed vocabulary: name, unit, range and uncertainty of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Final

from matside.body.landmark import Side


class MeasureKind(StrEnum):
    """What a measure is derived from; its uncertainty depends on it."""

    JOINT_ANGLE = "joint_angle"
    BACK_CURVE = "back_curve"
    """The contour of the back: only differences from the person's own neutral mean anything."""
    TWIST = "twist"
    LENGTH_RATIO = "length_ratio"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """Repeatability in the measure's unit: how far two readings of the same movement may differ.

    Attributes:
        level: Difference of a value between two sessions.
        swing: Difference of a range between two sessions; a constant offset cancels out.
        sides: Difference between the ranges of left and right, one of them away from the camera.
        source: Where the figures come from.
    """

    level: float
    swing: float
    sides: float
    source: str


UNCERTAINTY: Final[dict[MeasureKind, Uncertainty]] = {
    MeasureKind.JOINT_ANGLE: Uncertainty(
        level=10.0,
        swing=10.0,
        sides=15.0,
        source="Up to 8 degrees by the definition of a joint alone (rendered bodies), 5 to 17 for "
        "the hip of one camera against motion capture (squat studies); cameras are moved. Left and "
        "right of bodies that did the same on both sides: up to 15 (23 readings, 13 clips)",
    ),
    MeasureKind.BACK_CURVE: Uncertainty(
        level=13.0,
        swing=13.0,
        sides=13.0,
        source="9 degrees RMS over bodies, clothes and cameras (rendered bodies): 1.4 times that "
        "for the difference of two readings, each from the person's own neutral",
    ),
    MeasureKind.TWIST: Uncertainty(
        level=30.0,
        swing=30.0,
        sides=30.0,
        source="World landmarks show a third of the true rotation, and not the same third to both "
        "sides: -16 to 43 degrees of a true 44 to either (rendered bodies)",
    ),
    MeasureKind.LENGTH_RATIO: Uncertainty(
        level=0.1,
        swing=0.1,
        sides=0.15,
        source="A tenth of the torso, about 5 cm: what 8 degrees move on a limb of 35 cm. Left and "
        "right of bodies that did the same on both sides: up to 0.14 (rendered bodies, clips)",
    ),
}
"""Uncertainty by kind of measure, the only such table: comparison, progress and report read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One kind of number that is taken of every frame.

    Attributes:
        name: Its name in exercise files; ends in ``_deg`` or ``_ratio``.
        label: Its name for people.
        sided: Whether it exists once for each side of the body.
        low: Least value it can take.
        high: Greatest value it can take.
        says: What it is, for people.
        kind: What it is derived from.
    """

    name: str
    label: str
    sided: bool
    low: float
    high: float
    says: str
    kind: MeasureKind

    @property
    def unit(self) -> str:
        """``deg`` for degrees, ``ratio`` for lengths over another length of the same body."""
        return self.name.rsplit("_", 1)[1]

    @property
    def noise(self) -> Uncertainty:
        """Repeatability: how far two readings of the same movement may differ."""
        return UNCERTAINTY[self.kind]

    @property
    def from_neutral(self) -> bool:
        """Whether only differences from the person's own neutral mean anything."""
        return self.kind is MeasureKind.BACK_CURVE

    @property
    def columns(self) -> tuple[str, ...]:
        """The keys under which its values are found in a frame's measures."""
        return tuple(column(self.name, side) for side in self.sides)

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides it exists for, in the order of ``columns``; ``None`` for the whole body."""
        return tuple(Side) if self.sided else (None,)


@cache
def column(name: str, side: Side | None) -> str:
    """Return the key of a measure in a frame's measures: the side comes first."""
    return name if side is None else f"{side}_{name}"


def _measure(
    name: str, low: float, high: float, says: str, kind: MeasureKind | None = None, *, sided: bool
) -> Measure:
    bare, _, unit = name.rpartition("_")
    by_unit = MeasureKind.JOINT_ANGLE if unit == "deg" else MeasureKind.LENGTH_RATIO
    return Measure(
        name=name,
        label=bare.replace("_", " ").capitalize(),
        sided=sided,
        low=low,
        high=high,
        says=says,
        kind=kind or by_unit,
    )


_sided = partial(_measure, sided=True)
_whole = partial(_measure, sided=False)
_CURVE: Final = MeasureKind.BACK_CURVE
MEASURES: Final[tuple[Measure, ...]] = (
    _sided("hip_flexion_deg", 0, 180, "bend of the hip, 0° when straight: shoulder, hip, knee"),
    _sided("knee_flexion_deg", 0, 180, "bend of the knee, 0° when straight: hip, knee, ankle"),
    _sided(
        "elbow_flexion_deg", 0, 180, "bend of the elbow, 0° when straight: shoulder, elbow, wrist"
    ),
    _sided(
        "shoulder_flexion_deg",
        0,
        180,
        "arm raised from the trunk, 0° beside it: hip, shoulder, elbow",
    ),
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
    _sided("ankle_to_knee_ratio", 0, 4, "distance from ankle to the opposite knee over the torso"),
    _sided(
        "elbow_to_wrist_ratio", 0, 3, "distance from elbow to the opposite wrist over the torso"
    ),
    _whole(
        "trunk_inclination_deg", -90, 90, "rise of the trunk above the level, hips to shoulders"
    ),
    _whole("spinal_curve_deg", -360, 360, "curve of the back: + rounded, - hollow", _CURVE),
    _whole("lower_curve_deg", -360, 360, "curve of the lower half: + rounded, - hollow", _CURVE),
    _whole("upper_curve_deg", -360, 360, "curve of the upper half: + rounded, - hollow", _CURVE),
    _whole("head_angle_deg", -180, 180, "head against the trunk: + chin to chest, - gaze up"),
    _whole("head_height_ratio", -1, 4, "ear above the mat over the torso"),
    _whole("forehead_height_ratio", -1, 4, "forehead above the mat over the torso"),
    _whole(
        "shoulder_rotation_deg",
        *(-180, 180),
        "shoulder line against the hip line; an estimate",
        MeasureKind.TWIST,
    ),
    _whole(
        "shoulder_width_ratio",
        0,
        3,
        "shoulders apart along the level over the torso: 0 from the side",
    ),
    _whole("hip_shift_ratio", -3, 3, "hips ahead of the knees along the mat over the torso"),
    _whole("hip_height_ratio", -1, 3, "hips above the mat over the torso"),
    _whole("shoulder_height_ratio", -1, 3, "shoulders above the mat over the torso"),
)
"""All measures; ``exercise files`` may name these and no others."""

BY_NAME: Final = {measure.name: measure for measure in MEASURES}

COLUMNS: Final = tuple(key for measure in MEASURES for key in measure.columns)
"""Every key of a frame's measures, in the order in which tables list them."""
