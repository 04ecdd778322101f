"""Runs the coach over a stream of poses: what an analysis, a session and a replay share."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from matside.body.frames import PoseFrame
from matside.coach.events import Event
from matside.coach.result import FrameResult
from matside.coach.session import begin_step, change_dose, finish, start, step
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.coach.tally import Tally
from matside.exercise.schema import Exercise
from matside.record.trace import StepBegun


class CoachRunner:
    """Takes poses in the order of their times and says what they come to.

    Args:
        exercises: The exercises to look for.
        forced: Whether there is only one and it was named.
        dose: Identifier of the dose to aim at; empty for each exercise's first.

    Attributes:
        events: Everything that happened so far, in order of report.
    """

    def __init__(
        self, exercises: Sequence[Exercise], *, forced: bool = False, dose: str = ""
    ) -> None:
        self._named = exercises[0].id if forced else ""
        self._steps: deque[StepBegun] = deque()
        self._state = start(exercises, forced=forced, dose=dose)
        self._tally = Tally()
        self.events: list[Event] = []

    def take(self, pose: PoseFrame) -> FrameResult:
        """Return what is known after this pose."""
        while self._steps and pose.t_s >= self._steps[0].t_s:
            begun = self._steps.popleft()
            self.follow(begun)
        self._state, result = step(self._state, pose)
        self._tally.add(result)
        self.events += result.events
        return result

    def follow(self, begun: StepBegun) -> None:
        """Judge by this step alone from the next pose on.

        Its counters begin at zero, unless it only has another dose from now on.
        """
        if not begun.anew:
            self._state = change_dose(self._state, begun.dose)
            return
        self._state, events = begin_step(self._state, begun.exercise, begun.dose)
        self._tally.add_events(events)
        self._tally.begin_step(begun.exercise, begun.dose)
        self.events += events

    def follow_steps(self, steps: Iterable[StepBegun]) -> None:
        """Begin these steps at their times, as the session that is replayed did."""
        self._steps.extend(steps)

    def so_far(self) -> Summary:
        """Return the result if it ended with the last frame; it may go on afterwards."""
        state, events = finish(self._state)
        return self._tally.summary(state, ending=events)

    def end(self) -> Summary:
        """Return the result of the whole session; holds that still run end with the last frame."""
        self._state, events = finish(self._state)
        self._tally.add_events(events)
        self.events += events
        summary = self._tally.summary(self._state)
        if self._named and summary.frames and not summary.sections:
            return summary.noting(Notice(kind=NoticeKind.NOT_SEEN, exercise=self._named))
        return summary
