"""How far each number can be trusted: said beside it, and for all of them at the end."""

from __future__ import annotations

from typing import Final

from matside.body.catalogue import Measure

_CURVE: Final = (
    "Only changes count: it is the outline of the back against this person's own neutral, not an "
    "angle of the spine, and cannot be compared between people."
)
_ROTATION: Final = (
    "Shows direction and rhythm. It reads about a third of the true rotation: compare it with "
    "itself only."
)
_ANGLE: Final = (
    "Estimate from one camera, ±8° and more. A change of less than about 10° may be chance; the "
    "side away from the camera is less certain."
)
_RATIO: Final = (
    "A length over another length of the same body, so distance from the camera does not matter. "
    "Good for comparing one session with the next from the same camera position."
)


def trust(measure: Measure) -> str:
    """Return how far to trust a measure, in words.

    The figures are matside's own readings on rendered bodies with known angles
    and on labelled clips, and the spread of single-camera studies.
    """
    if measure.from_neutral:
        return _CURVE
    if measure.name == "shoulder_rotation_deg":
        return _ROTATION
    return _ANGLE if measure.unit == "deg" else _RATIO
