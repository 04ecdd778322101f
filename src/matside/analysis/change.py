"""Two numbers of two sessions and whether one camera can tell them apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ANGLE_DEG: Final = 8.0
"""Absolute angles of one camera are off by up to about 8° by the definition of a joint alone."""
SWING_DEG: Final = 6.0
"""Published changes of a range of rotation under 2 to 6° are noise; the upper end is taken."""
CONTOUR_DEG: Final = 13.0
"""The contour of the back is off by 9° (RMS) over bodies, clothes and cameras: √2 times that."""
RATIO: Final = 0.1
"""A tenth of the torso, about 5 cm: what 8° move on a limb of 35 cm."""
SECONDS: Final = 0.5
"""A phase is believed once it has settled for this long."""

CONTOUR: Final = frozenset({"spinal_curve_deg", "lower_curve_deg", "upper_curve_deg"})
"""Measures of the back's contour: only differences from the person's own neutral mean anything."""


class Change(StrEnum):
    """What can be said of a change from the first session to the second."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    """No larger than what one camera can tell."""
    UNKNOWN = "unknown"
    """One of the two is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A number of the first session and the same of the second.

    Attributes:
        a: Of the first; NaN if not known.
        b: Of the second; NaN if not known.
        limit: Changes up to this are within the uncertainty; 0 for counts.
    """

    a: float
    b: float
    limit: float = 0.0

    @property
    def difference(self) -> float:
        """From the first to the second; NaN if one is not known."""
        return self.b - self.a

    @property
    def change(self) -> Change:
        """What can be said of the change."""
        return change_of(self.difference, self.limit)


def change_of(difference: float, limit: float) -> Change:
    """Return what can be said of a difference that is only sure beyond ``limit``."""
    if math.isnan(difference):
        return Change.UNKNOWN
    if abs(difference) <= limit:
        return Change.SAME
    return Change.MORE if difference > 0.0 else Change.LESS


def level_limit(measure: str, *, relative: bool) -> float:
    """Return how far a measure's level may differ between two sessions for no reason.

    Args:
        measure: Its name in the catalogue, without a side.
        relative: Whether it counts from each session's own neutral; if not,
            nothing can be said of the level of the back's contour (infinite).
    """
    if measure in CONTOUR:
        return CONTOUR_DEG if relative else math.inf
    return ANGLE_DEG if measure.endswith("_deg") else RATIO


def swing_limit(measure: str) -> float:
    """Return how far a measure's range may differ for no reason: an offset does not touch it."""
    if measure in CONTOUR:
        return CONTOUR_DEG
    return SWING_DEG if measure.endswith("_deg") else RATIO
