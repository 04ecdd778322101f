"""Videos in H.264 and MP4 with the frames' true times, and the one that shows a session."""

from __future__ import annotations

import os
import queue
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, NoReturn

import av

from matside.body.frames import Image
from matside.errors import OutputError, system_reason
from matside.record.files import (
    RECORDING_NAME,
    VIDEO,
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
_NICE: Final = 10
"""Niceness of the thread that encodes a live video."""
_BEGINS: Final = re.compile(r"matside: begins at (\d+\.\d{3}) s of the session")


class VideoWriter(Writer):
    """Writes a video frame by frame; use it as a context manager.

    Frames are encoded in the background, by a thread of its own; a frame that was handed over must
    not be changed any more. Leaving the context by Ctrl-C finishes the video
    with what there is, any other exception throws it away, if it is not live.

    Args:
        path: The file.
        size_px: Width and height of every frame, in pixels.
        encoding: How it is written.
        comment: What the file says of itself, for ``comment_of``.

    Attributes:
        size_px: Width and height of every frame.
        dropped: How many frames of a live video were left out.

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
        self.dropped = 0
        self._first_s: float | None = None
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
        item = (image, t_s - self._first_s)
        if self._encoding.live and self._frames.full():
            self.dropped += 1
        else:
            self._frames.put(item)

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
            for item in chain((first,), frames):
                track.add(*item)
            track.finish()


def comment_of(path: Path) -> str:
    """Return what a video says of itself; empty where it says nothing or cannot be read."""
    try:
        with av.open(str(path.absolute())) as container:
            return container.metadata.get("comment", "")
    except (OSError, av.FFmpegError):
        return ""


def _give_way() -> None:
    """Let this thread only have what the others leave of the processor, where that can be asked."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionVideo:
    """A video of a session.

    Attributes:
        path: The file.
        start_s: Its first picture, in seconds since the first frame of the session.
        length_s: How long it is.
    """

    path: Path
    start_s: float
    length_s: float

    def at_s(self, session_s: float) -> float | None:
        """Return the time in the video of a moment of the session; ``None`` outside of it.

        Args:
            session_s: Seconds since the first frame of the session.
        """
        t_s = session_s - self.start_s
        return t_s if 0.0 <= t_s < self.length_s else None


def recording_path(folder: Path, number: int) -> Path:
    """Return where the recording of this number goes, from 1."""
    return folder / f"recording{'' if number == 1 else f'-{number}'}.mp4"


def told_start(t_s: float) -> str:
    """Return the comment by which a recording says when in its session it begins."""
    return f"matside: begins at {t_s:.3f} s of the session"


def session_video(folder: Path, begun_s: float) -> SessionVideo | None:
    """Return the video that shows most of a session; ``None`` for none.

    The annotated one has all of it. A recording may have been switched on at any moment: one
    that does not say when is passed over.

    Args:
        folder: The folder of the session.
        begun_s: Time of the session's first frame.
    """
    annotated = folder / VIDEO
    if annotated.is_file():
        return SessionVideo(path=annotated, start_s=0.0, length_s=_length_s(annotated))
    if not folder.is_dir():
        return None
    found = [
        SessionVideo(path=path, start_s=float(begins[1]) - begun_s, length_s=_length_s(path))
        for path in sorted(folder.iterdir())
        if RECORDING_NAME.fullmatch(path.name)
        and (begins := _BEGINS.fullmatch(comment_of(path))) is not None
    ]
    return max(found, key=lambda one: one.length_s, default=None)


def _length_s(path: Path) -> float:
    """Return how long a video is; 0 where it cannot be read."""
    try:
        with av.open(str(path.absolute())) as container:
            return (container.duration or 0) / av.time_base
    except (OSError, av.FFmpegError):
        return 0.0
