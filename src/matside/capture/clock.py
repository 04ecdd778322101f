"""Times of a file's frames, made strictly increasing: repaired, healed, cut, or left out.

Files state times that are wrong in a few ways: no presentation times at all,
single outliers, a clock that starts anew where files were joined, and gaps of
hours. Each is dealt with here, counted, and said in the source's warning.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic, TypeVar

T = TypeVar("T")

LONGEST_GAP_S: Final = 600.0
"""A gap between two frames that is longer is cut: an export at an even rate would fill it."""
CUT_GAP_S: Final = 10.0
"""What is left of a gap that is cut: enough to end every hold."""
_OUTLIER_S: Final = 1.0
"""Frames further ahead than this of the one before have a wrong time if the clock comes back."""
_MOST_WRONG: Final = 5
"""So many frames in a row may have wrong times and are left out; more are a clock of their own."""
_NEARLY_ALL: Final = 0.75
"""The first frame has a wrong time where more than this share of those behind it lies before it."""
_BACK_S: Final = 0.5
"""A clock that goes back by more, and goes on from there, has started anew; less is disorder."""
_DISCONTINUITY_S: Final = 10.0
"""Where a clock may jump, a longer step ahead is a jump (FFmpeg's ``dts_delta_threshold``)."""
_USUAL_STEP_S: Final = 1.0 / 30.0
_TOO_SHORT_S: Final = 0.010
_BROWSERS_S: Final = 0.100
"""Time for which browsers show a picture of an animation that asks for 10 ms or less."""
_STANDS_S: Final = 0.5
"""A picture of an animation that is shown for longer stands: nothing moves, and that is known."""
_LOOK_S: Final = 0.2
"""Spacing at which one that stands is given anew: holds are timed as well as with all pictures."""
_MOST_GIVEN: Final = 1500
"""Times that one picture is given: five minutes, and not the days that a file may ask for."""
_AHEAD: Final = 6
"""Frames looked at before the first is given out, to see whether presentation times are right."""


def shown_s(stated_s: float) -> float:
    """Return for how long a picture of an animation is shown that asks for ``stated_s`` seconds."""
    return stated_s if stated_s > _TOO_SHORT_S else _BROWSERS_S


def given_s(length_s: float) -> list[float]:
    """Return when a picture is given that is shown for so long, in seconds from its beginning.

    Between the frames of a film nobody knows what happened; a picture that an animation shows for a
    while is all that there is to see, so it is given again and again.
    """
    again = round(length_s / _LOOK_S) if length_s > _STANDS_S else 1
    return [number * _LOOK_S for number in range(min(again, _MOST_GIVEN))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp(Generic[T]):
    """A frame with the times that the file states.

    Attributes:
        frame: The frame.
        pts_s: Presentation time in seconds, ``None`` if not stated.
        dts_s: Decoding time of the packet that gave it, ``None`` if not stated.
    """

    frame: T
    pts_s: float | None
    dts_s: float | None


def best_effort(stamps: Iterable[Stamp[T]]) -> Iterator[tuple[T, float | None]]:
    """Yield each frame with the more credible of its two times; ``None`` where it has none.

    FFmpeg's ``best_effort_timestamp`` (``guess_correct_pts`` in libavcodec):
    presentation times, until they have gone backwards more often than decoding
    times. Where the first few frames show that already, it holds from the
    first one on.
    """
    faults, last_s = [0, 0], [-math.inf, -math.inf]
    ahead: list[Stamp[T]] = []
    decoding = _DecodingTimes()
    begun = False
    for stamp in stamps:
        for n, time_s in enumerate((stamp.pts_s, stamp.dts_s)):
            if time_s is not None:
                faults[n] += time_s <= last_s[n]
                last_s[n] = time_s
        ahead.append(stamp)
        begun = begun or len(ahead) == _AHEAD
        if begun:
            yield from _trusted(ahead, None if faults[0] <= faults[1] else decoding)
            ahead.clear()
    yield from _trusted(ahead, None if faults[0] <= faults[1] else decoding)


class _DecodingTimes:
    """Decoding times; the last frames of a file come from no packet and follow evenly."""

    def __init__(self) -> None:
        self._last_s: float | None = None
        self._step_s = _USUAL_STEP_S

    def of(self, stamp: Stamp[T]) -> float | None:
        if self._last_s is None:
            self._last_s = stamp.dts_s if stamp.dts_s is not None else stamp.pts_s
            return self._last_s
        if stamp.dts_s is not None and stamp.dts_s > self._last_s:
            self._step_s = stamp.dts_s - self._last_s
        self._last_s = stamp.dts_s if stamp.dts_s is not None else self._last_s + self._step_s
        return self._last_s


def _trusted(
    stamps: Iterable[Stamp[T]], decoding: _DecodingTimes | None
) -> Iterator[tuple[T, float | None]]:
    """Yield frames with their decoding times if they are given, else their presentation times."""
    for stamp in stamps:
        if decoding is not None:
            yield stamp.frame, decoding.of(stamp)
        else:
            yield stamp.frame, stamp.pts_s if stamp.pts_s is not None else stamp.dts_s


class FileClock:
    """Makes the times of a file's frames strictly increasing, from 0 s or later.

    Args:
        origin_s: The file's time 0.
        may_jump: Whether the format's clock may jump (transport streams).
        slow_motion: Seconds the file shows for each second that was filmed.

    Attributes:
        untimed: Frames left out because they have no time or none that is later.
        outliers: Frames left out because their time is far from that of those around them.
        jumps: Times in seconds after which the file's clock started anew.
        cut_gaps: Time of the frame before, and length, of each gap that was cut.
    """

    def __init__(
        self, *, origin_s: float = 0.0, may_jump: bool = False, slow_motion: float = 1.0
    ) -> None:
        self.untimed = self.outliers = 0
        self.jumps: list[float] = []
        self.cut_gaps: list[tuple[float, float]] = []
        self._offset_s = -origin_s
        self._may_jump = may_jump
        self._slow_motion = slow_motion
        self._raw_s: float | None = None
        self._step_s = _USUAL_STEP_S

    def run(self, frames: Iterable[tuple[T, float | None]]) -> Iterator[tuple[T, float]]:
        """Yield the frames that are kept, with their times in seconds.

        One whose time does not follow from that of the one before waits for those
        behind it: only they tell wrong times from a clock that has started anew.
        """
        waiting: deque[tuple[T, float]] = deque()
        for frame, raw_s in frames:
            if raw_s is None:
                self.untimed += 1
                continue
            waiting.append((frame, raw_s))
            del frame
            while len(waiting) > _MOST_WRONG or (waiting and self._follows(waiting[0][1])):
                yield from self._decided(waiting)
        while waiting:
            yield from self._decided(waiting)

    def _follows(self, raw_s: float) -> bool:
        """Return whether a time is credible without those behind it."""
        return self._raw_s is not None and 0.0 < raw_s - self._raw_s <= _OUTLIER_S

    def _decided(self, waiting: deque[tuple[T, float]]) -> Iterator[tuple[T, float]]:
        """Take the first of the waiting frames, and yield it with its time if it is kept."""
        frame, raw_s = waiting.popleft()
        if self._keeps(raw_s, [next_s for _, next_s in waiting]):
            yield frame, self._placed(raw_s)

    def _keeps(self, raw_s: float, next_s: list[float]) -> bool:
        """Return whether a frame's time can be true, given those behind it; count it if not."""
        before_s = self._raw_s
        if before_s is None:
            behind = sum(raw_s - later_s > _BACK_S for later_s in next_s)
            wrong = behind > _NEARLY_ALL * len(next_s)
        elif raw_s > before_s:
            if not next_s:
                wrong = raw_s - before_s > LONGEST_GAP_S
            else:
                comes_back = any(before_s < later_s <= raw_s for later_s in next_s)
                wrong = raw_s - before_s > _OUTLIER_S and comes_back
        else:
            anew = before_s - raw_s > _BACK_S and bool(next_s) and raw_s < next_s[0] <= before_s
            anew = anew and not self._goes_on(before_s, [raw_s, *next_s])
            if not anew:
                self.untimed += 1
            return anew
        self.outliers += wrong
        return not wrong

    def _goes_on(self, before_s: float, times_s: list[float]) -> bool:
        """Return whether a clock that went back leaps to where it had been, and goes on there."""
        near_s = max(_OUTLIER_S, (len(times_s) + 1) * self._step_s)
        return any(
            later_s - earlier_s > _OUTLIER_S and 0.0 < later_s - before_s <= near_s
            for earlier_s, later_s in pairwise(times_s)
        )

    def _placed(self, raw_s: float) -> float:
        """Return the time of a frame that is kept, and remember it."""
        before_s, self._raw_s = self._raw_s, raw_s
        if before_s is None:
            if not 0.0 <= raw_s + self._offset_s <= LONGEST_GAP_S:
                self._offset_s = -raw_s
            return self._shown(raw_s)
        gap_s = raw_s - before_s
        if gap_s <= 0.0 or (self._may_jump and gap_s > _DISCONTINUITY_S):
            self.jumps.append(self._shown(before_s))
            self._offset_s += self._step_s - gap_s
        elif gap_s > LONGEST_GAP_S:
            self.cut_gaps.append((self._shown(before_s), gap_s / self._slow_motion))
            self._offset_s += CUT_GAP_S - gap_s
        else:
            self._step_s = gap_s
        return self._shown(raw_s)

    def _shown(self, raw_s: float) -> float:
        return (raw_s + self._offset_s) / self._slow_motion
