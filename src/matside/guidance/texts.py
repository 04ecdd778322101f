"""Texts that are shown beside what is said: the camera's troubles, the chimes, the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matside.guidance.outcome import CameraTrouble, Chime, TroubleKind
from matside.translation import Text

STARTING: Final = Text("Starting …")
"""Is shown while the model is loaded and the camera is opened."""
_TROUBLES: Final = {
    TroubleKind.GONE: Text(
        "The camera gives no picture: plug it in, or close other programs that use it; "
        "it goes on by itself."
    ),
    TroubleKind.FROZEN: Text(
        "The picture stands still: open the camera's shutter if it has one, "
        "or unplug the camera and plug it in again."
    ),
    TroubleKind.BLACK: Text("The picture is black: uncover the lens, or turn on a light."),
    TroubleKind.STREAM_SILENT: Text(
        "{host} sends no picture: check the camera and the network; it goes on by itself."
    ),
    TroubleKind.STREAM_FROZEN: Text(
        "{host} sends no new picture: start its camera anew; it goes on by itself."
    ),
}
CHIMES: Final[Mapping[Chime, Text]] = {
    Chime.COUNT: Text("Get ready"),
    Chime.GO: Text("Begin."),
    Chime.HOLD_STARTED: Text("Hold."),
    Chime.HALF_WAY: Text("Half-way."),
    Chime.LAST_SECONDS: Text("The last seconds."),
    Chime.HOLD_DONE: Text("The hold is done."),
    Chime.REPETITION: Text("Counted."),
    Chime.SET_DONE: Text("This part is done."),
    Chime.LOST: Text("I can't see you."),
    Chime.FOUND: Text("I see you again."),
    Chime.BREATHE_IN: Text("Breathe in."),
    Chime.BREATHE_OUT: Text("Breathe out."),
}
"""What each chime means, to be read where it is not heard or not known."""


def trouble_text(trouble: CameraTrouble) -> str:
    """Return what is wrong with the camera and what to do."""
    return _TROUBLES[trouble.kind](host=trouble.host)
