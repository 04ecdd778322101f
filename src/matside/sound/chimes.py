"""The chimes of a live session, synthesised: told apart with the eyes closed.

What begins rises, what ends falls, what counts is a short tick; lost and found
are glides, breaths are air. All have the same loudness to the ear.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matside.guidance.outcome import Chime
from matside.sound.loudness import RATE_HZ, Sound, faded, levelled

LEVEL_DB = -20.0
"""A-weighted loudness of every chime; see ``loudness_db``."""
PEAK = 0.45
"""Greatest amplitude of a chime: room for speech, or another chime, above it."""

_C5, _E5, _G5, _A5, _C6, _E6 = 523.25, 659.26, 783.99, 880.00, 1046.50, 1318.51


@dataclass(frozen=True, slots=True)
class _Note:
    """A struck tone that rings out.

    Attributes:
        start_s: When it is struck.
        from_hz: Its pitch; where a glide begins.
        length_s: Until it is silent.
        to_hz: Where a glide ends; 0 for a steady pitch.
        rings_s: Time constant of its decay.
        overtones: Strengths of the second, third … partial.
        rise_s: How long it takes to be at its full level.
        fall_s: Over how long its very end is eased out.
    """

    start_s: float
    from_hz: float
    length_s: float
    to_hz: float = 0.0
    rings_s: float = 0.12
    overtones: tuple[float, ...] = (0.25, 0.08)
    rise_s: float = 0.008
    fall_s: float = 0.03


def _glide(from_hz: float, to_hz: float) -> _Note:
    overtones = (0.35, 0.2)
    return _Note(0.0, from_hz, 0.65, to_hz, 0.8, overtones, rise_s=0.05, fall_s=0.3)


_NOTES: dict[Chime, tuple[_Note, ...]] = {
    Chime.COUNT: (_Note(0.0, _A5, 0.10, rings_s=0.05),),
    Chime.GO: (_Note(0.0, _A5, 0.12), _Note(0.10, _E6, 0.50, rings_s=0.16)),
    Chime.HOLD_STARTED: (_Note(0.0, _C5, 0.18), _Note(0.16, _G5, 0.45, rings_s=0.15)),
    Chime.HALF_WAY: (_Note(0.0, _E5, 0.20, rings_s=0.08), _Note(0.22, _E5, 0.30, rings_s=0.10)),
    Chime.LAST_SECONDS: (
        _Note(0.0, _E6, 0.06, rings_s=0.02, overtones=()),
        _Note(0.09, _E6, 0.06, rings_s=0.02, overtones=()),
    ),
    Chime.HOLD_DONE: (_Note(0.0, _G5, 0.18), _Note(0.16, _C5, 0.55, rings_s=0.20)),
    Chime.REPETITION: (_Note(0.0, _C6, 0.40, rings_s=0.10, overtones=(0.5, 0.1, 0.15)),),
    Chime.SET_DONE: (
        _Note(0.0, _C6, 0.20),
        _Note(0.15, _G5, 0.20),
        _Note(0.30, _E5, 0.20),
        _Note(0.45, _C5, 0.80, rings_s=0.28),
    ),
    Chime.LOST: (_glide(600.0, 280.0),),
    Chime.FOUND: (_glide(280.0, 600.0),),
}

_BREATHS: dict[Chime, tuple[float, float]] = {
    Chime.BREATHE_IN: (350.0, 900.0),
    Chime.BREATHE_OUT: (900.0, 300.0),
}
"""From which to which pitch a breath's air moves, in Hz."""

_BREATH_S = 1.2
_AIR_HZ = 120.0
"""Half the width of the band of noise that makes a breath airy."""


@cache
def chime_sound(chime: Chime) -> Sound:
    """The sound of a chime: at ``LEVEL_DB``, with silent first and last samples."""
    raw = _breath(*_BREATHS[chime]) if chime in _BREATHS else _struck(_NOTES[chime])
    sound = levelled(raw, LEVEL_DB, PEAK)
    sound.flags.writeable = False
    return sound


def _struck(notes: tuple[_Note, ...]) -> Sound:
    end_s = max(note.start_s + note.length_s for note in notes)
    total = np.zeros(int(end_s * RATE_HZ) + 1, dtype=np.float32)
    for note in notes:
        tone = _tone(note)
        first = int(note.start_s * RATE_HZ)
        total[first : first + tone.size] += tone
    return total


def _tone(note: _Note) -> Sound:
    t_s = np.arange(int(note.length_s * RATE_HZ)) / RATE_HZ
    phase = _phase(t_s, note.from_hz, note.to_hz or note.from_hz)
    strengths = (1.0, *note.overtones)
    waves = sum(strength * np.sin(n * phase) for n, strength in enumerate(strengths, start=1))
    ringing = (waves * np.exp(-t_s / note.rings_s)).astype(np.float32)
    return faded(ringing, note.rise_s, note.fall_s)


def _phase(t_s: NDArray[np.float64], from_hz: float, to_hz: float) -> NDArray[np.float64]:
    """The phase of a pitch that moves evenly to the ear: by the same ratio in the same time."""
    if from_hz == to_hz:
        return 2.0 * np.pi * from_hz * t_s
    octaves = np.log(to_hz / from_hz) / (t_s[-1] + 1.0 / RATE_HZ)
    return np.asarray(2.0 * np.pi * from_hz * np.expm1(octaves * t_s) / octaves)


def _breath(from_hz: float, to_hz: float) -> Sound:
    """A narrow band of noise whose middle moves; the same noise every time."""
    count = int(_BREATH_S * RATE_HZ)
    generator = np.random.default_rng(1)
    spectrum = np.fft.fft(generator.normal(size=count) + 1j * generator.normal(size=count))
    spectrum[np.abs(np.fft.fftfreq(count, 1 / RATE_HZ)) > _AIR_HZ] = 0.0
    phase = _phase(np.arange(count) / RATE_HZ, from_hz, to_hz)
    air = np.real(np.fft.ifft(spectrum) * np.exp(1j * phase))
    return faded(air.astype(np.float32), 0.35 * _BREATH_S, 0.5 * _BREATH_S)
