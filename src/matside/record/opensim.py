"""Motions for OpenSim, Pose2Sim and Sports2D: landmarks as a TRC file, joint angles as a MOT file.

TRC: positions are MediaPipe's world landmarks in metres with the middle of the
hips as origin, turned so that y is up: x to the right in the picture, y up in the
picture, z towards the camera. For somebody whose head is to the right that is
OpenSim's own ground: x to the front, y up, z to the right. It is upright as far
as the camera is level. A landmark that the coach does not believe is NaN. Layout
after OpenSim's documentation of the format. An unknown position is written
``NaN``: with empty cells OpenSim 4.6 refuses a row whose last marker is missing.

MOT: columns are the angles of ``measures.csv`` under the same names, in degrees:
matside's own definitions (flexion is 0° when straight and grows with bending),
not coordinates of an OpenSim model. An angle that was never known has no column.
An unknown one is written ``NaN``. OpenSim's tables read that as it is meant, but
its older ``Storage``, which the program's window uses, stops there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from matside.body.catalogue import COLUMNS
from matside.body.frames import Floats, PoseFrame
from matside.body.landmark import LANDMARK_COUNT, LEG, Landmark, Side
from matside.coach.result import FrameResult
from matside.record.evenly import EvenlySpacedWriter, Grid

ANGLES: Final = tuple(key for key in COLUMNS if key.endswith("_deg"))
"""Every angle that there is, in the order of the columns."""

_HALF_TURN_DEG: Final = 180.0
"""Angles that jump by more than this have gone once round; no line is drawn between them."""
_PART_NAMES: Final = {"FOOT_INDEX": "BigToe"}


def _marker(landmark: Landmark) -> str:
    name = landmark.name
    if name == "NOSE":
        return "Nose"
    if name.startswith("MOUTH_"):
        return f"{name.removeprefix('MOUTH_')[0]}Mouth"
    side, part = name.split("_", 1)
    return side[0] + (_PART_NAMES.get(part) or part.title().replace("_", ""))


MARKERS: Final = tuple(_marker(landmark) for landmark in Landmark)
"""Names of the markers in MediaPipe's order: those of Pose2Sim's OpenSim model for BlazePose."""

_LEFT: Final = np.array(LEG[Side.LEFT][1:])
_RIGHT: Final = np.array(LEG[Side.RIGHT][1:])
_OPPOSITE: Final = -0.5
"""Cosine below which the two arrangements of the legs contradict each other."""
_APART_M: Final = 0.1
"""Legs nearer to each other in the picture, joint by joint, cannot be told apart."""
_KEYS: Final = (
    "DataRate",
    "CameraRate",
    "NumFrames",
    "NumMarkers",
    "Units",
    "OrigDataRate",
    "OrigDataStartFrame",
    "OrigNumFrames",
)


def marker_positions_m(pose: PoseFrame) -> Floats:
    """Return where the markers are, float64 ``(33, 3)`` metres: x right, y up, z to the camera.

    Args:
        pose: The pose of a ``FrameResult``. Where its ``image_px`` is NaN the
            position is NaN; the legs bear the names that they have there.
    """
    world = _under_followed_names(pose.image_px, pose.world_m)
    positions: Floats = world * np.array((1.0, -1.0, -1.0)) + 0.0
    positions[np.isnan(pose.image_px).any(axis=1)] = np.nan
    return positions


def _under_followed_names(px: Floats, world: Floats) -> Floats:
    """Return the world landmarks with the legs exchanged where the coach has exchanged them.

    The coach follows the legs in the picture only. Left minus right points the
    same way in both, unless the names differ. Legs that lie on each other, or
    are unknown, keep MediaPipe's names.
    """
    apart_px, apart_m = px[_LEFT] - px[_RIGHT], world[_LEFT, :2] - world[_RIGHT, :2]
    known = np.isfinite(apart_px).all(axis=1) & np.isfinite(apart_m).all(axis=1)
    apart_px, apart_m = apart_px[known], apart_m[known]
    length_px, length_m = np.linalg.norm(apart_px), np.linalg.norm(apart_m)
    if not length_m > _APART_M * np.sqrt(max(1, known.sum())):
        return world
    if not float((apart_px * apart_m).sum()) < _OPPOSITE * length_px * length_m:
        return world
    renamed = world.copy()
    renamed[_LEFT], renamed[_RIGHT] = world[_RIGHT], world[_LEFT]
    return renamed


class TrcWriter(EvenlySpacedWriter):
    """Writes the landmarks; use it as a context manager, and see there what becomes of the times.

    Args:
        path: Where to write, such as ``landmarks.trc``.

    Raises:
        OutputError: From the constructor, ``write`` or ``close``.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, 3 * LANDMARK_COUNT)

    def write(self, result: FrameResult) -> None:
        """Add one frame."""
        self._put(result.t_s, marker_positions_m(result.pose).ravel())

    def _text(self, grid: Grid, rows: Iterator[tuple[float, Floats]]) -> Iterator[str]:
        yield f"PathFileType\t4\t(X/Y/Z)\t{self._path.name}"
        yield "\t".join(_KEYS)
        rate = f"{grid.rate_hz:.6g}"
        yield "\t".join(
            (
                *(rate, rate, str(grid.count), str(LANDMARK_COUNT), "m"),
                *(f"{grid.frame_rate_hz:.6g}", "1", str(grid.frames)),
            )
        )
        yield "\t".join(("Frame#", "Time", *(f"{name}\t\t" for name in MARKERS)))
        axes = (f"{axis}{number}" for number in range(1, LANDMARK_COUNT + 1) for axis in "XYZ")
        yield "\t".join(("", "", *axes))
        yield ""
        for number, (t_s, values) in enumerate(rows, start=1):
            cells = (
                f"{value:z.5f}" if value == value else "NaN"  # noqa: PLR0124 - NaN
                for value in values.tolist()
            )
            yield "\t".join((str(number), f"{t_s:.6f}", *cells))


class MotWriter(EvenlySpacedWriter):
    """Writes the angles; use it as a context manager, and see there what becomes of the times.

    Args:
        path: Where to write, such as ``angles.mot``.

    Raises:
        OutputError: From the constructor, ``write`` or ``close``.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, len(ANGLES), most_change=_HALF_TURN_DEG)

    def write(self, result: FrameResult) -> None:
        """Add one frame."""
        measured = result.measures.get
        self._put(result.t_s, np.array([measured(key, math.nan) for key in ANGLES]))

    def _text(self, grid: Grid, rows: Iterator[tuple[float, Floats]]) -> Iterator[str]:
        names = [key for key, known in zip(ANGLES, self._known, strict=True) if known]
        yield from (
            "Coordinates",
            "version=1",
            f"nRows={grid.count}",
            f"nColumns={1 + len(names)}",
            "inDegrees=yes",
            "",
            "Angles are estimates from one camera, in degrees, as in measures.csv of matside.",
            _of_the_times(grid),
            "",
            "endheader",
            "\t".join(("time", *names)),
        )
        for t_s, values in rows:
            cells = (
                f"{value:z.3f}" if value == value else "NaN"  # noqa: PLR0124 - NaN
                for value in values[self._known].tolist()
            )
            yield "\t".join((f"{t_s:.6f}", *cells))


def _of_the_times(grid: Grid) -> str:
    """Return what became of the frames' own times; without ``=``, which would make it a key."""
    if not grid.resampled:
        return "Every row is a frame."
    text = f"The {grid.frames} frames were not evenly spaced: rows are read off between them."
    return f"{text} Long gaps have no rows." if len(grid.parts) > 1 else text
