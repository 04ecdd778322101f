"""The videos of a session: what each says of itself, and the one that shows most of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av

from matside.record.files import RECORDING_NAME, VIDEO

_BEGINS: Final = re.compile(r"matside: begins at (\d+\.\d{3}) s of the session")


def comment_of(path: Path) -> str:
    """Return what a video says of itself; empty where it says nothing or cannot be read."""
    try:
        with av.open(str(path.absolute())) as container:
            return container.metadata.get("comment", "")
    except (OSError, av.FFmpegError):
        return ""


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
