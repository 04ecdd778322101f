"""Sounds from WAV files, and as samples of 16 bits."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matside.errors import SourceError, system_reason
from matside.sound.loudness import RATE_HZ, Sound


def pcm(sound: Sound) -> NDArray[np.int16]:
    """The sound as 16-bit little-endian samples; what is beyond ±1 is held there."""
    return np.round(np.clip(sound, -1.0, 1.0) * 32767.0).astype("<i2")


def read_wav(path: Path) -> Sound:
    """The sound of a 16-bit WAV file: channels averaged, at ``RATE_HZ``.

    Raises:
        SourceError: There is no such file, or it is not 16-bit PCM.
    """
    try:
        with path.open("rb") as file, wave.open(file, "rb") as wav:
            if wav.getsampwidth() != 2:
                bits = 8 * wav.getsampwidth()
                raise SourceError(
                    "{path} has {bits}-bit samples; 16-bit ones were expected.",
                    path=path,
                    bits=bits,
                )
            rate_hz, channels = wav.getframerate(), wav.getnchannels()
            data = wav.readframes(wav.getnframes())
    except (OSError, EOFError, wave.Error) as error:
        raise SourceError(
            "{path} cannot be read as a WAV file ({error}).", path=path, error=system_reason(error)
        ) from error
    samples = np.frombuffer(data[: len(data) // (2 * channels) * 2 * channels], "<i2")
    mono = samples.reshape(-1, channels).mean(axis=1) / 32768.0
    return resampled(mono.astype(np.float32), rate_hz)


def resampled(sound: Sound, rate_hz: int) -> Sound:
    """The sound of another rate at ``RATE_HZ``, by straight lines between the samples."""
    if rate_hz == RATE_HZ or not sound.size:
        return sound
    count = round(sound.size * RATE_HZ / rate_hz)
    at = np.arange(count) * (rate_hz / RATE_HZ)
    return np.asarray(np.interp(at, np.arange(sound.size), sound), dtype=np.float32)
