"""Positions of the body parts whose motion marks the beginning and end of a hold."""

from __future__ import annotations

from typing import Final, Literal, get_args

from matside.body import geometry as geo
from matside.body.catalogue import column
from matside.body.frames import Floats
from matside.body.landmark import EAR, HIP, KNEE, SHOULDER, WRIST, Landmark, Side

Part = Literal["hips", "shoulders", "head", "hands", "knees"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


def part_places(px: Floats) -> dict[str, Floats]:
    """Return where each part of each side is, ``(2,)`` pixels by column; NaN where unknown.

    The joints of one side, not the middle between both: where the far one comes
    and goes behind the body, the middle would jump. The head is the middle
    between the nose and the ear, so that a nod moves it too.

    Args:
        px: float64 ``(33, 2)``, landmarks in pixels.
    """
    places: dict[str, Floats] = {}
    for side in Side:
        points = {
            "hips": px[HIP[side]],
            "shoulders": px[SHOULDER[side]],
            "head": geo.midpoint(px[Landmark.NOSE], px[EAR[side]]),
            "hands": px[WRIST[side]],
            "knees": px[KNEE[side]],
        }
        places |= {column(part, side): points[part] for part in PARTS}
    return places
