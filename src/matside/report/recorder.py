"""What a report needs of a session, gathered while the frames go by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from matside.body.catalogue import COLUMNS
from matside.body.frames import Image
from matside.coach.result import FrameResult
from matside.exercise.schema import Exercise
from matside.report.envelope import Envelope, Outline
from matside.report.moments import Moments

_SHORTEST_GAP_S: Final = 0.5
"""Shorter moments out of sight are not listed."""
_MOST_GAPS: Final = 500

Span = tuple[float, float]


class ReportRecorder:
    """Takes every frame's result, and keeps what the report will show in a fixed amount of memory.

    Args:
        exercises: All exercises that may be recognised.
    """

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        self.moments = Moments(exercises)
        self._envelope = Envelope(len(COLUMNS))
        self._gaps: list[Span] = []
        self._gap_s: float | None = None
        self._last_s = 0.0
        self._neutrals: dict[str, dict[str, float]] = {}

    def add(self, result: FrameResult, image: Image | None = None) -> None:
        """Take one frame in.

        Args:
            result: What the coach said of it; times increase.
            image: The frame's picture, uint8 ``(height, width, 3)`` BGR, with
                nothing drawn on it; a smaller copy of a few is kept.
        """
        get, nan = result.measures.get, float("nan")
        row = np.fromiter((get(key, nan) for key in COLUMNS), np.float64, len(COLUMNS))
        self._envelope.add(result.t_s, row)
        self.moments.add(result, image)
        self._last_s = result.t_s
        if result.phase and result.neutral:
            self._neutrals.setdefault(result.exercise, {}).update(result.neutral)
        if not result.judged:
            self._gap_s = result.t_s if self._gap_s is None else self._gap_s
        elif self._gap_s is not None:
            self._end_gap(self._gap_s)

    def neutral(self, exercise: str) -> dict[str, float]:
        """Return the person's own neutral by measure, as it last was during the exercise."""
        return dict(self._neutrals.get(exercise, {}))

    def outline(self, start_s: float, end_s: float) -> Outline:
        """Return every column of ``matside.body.catalogue`` between two times."""
        return self._envelope.outline(start_s, end_s)

    @property
    def gaps(self) -> tuple[Span, ...]:
        """When the person could not be judged, for half a second or longer; the first 500."""
        running = () if self._gap_s is None else ((self._gap_s, self._last_s),)
        return (*self._gaps, *running)

    def _end_gap(self, start_s: float) -> None:
        self._gap_s = None
        if self._last_s - start_s >= _SHORTEST_GAP_S and len(self._gaps) < _MOST_GAPS:
            self._gaps.append((start_s, self._last_s))
