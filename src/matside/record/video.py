"""Videos in H.264 and MP4 with the frames' true times."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final, NoReturn

import av

from matside.body.frames import Image
from matside.errors import OutputError, system_reason
from matside.record.files import (
    Writer,
    discard,
    finish,
    output_error,
    part_of,
    writing,
)
from matside.record.video_encoding import ANNOTATED, Encoding, Track

_QUEUED: Final = 8
"""Frames that may wait for the encoder; 8 of 1080p are 50 MB."""
_BEHIND_S: Final = 0.3
"""A frame of a live video that is older than the newest by more than this is left out."""
_NICE: Final = 10
"""Niceness of the thread that encodes a live video."""


class VideoWriter(Writer):
    """Writes a video frame by frame; use it as a context manager.

    Frames are encoded in the background, by a thread of its own; a frame that was handed over must
    not be changed any more. Leaving the context by Ctrl-C finishes the video
    with what there is, any other exception throws it away, if it is not live.

    Args:
        path: The file.
        size_px: Width and height of every frame, in pixels.
        encoding: How it is written.
        comment: What the file says of itself, for ``session_video.comment_of``.

    Attributes:
        size_px: Width and height of every frame.

    Raises:
        OutputError: The video cannot be written. What goes wrong in the
            background is raised by the next ``write`` or by ``close``.
    """

    def __init__(
        self,
        path: Path,
        size_px: tuple[int, int],
        encoding: Encoding = ANNOTATED,
        *,
        comment: str = "",
    ) -> None:
        self._path = path
        self._comment = comment
        self.size_px = size_px
        self._encoding = encoding
        self._handed = self._encoded = 0
        self._first_s: float | None = None
        self._newest_s = 0.0
        self._closed = False
        self._failure: BaseException | None = None
        self._frames: queue.Queue[tuple[Image, float] | None] = queue.Queue(_QUEUED)
        with writing(path):  # found out here and now, not by the thread
            self._target.open("wb").close()
        self._thread = threading.Thread(target=self._work, name="matside-video", daemon=True)
        self._thread.start()

    def write(self, image: Image, t_s: float) -> None:
        """Hand over one frame, uint8 ``(height, width, 3)`` BGR, and its time in seconds.

        Times must increase; the first frame is shown from 0 on. While the
        encoder is more than 8 frames behind it waits, or, for a live video,
        leaves the frame out.

        Raises:
            ValueError: The size is not that of the video.
            OutputError: An earlier frame could not be written.
        """
        if (image.shape[1], image.shape[0]) != self.size_px:
            raise ValueError(f"a frame of {self.size_px}, not of {image.shape[1::-1]}, is expected")
        if self._failure is not None:
            self.close(discarded=True)
        if self._closed:
            raise ValueError("the video is closed")
        if self._first_s is None:
            self._first_s = t_s
        self._newest_s = t_s - self._first_s
        self._handed += 1
        if not (self._encoding.live and self._frames.full()):
            self._frames.put((image, self._newest_s))

    def close(self, *, discarded: bool = False) -> None:
        """Finish the video and give it its name, or remove it; a second call does nothing.

        A video without frames leaves no file.

        Raises:
            OutputError: It could not be finished; the part is removed.
        """
        if self._closed:
            return
        self._closed = True
        self._frames.put(None)
        self._thread.join()
        whole = self._failure is None and self._first_s is not None and not discarded
        if self._encoding.live:
            if self._first_s is None:
                self._path.unlink(missing_ok=True)
        elif whole:
            finish(self._path)
        else:
            discard(self._path)
        if self._failure is not None:
            self._raise(self._failure)

    @property
    def dropped(self) -> int:
        """How many frames of a live video were left out, once it is closed."""
        return self._handed - self._encoded

    @property
    def _target(self) -> Path:
        return self._path if self._encoding.live else part_of(self._path)

    def _raise(self, failure: BaseException) -> NoReturn:
        if isinstance(failure, OSError):
            raise output_error(self._path, failure) from failure
        if isinstance(failure, av.FFmpegError):
            raise OutputError(
                "Cannot write {path}: the video encoder says: {failure}; try without the video.",
                path=self._path,
                failure=system_reason(failure),
            ) from failure
        raise failure

    def _work(self) -> None:
        """Encode until told to stop; after a failure, go on taking so that nobody waits."""
        if self._encoding.live:
            _give_way()
        # Remembers that the end was taken: finishing may fail too, after it.
        frames: Iterator[tuple[Image, float]] = iter(self._frames.get, None)
        try:
            self._encode_all(frames)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller can see it
            self._failure = error
            for _ in frames:
                pass

    def _encode_all(self, frames: Iterator[tuple[Image, float]]) -> None:
        first = next(frames, None)
        if first is None:
            return
        options = dict(self._encoding.mp4)
        # from the root: in "results:monday/a.mp4" FFmpeg would see a protocol
        with av.open(str(self._target.absolute()), "w", format="mp4", options=options) as container:
            if self._comment:
                container.metadata["comment"] = self._comment
            track = Track(container, self.size_px, self._encoding)
            for item in chain((first,), filter(self._timely, frames)):
                track.add(*item)
                self._encoded += 1
            track.finish()

    def _timely(self, frame: tuple[Image, float]) -> bool:
        """Whether a frame is still worth its time: a live video must not fall ever further back."""
        return not self._encoding.live or self._newest_s - frame[1] <= _BEHIND_S


def _give_way() -> None:
    """Let this thread only have what the others leave of the processor, where that can be asked."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
