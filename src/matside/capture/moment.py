"""Single frames of a video by their times, without decoding all that comes before."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.video.frame import VideoFrame

from matside.body.frames import Image

_LOG = logging.getLogger(__name__)
_MICROSECONDS: Final = 1_000_000
_NEARLY_S: Final = 0.002
"""Times in a file are rounded to its own ticks."""
_MOST_DECODED: Final = 2000
"""After so many frames the seek went wrong."""


def frame_at(path: Path, t_s: float) -> Image | None:
    """Return the frame that is shown at a time: uint8 ``(height, width, 3)`` BGR.

    Meant for videos that matside wrote: upright, starting at 0.

    Args:
        path: The video.
        t_s: Seconds from its start; after the end, the last frame is returned.

    Returns:
        ``None`` where the video cannot be read: a picture in a report is no
        reason to fail.
    """
    try:
        with av.open(
            f"file:{path.absolute()}", options={"protocol_whitelist": "file"}
        ) as container:
            container.seek(max(0, round(t_s * _MICROSECONDS)), backward=True)
            shown = None
            for count, frame in enumerate(container.decode(video=0)):
                late = frame.time is not None and frame.time > t_s + _NEARLY_S
                if shown is not None and (late or count > _MOST_DECODED):
                    break
                shown = frame
            return None if shown is None else _picture(shown)
    except (av.FFmpegError, OSError, IndexError) as error:
        _LOG.warning("no picture could be taken from %s: %s", path, error)
        return None


def _picture(frame: VideoFrame) -> Image:
    return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
