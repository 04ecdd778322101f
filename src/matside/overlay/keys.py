"""The keys of the live window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Key(Enum):
    """What a key asks for; the value is the character that is pressed."""

    PAUSE = " "
    NEXT = "n"
    MUTE = "m"
    RECORD = "r"
    FULL_SCREEN = "f"
    HELP = "h"
    QUIT = "q"
    AGAIN = "u"
    PAIN_0 = "0"
    PAIN_1 = "1"
    PAIN_2 = "2"
    PAIN_3 = "3"
    PAIN_4 = "4"
    PAIN_5 = "5"
    PAIN_6 = "6"
    PAIN_7 = "7"
    PAIN_8 = "8"
    PAIN_9 = "9"

    @property
    def pain(self) -> int | None:
        """The pain that a number key reports; ``None`` for any other key."""
        return int(self.value) if self.value.isdecimal() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A place in the picture that stands for a key where it is clicked or touched.

    Attributes:
        key: The key.
        box: Left, top, width and height in pixels of the picture.
    """

    key: Key
    box: tuple[int, int, int, int]

    def is_at(self, x: float, y: float) -> bool:
        """Return whether a point of the picture is on it."""
        left, top, width, height = self.box
        return left <= x < left + width and top <= y < top + height

    def moved(self, right: int, down: int) -> Button:
        """Return the button where the picture lies so far to the right and down."""
        left, top, width, height = self.box
        return Button(key=self.key, box=(left + right, top + down, width, height))


_REPEAT_S: Final = 0.25
"""Keys that are held repeat 20 to 40 times a second; fingers are slower than this."""
_ESCAPE: Final = 27
_MODIFIERS: Final = 0xFF0000
"""GTK reports Shift, Caps Lock and Num Lock in these bits."""
_BY_CHARACTER: Final = {key.value: key for key in Key} | {chr(_ESCAPE): Key.QUIT}


def key_of(code: int) -> Key | None:
    """Return what a key code of ``cv2.waitKeyEx`` asks for; ``None`` for nothing.

    Capital letters are the same as small ones and Escape is the same as ``q``.
    Codes beyond ASCII are arrows and the like; cut to one byte, as
    ``cv2.waitKey`` does, the left arrow would be a Q.
    """
    if code < 0:
        return None
    code &= ~_MODIFIERS
    return _BY_CHARACTER.get(chr(code).lower()) if code < 0x80 else None


class Presses:
    """Separates key presses from the repeats of a key that is held down.

    The first repeat comes half a second after the press and cannot be told from
    a second press; the quick ones that follow are no presses.
    """

    def __init__(self) -> None:
        self._last: tuple[Key, float] | None = None

    def take(self, key: Key, t_s: float) -> bool:
        """Return whether this is a press; ``t_s`` is when it came, in seconds."""
        before, self._last = self._last, (key, t_s)
        return before is None or before[0] is not key or t_s - before[1] >= _REPEAT_S
