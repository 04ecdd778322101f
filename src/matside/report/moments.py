"""The moments worth a picture, found while the frames go by: the best and the most faulty ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

import cv2
import numpy as np

from matside.analysis.outline import OutlineRecorder
from matside.body.catalogue import BY_NAME
from matside.body.frames import Image
from matside.body.landmark import Side
from matside.coach.result import FrameResult
from matside.coach.sample import Sample, read
from matside.exercise.schema import Exercise, Phase

PICTURE_PX: Final = 720
"""The longer side of a kept picture."""
_BEST: Final = 12
"""So many moments are kept of each phase, with a fault and without."""
_RUNS: Final = 3
"""And of so many of the gravest runs of faults of each exercise."""
_WORTH: Final = {"deg": 2.0, "ratio": 0.02}
"""A new best picture is only taken for a gain that can be seen; most frames then cost nothing."""
_LATER_S: Final = 1.0
"""A hold is shown as far into it as it was that deep."""
_STEPS: Final = 3
"""Of a visit, so many successive bests are kept."""
_QUALITY: Final = 92
"""Of the packed pictures, which are packed once more when they have been drawn on."""
_FIRST_S: Final = 0.25
_GROWTH: Final = 1.5
"""Pictures of a fault are taken when it has lasted ``_FIRST_S``, then 1.5 times as long, ..."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptFrame:
    """One moment that may become a picture of the report.

    Attributes:
        result: What the coach said of the frame.
        jpeg: The picture, made smaller; ``None`` where there was none.
        worth: How deep the person was, greater is deeper; of a fault, 0.
    """

    result: FrameResult
    jpeg: bytes | None
    worth: float = 0.0

    @property
    def t_s(self) -> float:
        """Time of the frame in seconds."""
        return self.result.t_s

    def picture(self) -> Image | None:
        """Return the picture, uint8 ``(height, width, 3)`` BGR, if there was one."""
        if self.jpeg is None:
            return None
        data = np.frombuffer(self.jpeg, np.uint8)
        return cv2.imdecode(data, cv2.IMREAD_COLOR)  # type: ignore[return-value]


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A deepest moment of the visit that is going on; its picture is not packed yet."""

    result: FrameResult
    image: Image | None
    worth: float

    def gives_way(self, result: FrameResult, worth: float, gain: float, *, held: bool) -> bool:
        """Return whether another moment is better: deeper or, in a hold, as deep and later."""
        if worth >= self.worth + gain:
            return True
        later = held and result.t_s >= self.result.t_s + _LATER_S
        return later and worth > self.worth - gain

    def packed(self) -> KeptFrame:
        return KeptFrame(result=self.result, jpeg=_packed(self.image), worth=self.worth)


@dataclass(slots=True, kw_only=True)
class _Run:
    """A fault that is being committed: when it began, and its latest two pictures."""

    start_s: float
    next_s: float
    taken: list[KeptFrame] = field(default_factory=list)
    last_s: float = 0.0


_Visit = tuple[str, str, Side | None]
_Group = tuple[str, str, bool]
"""Exercise, phase and whether no fault or cue was reported at the time."""


class Moments:
    """Keeps a few pictures of the deepest visits to each phase and of the gravest faults.

    Memory does not grow with the length of the session. ``exercises`` are all that may be
    recognised.
    """

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        self._exercises = {exercise.id: exercise for exercise in exercises}
        self._visit: _Visit | None = None
        self._current: dict[bool, list[_Candidate]] = {}
        self._best: dict[_Group, list[KeptFrame]] = {}
        self._runs: dict[_Visit, _Run] = {}
        self._faults: dict[str, list[tuple[tuple[float, float], _Run]]] = {}

    def add(self, result: FrameResult, image: Image | None = None) -> None:
        """Look at one frame; the picture is copied if it is kept."""
        exercise = self._exercises.get(result.exercise)
        visit = (result.exercise, result.phase, result.side)
        if visit != self._visit:
            self._end_visit()
            self._visit = visit
        if exercise is None:
            self._end_runs(set())
            return
        self._look_for_best(exercise, result, image)
        self._follow_faults(result, image)

    def best(self, exercise: str, phase: str) -> list[KeptFrame]:
        """Return the deepest moments of the deepest visits to a phase.

        First those without a fault or a cue at the time, then the others, each
        deepest first. Of a visit there may be several: what was deepest, and
        what was so some seconds before.
        """
        running = self._visit is not None and self._visit[:2] == (exercise, phase)
        moments: list[KeptFrame] = []
        for clean in (True, False):
            kept = list(self._best.get((exercise, phase, clean), ()))
            if running:
                kept += [candidate.packed() for candidate in self._current.get(clean, ())]
            moments += sorted(kept, key=lambda moment: -moment.worth)
        return moments

    def faulty(self, exercise: str) -> list[KeptFrame]:
        """Return the moments kept of the faults of an exercise."""
        running = [run for key, run in self._runs.items() if key[0] == exercise]
        ended = [run for _, run in self._faults.get(exercise, ())]
        return [moment for run in (*ended, *running) for moment in run.taken]

    def _look_for_best(self, exercise: Exercise, result: FrameResult, image: Image | None) -> None:
        phase = _counting(exercise, result.phase)
        if phase is None or not result.judged:
            return
        if phase.kind == "hold" and not result.held_s > 0.0:
            return
        worth, gain = _depth(phase, result)
        if math.isnan(worth):
            return
        # a fault may yet turn out to have begun before it was reported, or to have ended: so the
        # best with and without one are kept, and what was best some seconds before
        found = self._current.setdefault(not result.faults and result.cue is None, [])
        before = found[-1] if found else None
        held = phase.kind == "hold"
        if before is None or before.gives_way(result, worth, gain, held=held):
            small = None if image is None else smaller(image)
            # not the later one's own depth, or a hold that slowly opens would drag it along
            depth = worth if before is None else max(before.worth, worth)
            found.append(_Candidate(result=_bare(result), image=small, worth=depth))
            if len(found) > 2 and found[-1].result.t_s - found[-3].result.t_s < _LATER_S:
                del found[-2]
            del found[:-_STEPS]

    def _end_visit(self) -> None:
        if not self._current or self._visit is None:
            return
        for clean, found in self._current.items():
            kept = self._best.setdefault((*self._visit[:2], clean), [])
            # packing a picture takes milliseconds: only what will be kept is
            least = kept[-1].worth if len(kept) == _BEST else -math.inf
            kept += [candidate.packed() for candidate in found if candidate.worth > least]
            kept.sort(key=lambda moment: -moment.worth)
            del kept[_BEST:]
        self._current.clear()

    def _take_back(self, exercise: str, since_s: float) -> None:
        """Forget the clean moments during which, as it turns out, a fault had begun."""
        for (name, _, clean), kept in self._best.items():
            if clean and name == exercise:
                kept[:] = [moment for moment in kept if moment.t_s < since_s]
        found = self._current.get(True, [])
        found[:] = [candidate for candidate in found if candidate.result.t_s < since_s]

    def _follow_faults(self, result: FrameResult, image: Image | None) -> None:
        active = {(result.exercise, fault.fault, fault.side): fault for fault in result.faults}
        self._end_runs(set(active))
        for key, fault in active.items():
            if key not in self._runs:
                self._take_back(result.exercise, fault.start_s)
            run = self._runs.setdefault(key, _Run(start_s=fault.start_s, next_s=0.0))
            run.last_s = result.t_s
            lasted_s = result.t_s - run.start_s
            if lasted_s >= run.next_s:
                run.next_s = _GROWTH * max(lasted_s, _FIRST_S)
                small = None if image is None else smaller(image)
                moment = KeptFrame(result=_bare(result), jpeg=_packed(small))
                # the middle of the whole lies about the latest two of a geometric series
                run.taken = [*run.taken[-1:], moment]

    def _end_runs(self, active: set[_Visit]) -> None:
        for key in [key for key in self._runs if key not in active]:
            run = self._runs.pop(key)
            kept = self._faults.setdefault(key[0], [])
            kept.append(((self._priority(key), run.start_s - run.last_s), run))
            kept.sort(key=lambda entry: entry[0])
            del kept[_RUNS:]

    def _priority(self, key: _Visit) -> float:
        faults = self._exercises[key[0]].fault
        return next((fault.priority for fault in faults if fault.id == key[1]), math.inf)


def cycle_phases(exercise: Exercise) -> Iterator[Phase]:
    """Yield the phases that make a repetition, each once, in the order of the file."""
    named = {*exercise.repetition.cycle, *exercise.repetition.or_cycle}
    return (phase for phase in exercise.phase if phase.id in named)


def _counting(exercise: Exercise, name: str) -> Phase | None:
    """Return the phase of that name if it counts and is worth a picture: not a rest."""
    found = (p for p in cycle_phases(exercise) if p.id == name and p.kind != "rest")
    return next(found, None)


def _depth(phase: Phase, result: FrameResult) -> tuple[float, float]:
    """Return how far into a phase the person is by its first one-sided condition, and a gain.

    Where a phase has none, a hold's length takes its place.
    """
    leading = next((c for c in phase.when if c.way), None)
    if leading is None:
        return result.held_s, 1.0
    sample = Sample(
        t_s=result.t_s,
        pose=result.pose,
        near_side=result.near_side,
        values=result.measures,
        speeds={},
        posture=result.posture,  # type: ignore[arg-type] # not read here
    )
    value = read(sample, leading.measure, leading.of, result.side)
    sign = 1.0 if leading.way == "high" else -1.0
    return sign * value, _WORTH[BY_NAME[leading.measure].unit]


def _bare(result: FrameResult) -> FrameResult:
    return replace(result, events=())


def _packed(image: Image | None) -> bytes | None:
    """Return a picture as JPEG: a sixth of a megabyte at most, so that many can be kept."""
    if image is None:
        return None
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes() if done else None


def smaller(image: Image) -> Image:
    """Return a copy of a picture that is at most ``PICTURE_PX`` wide and high."""
    height, width = image.shape[:2]
    scale = min(1.0, PICTURE_PX / max(height, width))
    if scale == 1.0:
        return image.copy()
    size = max(1, round(scale * width)), max(1, round(scale * height))
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]


class ReportRecorder(OutlineRecorder):
    """Takes every frame's result, and keeps what the report will show in a fixed amount of memory.

    ``exercises`` are all that may be recognised.
    """

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        super().__init__()
        self.moments = Moments(exercises)

    def add(self, result: FrameResult, image: Image | None = None) -> None:
        """Take one frame in; times increase.

        ``image`` is its picture, uint8 ``(height, width, 3)`` BGR, with nothing drawn on it; a
        smaller copy of a few is kept.
        """
        super().add(result)
        self.moments.add(result, image)
