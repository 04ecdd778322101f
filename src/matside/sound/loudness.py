"""How loud a sound is to the ear, and bringing sounds to one loudness; pure.

A sound is float32 mono, −1..1, at ``RATE_HZ``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

RATE_HZ = 22_050
"""Samples per second of everything that is heard; what speech engines give."""

_FAST_S = 0.125
"""The ear's averaging time: "fast" of IEC 61672-1."""


def loudness_db(sound: Sound) -> float:
    """The A-weighted level of the loudest eighth of a second, in dB of full scale.

    A steady sine of 1 kHz and amplitude 1 has −3 dB. Sounds shorter than an
    eighth of a second count as quieter, as they do to the ear. −inf for silence
    and for no sound at all.

    Source: the weighting and the time constant of IEC 61672-1.
    """
    if not sound.size:
        return -np.inf
    window = int(_FAST_S * RATE_HZ)
    padded = np.concatenate([np.zeros(window), sound.astype(np.float64), np.zeros(window)])
    spectrum = np.fft.rfft(padded)
    spectrum *= a_weight(np.fft.rfftfreq(padded.size, 1 / RATE_HZ).astype(np.float64))
    energy = np.concatenate([[0.0], np.cumsum(np.fft.irfft(spectrum, padded.size) ** 2)])
    loudest = float(np.max(energy[window:] - energy[:-window])) / window
    return 10.0 * float(np.log10(loudest)) if loudest > 0.0 else -np.inf


def a_weight(frequency_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much the ear makes of each frequency: a factor, 1 at 1 kHz.

    Frequencies may have any shape, and are not negative.

    Source: IEC 61672-1, A-weighting.
    """
    square = frequency_hz**2
    weight: NDArray[np.float64] = (
        12194.0**2
        * square**2
        / (
            (square + 20.6**2)
            * np.sqrt((square + 107.7**2) * (square + 737.9**2))
            * (square + 12194.0**2)
        )
    )
    weight *= 10.0**0.1
    return weight


def levelled(sound: Sound, level_db: float, peak: float) -> Sound:
    """The sound at a loudness, or as near to it as its peak allows.

    ``level_db`` is what ``loudness_db`` should say of the result, ``peak`` the greatest amplitude
    allowed, 0..1. Silence stays silence.
    """
    now_db = loudness_db(sound)
    if not np.isfinite(now_db):
        return sound.copy()
    gain = 10.0 ** ((level_db - now_db) / 20.0)
    gain = min(gain, peak / float(np.max(np.abs(sound))))
    return np.asarray(sound * gain, dtype=np.float32)


def faded(sound: Sound, rise_s: float, fall_s: float) -> Sound:
    """The sound with its first and last moments eased in and out, so that nothing clicks.

    Both times are cut to the sound's length.
    """
    result = sound.astype(np.float32)
    rise, fall = (min(int(s * RATE_HZ), sound.size) for s in (rise_s, fall_s))
    result[:rise] *= _ease(rise)
    if fall:
        result[-fall:] *= _ease(fall)[::-1]
    return result


def _ease(count: int) -> Sound:
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / max(count, 1))).astype(np.float32)
