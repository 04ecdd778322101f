"""The curve of the spine in the sagittal plane, from the contour of the back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body.contour import chord_frame
from matside.body.frames import BACK_POINTS, Floats

FIRST, LAST = 0.05, 0.95
"""Share of the chord that is fitted: at the ends buttocks and neck bend the contour."""
MIN_SHARE: Final = 0.6
"""Share of the fitted points that must be known."""
EXTENT: Final = (0.3, 3.0)
"""Extent along the chord, in chord lengths, of a contour that belongs to the landmarks: stations
are taken along the chord, so that it is 0.5 to 0.9 unless landmarks come from elsewhere."""
STEP: Final = 0.06
"""Rise from one station to the next, in chord lengths, by which the contour leaves the back: a back
rises by up to 0.03 there, and where a lifted head or its hair lies over the shoulders it is
0.08 to 0.26."""
HEAD_FROM: Final = 0.65
"""Share of the chord from which on a head may lie over the back."""
START_ROUNDS: Final = 8
"""Rounds towards the least absolute residuals, from which the biweight starts."""
ROUNDS: Final = 3
"""Rounds of reweighting; more change the curve by less than a tenth of a degree."""
TUKEY: Final = 4.685
"""Constant of the biweight: 95 % efficiency on normal residuals (Holland and Welsch, 1977)."""
MIN_SCALE: Final = 0.004
"""Least residual scale in chord lengths, so that a perfect fit does not reject its own noise."""

UPPER: Final = 3 * BACK_POINTS // 4
"""Station in the middle of the upper half: nothing is told of a half that is hidden so far."""
_STATIONS: Final = np.arange(BACK_POINTS) / (BACK_POINTS - 1)
"""Divided, because ``linspace`` rounds 0.95 upwards: the fit would lose that end alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpinalCurve:
    """The curve of the back in degrees: positive rounded (cat), negative hollow (cow).

    Each is the central angle of the arc that has the fitted parabola's sagitta
    over its chord, ``4·atan(2·sagitta / chord)``, −360..360; a parabola is
    flatter than a circle, so a true arc of 90° reads 86° and one of 120° reads
    109°. NaN where the contour does not allow a fit. Neutral backs differ
    between people by half of the range: use the change from the person's own.

    Attributes:
        whole_deg: From the hips to the shoulders.
        lower_deg: The half next to the hips.
        upper_deg: The half next to the shoulders.
    """

    whole_deg: float
    lower_deg: float
    upper_deg: float


UNKNOWN: Final = SpinalCurve(whole_deg=math.nan, lower_deg=math.nan, upper_deg=math.nan)


def spinal_curve(back_px: Floats, image_px: Floats) -> SpinalCurve:
    """Return the curve of the spine from the contour of the back.

    Heights of the contour over the hip–shoulder chord are fitted by robust
    polynomials (Tukey's biweight): a quadratic for the whole, whose sagitta is
    a quarter of its second coefficient, and a cubic for the halves, whose
    second derivative changes along the back.

    Args:
        back_px: float64 ``(41, 2)``, see ``contour.back_contour``.
        image_px: float64 ``(33, 2)``, the landmarks that the contour was taken with.

    Returns:
        The curve; ``UNKNOWN`` if fewer than 60 % of the fitted points are known,
        they do not belong to the landmarks, or the dorsal side is not clear.
    """
    frame = chord_frame(image_px)
    if frame is None:
        return UNKNOWN
    hip, chord, dorsal = frame
    length = math.hypot(float(chord[0]), float(chord[1]))
    along = (back_px - hip) @ chord / length**2
    height = (back_px - hip) @ dorsal / length
    used = np.isfinite(height) & (_STATIONS >= FIRST) & (_STATIONS <= LAST)
    head_from = _head_from(height)
    used[head_from:] = False
    if np.count_nonzero(used) < MIN_SHARE * np.count_nonzero(
        (_STATIONS >= FIRST) & (_STATIONS <= LAST)
    ):
        return UNKNOWN
    x, y = along[used], height[used]
    if not EXTENT[0] <= float(np.ptp(x)) <= EXTENT[1]:
        return UNKNOWN
    quadratic, cubic = robust_polynomials(x, y, (2, 3))
    return SpinalCurve(
        whole_deg=arc_deg(-float(quadratic[1]) / 4.0),
        lower_deg=arc_deg(_half_sagitta(cubic, 0.25)),
        upper_deg=arc_deg(_half_sagitta(cubic, 0.75)) if head_from >= UPPER else math.nan,
    )


