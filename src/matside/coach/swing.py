"""When a measure set out on its way from one extreme to the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

LEAD_SAMPLES: Final = 8
"""Fewer values than this make no swing."""
LEAD_SWING_DEG: Final = 15.0
"""Least swing of which the start is looked for."""
LEAD_SHARE: Final = 0.2
"""Share of a swing that has been covered at its start."""


def setting_out(swing: Sequence[tuple[float, float, float]], which: int) -> float:
    """Return when a series had covered a fifth of its way; NaN if it did not swing.

    Args:
        swing: Time and two values, oldest first, from one extreme to the other.
        which: 1 for the first value, 2 for the second.
    """
    edge = max(1, len(swing) // 8)
    values = [entry[which] for entry in swing]
    if len(values) < LEAD_SAMPLES:
        return math.nan
    start, end = sorted(values[:edge])[edge // 2], sorted(values[-edge:])[edge // 2]
    if abs(end - start) < LEAD_SWING_DEG:
        return math.nan
    level = start + LEAD_SHARE * (end - start)
    away = [entry[0] for entry in swing if (entry[which] - level) * (end - start) <= 0.0]
    return max(away)
