"""Plane geometry on landmarks: angles, inclinations, ratios. Float64, NaN in, NaN out.

Points are ``(2,)`` or ``(3,)`` arrays. Picture coordinates have y pointing
down; where a sign depends on that, the docstring says so.
"""

from __future__ import annotations

import math

from matside.body.frames import Floats


def angle_between_deg(u: Floats, v: Floats) -> float:
    """Return the angle between two vectors ``(n,)`` in degrees, 0..180; NaN where one is 0 or NaN.

    ``2·atan2(|a − b|, |a + b|)`` of the unit vectors a and b: exact to rounding near 0° and 180°,
    where the arc cosine loses half of its digits (Kahan, "How Futile are Mindless Assessments of
    Roundoff", 2006).
    """
    a, b = _length(u), _length(v)
    if not (a > 0.0 and b > 0.0):
        return math.nan
    p, q = u / a, v / b
    return math.degrees(2.0 * math.atan2(_length(p - q), _length(p + q)))


def joint_flexion_deg(proximal: Floats, joint: Floats, distal: Floats) -> float:
    """Return the flexion of a joint in degrees: 0 when straight, growing with bending, 0..180.

    180° minus the angle at ``joint``; unsigned, so hyperextension also reads
    positive. NaN if any point is NaN or two of them coincide.
    """
    return 180.0 - angle_between_deg(proximal - joint, distal - joint)


def inclination_deg(lower: Floats, upper: Floats) -> float:
    """Return the inclination of the line from ``lower`` to ``upper``, −90..90 degrees.

    0 is level, +90 points straight up in the picture (y down), −90 straight
    down. Left and right do not matter. NaN if a point is NaN or they coincide.
    """
    dx, dy = float(upper[0] - lower[0]), float(upper[1] - lower[1])
    if dx == 0.0 and dy == 0.0:
        return math.nan
    return math.degrees(math.atan2(-dy, abs(dx)))


def distance(a: Floats, b: Floats) -> float:
    """Return the Euclidean distance of two points in their own unit; NaN if either is NaN."""
    return _length(a - b)


def ratio(numerator: float, denominator: float) -> float:
    """Return ``numerator / denominator``; NaN where the denominator is not positive."""
    return numerator / denominator if denominator > 0.0 else math.nan


def midpoint(a: Floats, b: Floats) -> Floats:
    """Return the point half-way between two points; where one is NaN, the other.

    A far-side joint is often hidden; the near one is then the best stand-in.
    """
    if math.isnan(float(a[0])):
        return b
    if math.isnan(float(b[0])):
        return a
    return (a + b) * 0.5


def _length(v: Floats) -> float:
    return math.sqrt(float(v @ v))


def to_segment(point: Floats, start: Floats, end: Floats) -> float:
    """Return the distance of a point to a segment."""
    line = end - start
    length2 = float(line @ line)
    share = 0.0 if length2 == 0.0 else min(1.0, max(0.0, float((point - start) @ line) / length2))
    return distance(point, start + share * line)
