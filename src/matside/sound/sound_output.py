"""Outputs for the mixed samples: a sound device, or a WAV file that keeps true time."""

from __future__ import annotations

import threading
import time
import wave
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

from matside.errors import OutputError, SystemLibraryError, system_reason
from matside.sound.loudness import RATE_HZ, Sound
from matside.sound.wav_file import pcm

Pull = Callable[[int, float], Sound]
"""Gives the next samples: how many, and the session's second of the first of them."""

_PERIOD_MS = 40
"""How much a device asks for at once. Less is not played steadily everywhere
(PipeWire), more is heard late; a device keeps about two of them."""
_FILE_PERIOD_S = 0.01
_AHEAD_S = 0.04
"""How far a file is written ahead of the clock, as a device's buffer is: what begins
now cannot begin in the past."""


class SoundOutput(Protocol):
    """Something that pulls samples in a thread of its own."""

    def start(self, pull: Pull) -> None:
        """Begin to pull."""
        ...

    def close(self) -> None:
        """Stop; after it nothing is pulled."""
        ...


class DeviceOutput:
    """The system's default sound device.

    Args:
        origin_s: The value of ``time.monotonic()`` at the session's second 0.
        backends: Names of miniaudio backends to try, in order; empty for all
            that make sound.

    Raises:
        SystemLibraryError: There is no sound device that can be opened.
    """

    def __init__(self, origin_s: float, backends: tuple[str, ...] = ()) -> None:
        try:
            import miniaudio  # noqa: PLC0415 - a file as output needs no device library
        except ImportError as error:
            raise SystemLibraryError(
                "The library that plays sounds cannot be loaded ({error}).", error=error
            ) from error
        self._origin_s = origin_s
        silent = {miniaudio.Backend.NULL, miniaudio.Backend.CUSTOM}
        audible = [backend for backend in miniaudio.Backend if backend not in silent]
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=_PERIOD_MS,
                backends=[miniaudio.Backend[name] for name in backends] or audible,
                app_name="matside",
            )
        except miniaudio.MiniaudioError as error:
            raise SystemLibraryError(
                "No sound device was found: connect one and start again."
            ) from error

    def start(self, pull: Pull) -> None:
        """Begin to pull, in the device's thread."""
        samples = self._samples(pull)
        next(samples)  # up to its first yield, where it waits to be asked
        self._device.start(samples)

    def close(self) -> None:
        """Stop and let the device go."""
        self._device.close()

    def _samples(self, pull: Pull) -> Generator[bytes, int, None]:
        count = yield b""
        while True:
            count = yield pcm(pull(count, time.monotonic() - self._origin_s)).tobytes()


class FileOutput:
    """A WAV file in which sample n is heard at n / ``RATE_HZ`` seconds of the session.

    The file is whole at any moment, should the process end.

    Args:
        path: Where to write it.
        origin_s: The value of ``time.monotonic()`` at the session's second 0.
        resume: Whether to go on with the file that is there.

    Raises:
        OutputError: It cannot be written.
    """

    def __init__(self, path: Path, origin_s: float, *, resume: bool = False) -> None:
        self._path = path
        self._origin_s = origin_s
        try:
            before = _frames(path) if resume else b""
            self._file = path.open("wb")
            self._wav = wave.open(self._file, "wb")  # noqa: SIM115 - closed by close()
            self._wav.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
            self._wav.writeframes(before)
        except OSError as error:
            raise OutputError(
                "{path} cannot be written ({reason}).", path=path, reason=system_reason(error)
            ) from error
        self._written = len(before) // 2
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, pull: Pull) -> None:
        """Begin to pull as time goes by."""
        # What passed before anybody listened is silence.
        silence = max(0, self._due() - self._written)
        self._write(b"\0\0" * silence, silence)
        self._thread = threading.Thread(target=self._run, args=(pull,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop and close the file."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._wav.close()
        self._file.close()

    def _run(self, pull: Pull) -> None:
        while not self._stop.wait(_FILE_PERIOD_S):
            count = self._due() - self._written
            if count > 0:
                samples = pull(count, self._written / RATE_HZ)
                self._write(pcm(samples).tobytes(), count)

    def _write(self, data: bytes, count: int) -> None:
        self._wav.writeframes(data)
        self._file.flush()
        self._written += count

    def _due(self) -> int:
        return int((time.monotonic() - self._origin_s + _AHEAD_S) * RATE_HZ)


def _frames(path: Path) -> bytes:
    try:
        with path.open("rb") as file, wave.open(file, "rb") as wav:
            return wav.readframes(wav.getnframes())
    except (FileNotFoundError, EOFError, wave.Error):
        return b""
