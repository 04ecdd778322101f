"""Chimes and speech mixed into one stream of samples; no device and no clock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matside.sound.loudness import RATE_HZ, Sound, faded

DUCKED = 0.5
"""How loud a chime is that begins while something is being said, as a factor."""
MOST_CHIMES = 4
"""More chimes than this at once are a din: the oldest makes room."""

_CUT_S = 0.02
"""Over how long a sound is faded that is cut off."""
_KNEE = 0.8
"""Amplitude from which the limiter bends, so that the sum of all never reaches 1."""


@dataclass(slots=True, eq=False)
class _Part:
    """A sound and how much of it has been heard."""

    sound: Sound
    heard: int = 0

    def pull(self, count: int) -> Sound:
        piece = self.sound[self.heard : self.heard + count]
        self.heard += piece.size
        return piece

    @property
    def left(self) -> int:
        return self.sound.size - self.heard


class Mixer:
    """What is heard, as a source of samples: any thread adds, one thread pulls.

    ``gain`` is a factor on everything, 0..1.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self._gain = gain
        self._lock = threading.Lock()
        self._speech: _Part | None = None
        self._others: list[_Part] = []
        self._began: Callable[[float], None] | None = None

    def begin_speech(self, sound: Sound, began: Callable[[float], None]) -> None:
        """Say this from the next pull on; what is being said is cut off, without a click.

        ``began`` is called while it is pulled with the second at which it begins; must not wait.
        """
        with self._lock:
            self._cut_speech()
            self._speech = _Part(sound)
            self._began = began

    def add_chime(self, sound: Sound) -> None:
        """Play this from the next pull on, softer while something is being said."""
        with self._lock:
            factor = DUCKED if self._speech is not None else 1.0
            self._others = [*self._others[1 - MOST_CHIMES :], _Part(sound * np.float32(factor))]

    def hush(self) -> None:
        """Fade all that is being said and played."""
        with self._lock:
            self._cut_speech()
            self._others = [_Part(_tail(part)) for part in self._others]

    @property
    def speaking(self) -> bool:
        """Whether anything is being said."""
        with self._lock:
            return self._speech is not None

    @property
    def silent(self) -> bool:
        """Whether the next pull is silence."""
        with self._lock:
            return self._speech is None and not self._others

    def pull(self, count: int, at_s: float) -> Sound:
        """The next ``count`` samples, within ±1; ``at_s`` is the session's second of the first."""
        mixed = np.zeros(count, dtype=np.float32)
        with self._lock:
            if self._began is not None:
                self._began(at_s)
                self._began = None
            for part in (*self._others, *([self._speech] if self._speech else [])):
                piece = part.pull(count)
                mixed[: piece.size] += piece
            self._others = [part for part in self._others if part.left]
            if self._speech is not None and not self._speech.left:
                self._speech = None
        return _limited(mixed * np.float32(self._gain))

    def _cut_speech(self) -> None:
        if self._speech is not None:
            self._others.append(_Part(_tail(self._speech)))
            self._speech = None
            self._began = None


def _tail(part: _Part) -> Sound:
    return faded(part.pull(int(_CUT_S * RATE_HZ)), 0.0, _CUT_S)


def _limited(sound: Sound) -> Sound:
    size = np.abs(sound)
    if not sound.size or float(size.max()) <= _KNEE:
        return sound
    room = 1.0 - _KNEE
    bent = np.copysign(_KNEE + room * np.tanh((size - _KNEE) / room), sound)
    return np.where(size > _KNEE, bent, sound).astype(np.float32)
