"""The colours of the overlay, in OpenCV's order blue, green, red.

From Okabe and Ito's palette ("Color Universal Design", 2008), which people with
any of the common colour blindnesses can tell apart. No meaning hangs on colour
alone: shape, thickness or a sign says the same.
"""

from __future__ import annotations

from typing import Final

Colour = tuple[int, int, int]

WHITE: Final[Colour] = (255, 255, 255)
INK: Final[Colour] = (26, 22, 18)
"""Nearly black: behind text and around lines, so that they stand out from any background."""
MIST: Final[Colour] = (214, 208, 200)
"""A quiet grey for what matters less."""
SKY: Final[Colour] = (233, 180, 86)
ORANGE: Final[Colour] = (0, 159, 230)
YELLOW: Final[Colour] = (66, 228, 240)
MINT: Final[Colour] = (160, 205, 40)
"""The green of the palette, lightened to be seen on ink."""
RED: Final[Colour] = (60, 94, 213)
"""Vermilion, with a little more blue to be seen on ink: only for the dot that says REC."""
NIGHT: Final[Colour] = (48, 40, 34)
"""Behind words where there is no picture; lighter than ink, so that panels still show."""
