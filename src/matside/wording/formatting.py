"""Numbers, times and lengths as people read them: one way for every medium."""

from __future__ import annotations

import math


def clock(t_s: float) -> str:
    """Return a time as minutes, seconds and tenths: ``1:05.2``; with hours from one hour on."""
    if not math.isfinite(t_s):
        return "?"
    sign, tenths = "-" if t_s < -0.05 else "", round(abs(t_s) * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 10:02}.{rest % 10}"
    return f"{sign}{hours}:{minutes:02}:{seconds}" if hours else f"{sign}{minutes}:{seconds}"


def length(seconds: float) -> str:
    """Return how long something lasted: ``12.4 s``, from a minute on ``1:05.2``."""
    return f"{seconds:.1f} s" if round(seconds, 1) < 60.0 else clock(seconds)
