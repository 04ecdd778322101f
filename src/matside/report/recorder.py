"""What a report needs of a session, gathered while the frames go by."""

from __future__ import annotations

from collections.abc import Iterable

from matside.analysis.outline import OutlineRecorder
from matside.body.frames import Image
from matside.coach.result import FrameResult
from matside.exercise.schema import Exercise
from matside.report.moments import Moments


class ReportRecorder(OutlineRecorder):
    """Takes every frame's result, and keeps what the report will show in a fixed amount of memory.

    Args:
        exercises: All exercises that may be recognised.
    """

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        super().__init__()
        self.moments = Moments(exercises)

    def add(self, result: FrameResult, image: Image | None = None) -> None:
        """Take one frame in.

        Args:
            result: What the coach said of it; times increase.
            image: The frame's picture, uint8 ``(height, width, 3)`` BGR, with
                nothing drawn on it; a smaller copy of a few is kept.
        """
        super().add(result)
        self.moments.add(result, image)
