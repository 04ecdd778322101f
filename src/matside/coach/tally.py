"""Tally: collects a stream of results into the summary."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

from matside.body.landmark import Side
from matside.body.posture import is_turned
from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.coach.sections import StepDose, sections_of, sections_of_stills
from matside.coach.session import LOST_AFTER_S, STILL_GAP_S, SessionState
from matside.coach.summary import Notice, NoticeKind, StillSpan, Summary
from matside.exercise.schema import Dose

TURNED_SHARE: Final = 0.5
"""A view is reported if the body was turned in more than this share of the pictures of it."""
NEAR_SHARE: Final = 0.9
"""A side was towards the camera if it was in at least this share of the judged frames."""
PICTURES_A_REP: Final = 5
"""Pictures needed for a repetition to be counted.

Found with a figure that goes from cat to cow and back in 2.0 to 2.4 s, seen 2 to 3 times a second,
each picture up to a quarter of their distance off its time.
"""
QUICKEST_REP_S: Final = 2.0
"""Quickest repetition that has to be countable; a notice is given where it may be missed."""
MOST_STILLS: Final = 200
"""No more single pictures than this are kept of one stream."""


class Tally:
    """Collects what happens; memory grows with the events, not with the frames."""

    def __init__(self) -> None:
        self._events: list[ev.Event] = []
        self._steps: list[StepDose] = []
        self._postures: dict[str, float] = {}
        self._stills: list[StillSpan] = []
        self._frames = 0
        self._sparse = 0
        self._people = 0
        self._near: Counter[Side | None] = Counter()
        self._down = 0
        self._turned = 0
        self._judged_s = 0.0
        self._steps_s = (0, 0.0)
        self._start_s = math.nan
        self._last_s = math.nan
        self._last_judged = False

    def add(self, result: FrameResult) -> None:
        """Add one frame's result."""
        if self._frames == 0:
            self._start_s = self._last_s = result.t_s
        gap = result.t_s - self._last_s
        if result.judged and self._last_judged and gap <= LOST_AFTER_S:
            self._judged_s += gap
        if self._frames and gap <= LOST_AFTER_S:
            count, length_s = self._steps_s
            self._steps_s = count + 1, length_s + gap
            self._postures[result.posture] = self._postures.get(result.posture, 0.0) + gap
        if self._frames == 0 or gap > STILL_GAP_S:
            self._sparse += 1
            if len(self._stills) < MOST_STILLS:
                self._stills.append(
                    StillSpan(
                        t_s=result.t_s,
                        posture=result.posture,
                        exercise=result.exercise,
                        phase=result.phase,
                        side=result.side,
                    )
                )
        self._people = max(self._people, result.pose.people)
        if result.judged:
            self._near[result.near_side] += 1
        turned = is_turned(result.pose, result.measures.get("shoulder_width_ratio", math.nan))
        self._down += turned is not None
        self._turned += bool(turned)
        self._frames += 1
        self._last_s, self._last_judged = result.t_s, result.judged
        self._events += result.events

    def begin_step(self, exercise: str, dose: Dose) -> None:
        """Note that from the next frame on an exercise is done towards this dose."""
        self._steps.append(StepDose(after_s=self._last_s, exercise=exercise, dose=dose))

    def add_events(self, events: Iterable[ev.Event]) -> None:
        """Add the events that come at the end of the stream."""
        self._events += events

    def summary(self, state: SessionState, ending: Iterable[ev.Event] = ()) -> Summary:
        """Return the result of the whole session so far, with the events of its ``ending``."""
        events = [*self._events, *ending]
        sparse = self._sparse * 2 > self._frames
        length = self._last_s - self._start_s
        tracks = {track.exercise.id: track for track in state.tracks}
        named = state.current if state.forced else ""
        sections = sections_of(events, tracks, named, self._steps)
        coverage = self._judged_s / length if length > 0.0 else float(self._last_judged)
        if sparse and not sections:
            sections = sections_of_stills(self._stills, tracks)
        if sparse:
            seen = [still.posture != "unseen" for still in self._stills]
            coverage = sum(seen) / len(seen) if seen else 0.0
        return Summary(
            start_s=self._start_s,
            end_s=self._last_s,
            frames=self._frames,
            coverage=min(1.0, coverage),
            people=self._people,
            near_side=self._near_side(),
            postures=dict(self._postures),
            sections=sections,
            stills=tuple(self._stills) if sparse else (),
            notices=self._notices(sparse=sparse),
        )

    def _near_side(self) -> Side | None:
        """Return the side that was towards the camera nearly all the time."""
        for side in Side:
            if self._near[side] >= NEAR_SHARE * max(1, self._near.total()):
                return side
        return None

    def _quickest_rep_s(self) -> float:
        """Return the length of the quickest repetition that the frame rate can resolve."""
        count, length_s = self._steps_s
        return PICTURES_A_REP * length_s / count if count else 0.0

    def _notices(self, *, sparse: bool) -> tuple[Notice, ...]:
        notices = []
        if not sparse and self._quickest_rep_s() > QUICKEST_REP_S:
            rep_s = round(self._quickest_rep_s(), 1)
            notices.append(Notice(kind=NoticeKind.FEW_PICTURES, t_s=rep_s))
        if self._people > 1:
            notices.append(Notice(kind=NoticeKind.SEVERAL_PEOPLE, count=self._people))
        if self._frames and self._people == 0:
            notices.append(Notice(kind=NoticeKind.NOBODY))
        lost = [event.reason for event in self._events if isinstance(event, ev.TrackingLost)]
        if self._turned > TURNED_SHARE * self._down:
            share = self._turned / self._down
            notices.append(Notice(kind=NoticeKind.TURNED, share=round(share, 4)))
        if lost:
            reasons = tuple(reason for reason in ev.LossReason if reason in lost)
            notices.append(Notice(kind=NoticeKind.LOST, count=len(lost), reasons=reasons))
        return tuple(notices)
