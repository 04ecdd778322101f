"""The joint angles as a MOT file, the form in which OpenSim and Sports2D keep motions.

Columns are the angles of ``measures.csv`` under the same names, in degrees:
matside's own definitions (flexion is 0° when straight and grows with bending),
not coordinates of an OpenSim model. An angle that was never known has no
column.

An unknown angle is written ``NaN``. OpenSim's tables read that as it is meant,
but its older ``Storage``, which the program's window uses, stops there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from matside.body.catalogue import COLUMNS
from matside.body.frames import Floats
from matside.coach.result import FrameResult
from matside.record.evenly import EvenlySpacedWriter, Grid

ANGLES: Final = tuple(key for key in COLUMNS if key.endswith("_deg"))
"""Every angle that there is, in the order of the columns."""

_HALF_TURN_DEG: Final = 180.0
"""Angles that jump by more than this have gone once round; no line is drawn between them."""


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
    return f"The {grid.frames} frames were not evenly spaced: rows are read off between them."