def _head_from(height: Floats) -> int:
    """Return the first station at which the contour is that of the head; their number if none."""
    steps = np.flatnonzero((np.diff(height) > STEP) & (_STATIONS[1:] >= HEAD_FROM))
    return int(steps[0]) + 1 if steps.size else len(height)


def arc_deg(sagitta: float) -> float:
    """Return the central angle of a circular arc in degrees from its sagitta in chord lengths.

    ``4·atan(2·s)``: 0 for a straight line, 180 for a half circle (s = 0.5);
    the sign is the sagitta's.
    """
    return math.degrees(4.0 * math.atan(2.0 * sagitta))


def robust_polynomials(x: Floats, y: Floats, degrees: tuple[int, ...]) -> Floats:
    """Return the coefficients of polynomials that outliers do not bend, one row a degree.

    Iteratively reweighted least squares: first towards the least sum of
    absolute residuals, which an arm in front of the back pulls far less than
    the least sum of squares, then with Tukey's biweight, which leaves it out.
    The scale is 1.4826 times the median absolute residual.

    Args:
        x: float64 ``(n,)``.
        y: float64 ``(n,)``.
        degrees: Degree of each polynomial; all are fitted in one go.

    Returns:
        float64 ``(len(degrees), max(degrees) + 1)``, highest power first; 0 for
        powers that a polynomial does not have.
    """
    powers = np.vander(x, max(degrees) + 1)
    lacks = np.arange(max(degrees), -1, -1) > np.array(degrees)[:, None]
    design = np.where(lacks[:, None, :], 0.0, powers)
    anchor = lacks[:, :, None] * np.eye(lacks.shape[1])
    coefficients = _weighted(design, y, np.ones_like(design[..., 0]), anchor)
    for _ in range(START_ROUNDS):
        residuals = np.abs(y - (design @ coefficients)[..., 0])
        coefficients = _weighted(design, y, 1.0 / np.maximum(residuals, MIN_SCALE), anchor)
    for _ in range(ROUNDS):
        residuals = np.abs(y - (design @ coefficients)[..., 0])
        scale = np.maximum(1.4826 * _medians(residuals), MIN_SCALE)
        weights = np.maximum(1.0 - (residuals / (TUKEY * scale)) ** 2, 1e-6) ** 2
        coefficients = _weighted(design, y, weights, anchor)
    return np.asarray(coefficients[..., 0], dtype=np.float64)


def _medians(values: Floats) -> Floats:
    """Return the median of each row ``(n, 1)``: ``np.median`` takes three times as long for it."""
    ordered, middle = np.sort(values, axis=1), values.shape[1] // 2
    lower = middle if values.shape[1] % 2 else middle - 1
    return (ordered[:, lower, None] + ordered[:, middle, None]) / 2.0


def _weighted(design: Floats, y: Floats, weights: Floats, anchor: Floats) -> Floats:
    """Return the weighted least-squares solutions by the normal equations (4 × 4 at the most).

    ``anchor`` has a one on the diagonal for each power that a polynomial lacks,
    which makes its coefficient 0.
    """
    scaled = (design * weights[..., None]).swapaxes(1, 2)
    solution = np.linalg.solve(scaled @ design + anchor, (scaled @ y)[..., None])
    return np.asarray(solution, dtype=np.float64)


def _half_sagitta(cubic: Floats, centre: float) -> float:
    """Return the sagitta, in its own chord lengths, of the half of the back around ``centre``.

    The parabola that osculates the cubic there has second coefficient
    ``3·a·centre + b``; over a chord of half the length the relative sagitta
    is half as large.
    """
    return float(-(3.0 * cubic[0] * centre + cubic[1]) / 8.0)
