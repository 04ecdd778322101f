"""The whole coach: ``step(state, pose) -> (state, result)``.

Live, recorded and replayed sessions differ only in the source of the poses and the consumer of the
results, so they give the same counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from matside.body.frames import PoseFrame
from matside.coach import events as ev
from matside.coach.faults import Cues, choose_cue, to_mend
from matside.coach.moments import set_out_s
from matside.coach.phase_track import PhaseTrack
from matside.coach.recognition import Recognition, classify_still, recognise
from matside.coach.result import ActiveFault, FrameResult
from matside.coach.sample import Sample, Sampler, new_sampler, take_sample
from matside.coach.track import ExerciseTrack, new_track
from matside.coach.tracker import conclude, follow
from matside.exercise.schema import Dose, Exercise, Phase
from matside.states import replace

LOST_AFTER_S: Final = 1.0
"""The person counts as lost after this long without a judgement."""
STILL_GAP_S: Final = 0.5
"""Frames further apart than this are judged one by one, as pictures."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SessionState:
    """Everything the coach remembers; a reset is a new one.

    Attributes:
        sampler: Conditioning and measuring.
        tracks: One for each exercise that is looked for.
        forced: Whether the exercise was named and need not be recognised.
        recognition: Which exercise is being done.
        cues: What was said lately.
        judged_s: When the person was last judged; −inf before.
        lost: Whether ``TrackingLost`` was reported and ``TrackingBack`` was not.
        t_s: Time of the last frame; −inf before the first.
    """

    sampler: Sampler
    tracks: tuple[ExerciseTrack, ...]
    forced: bool
    recognition: Recognition = field(default_factory=Recognition)
    cues: Cues = field(default_factory=Cues)
    judged_s: float = -math.inf
    lost: bool = False
    t_s: float = -math.inf

    @property
    def current(self) -> str:
        """Identifier of the exercise that is being done; empty so far."""
        return self.recognition.exercise

    def follows(self, track: ExerciseTrack) -> bool:
        """Return whether an exercise is looked for: all are, unless one is named."""
        return not self.forced or track.exercise.id == self.current


def start(exercises: Iterable[Exercise], *, forced: bool = False, dose: str = "") -> SessionState:
    """Return the state before the first frame.

    Args:
        exercises: The exercises to look for.
        forced: Whether there is one and it was named by the person.
        dose: Identifier of the dose to aim at, in the exercises that have one
            of this name; the others aim at their first.
    """
    exercises = tuple(exercises)
    return SessionState(
        sampler=new_sampler(exercises),
        tracks=tuple(
            new_track(exercise, next((d for d in exercise.dose if d.id == dose), None))
            for exercise in exercises
        ),
        forced=forced,
        recognition=Recognition(exercise=exercises[0].id if forced else ""),
    )


def change_dose(state: SessionState, dose: Dose) -> SessionState:
    """Return the state that aims at another dose of the exercise judged now; nothing is lost."""
    tracks = tuple(
        replace(track, dose=dose) if track.exercise.id == state.current else track
        for track in state.tracks
    )
    return replace(state, tracks=tracks)


def begin_step(
    state: SessionState, exercise: str, dose: Dose
) -> tuple[SessionState, tuple[ev.Event, ...]]:
    """Return the state in which a step of a plan begins, and the events that end what was running.

    From the next frame on this exercise alone is judged, towards this dose. Its
    counters, its neutral and its faults begin anew, also where it was done
    before; what is known of the person's legs and of the camera stays.

    Raises:
        KeyError: The exercise is none of those that the session was started with.
    """
    ended, events = finish(state)
    tracks = {track.exercise.id: track for track in ended.tracks}
    tracks[exercise] = new_track(tracks[exercise].exercise, dose)
    state = replace(
        ended,
        tracks=tuple(tracks.values()),
        forced=True,
        recognition=Recognition(exercise=exercise),
        cues=Cues(),
    )
    return state, events


def step(state: SessionState, pose: PoseFrame) -> tuple[SessionState, FrameResult]:
    """Return the state after one frame and everything that is known then.

    Raises:
        ValueError: If time does not move forward.
    """
    if not pose.t_s > state.t_s:
        msg = f"time must move forward: {pose.t_s} s came after {state.t_s} s"
        raise ValueError(msg)
    sampler, sample = take_sample(state.sampler, pose)
    events: list[ev.Event] = []
    tracks = []
    for track in state.tracks:
        after, more = follow(track, sample) if state.follows(track) else (track, ())
        tracks.append(after)
        events += more
    tracking, lost, judged_s = _tracking(state, sample)
    state = replace(
        state,
        sampler=sampler,
        tracks=tuple(tracks),
        judged_s=judged_s,
        lost=lost,
        recognition=state.recognition
        if state.forced
        else recognise(state.recognition, tracks, events, sample.t_s),
    )
    events += tracking
    result = _result(state, sample, tuple(events))
    current = _current_track(state)
    faults = () if current is None else to_mend(current.faults, current.exercise, result)
    cues, given = choose_cue(state.cues, sample.t_s, state.current, faults)
    result = replace(result, events=(*result.events, *given), cue=cues.shown)
    still = pose.t_s - state.t_s > STILL_GAP_S
    if still and not result.phase:
        result = _as_still(state, sample, result)
    return replace(state, cues=cues, t_s=pose.t_s), result


def finish(state: SessionState) -> tuple[SessionState, tuple[ev.Event, ...]]:
    """Return the state and the events at the end of the stream: what runs ends when last seen."""
    events: list[ev.Event] = []
    tracks = []
    for track in state.tracks:
        after, more = conclude(track) if state.follows(track) else (track, ())
        tracks.append(after)
        events += more
    return replace(state, tracks=tuple(tracks)), tuple(events)


def _tracking(state: SessionState, sample: Sample) -> tuple[list[ev.Event], bool, float]:
    if sample.judged:
        if not state.lost:
            return [], False, sample.t_s
        gap = sample.t_s - state.judged_s
        back = ev.TrackingBack(t_s=sample.t_s, exercise="", gap_s=gap)
        return [back], False, sample.t_s
    if state.lost or sample.t_s - state.judged_s <= LOST_AFTER_S or math.isinf(state.judged_s):
        return [], state.lost, state.judged_s
    lost = ev.TrackingLost(t_s=state.judged_s, exercise="", reason=_reason(sample))
    return [lost], True, state.judged_s


def _reason(sample: Sample) -> ev.LossReason:
    if not sample.pose.seen:
        return ev.LossReason.NOBODY
    if math.isnan(sample.values["trunk_inclination_deg"]):
        return ev.LossReason.TRUNK
    return ev.LossReason.LEGS


def _result(state: SessionState, sample: Sample, events: tuple[ev.Event, ...]) -> FrameResult:
    base = FrameResult(
        t_s=sample.t_s,
        pose=sample.pose,
        near_side=sample.near_side,
        measures=sample.values,
        posture=sample.posture.value,
        exercise=state.current,
        judged=sample.judged,
        reason=None if sample.judged else _reason(sample),
        events=events,
    )
    track = _current_track(state)
    if track is None:
        return base
    return replace(_of_track(base, track, sample.t_s), faults=_active_faults(track))


def _of_track(base: FrameResult, track: ExerciseTrack, t_s: float) -> FrameResult:
    base = replace(
        base,
        reps=dict(track.counter.counts),
        dose=track.progress,
        neutral=track.neutral_values,
    )
    if not track.active:
        return base
    phase, side, phase_track = track.active[0]
    held, target, progress = 0.0, 0.0, 0.0
    if phase.kind == "hold":
        held = phase_track.held_s(_clock_s(phase_track, phase, t_s))
        target = track.dose.hold_s or 0.0
        progress = min(1.0, held / target) if target else 0.0
    else:
        rule = track.exercise.repetition
        cycle = rule.or_cycle if phase.id in rule.or_cycle else rule.cycle
        visited = track.counter.visited.get(side, frozenset()).intersection(cycle)
        progress = len(visited) / len(cycle)
    return replace(
        base,
        phase=phase.id,
        side=side,
        held_s=held,
        hold_target_s=target,
        progress=progress,
    )


def _clock_s(track: PhaseTrack, phase: Phase, t_s: float) -> float:
    """Return the moment up to which a hold is timed: it stands still while unseen or left.

    A movement may prove to be the way out, so what comes after its start waits.
    """
    if track.out_s is not None:
        return max(track.out_s, track.start_s)
    seen_s = min(t_s, max(track.judged_s, track.start_s))
    return max(track.start_s, set_out_s(track.moving_since_s, seen_s, phase.grace_s))


def _active_faults(track: ExerciseTrack) -> tuple[ActiveFault, ...]:
    return tuple(
        ActiveFault(fault=fault.id, side=state.side, start_s=state.start_s)
        for fault in sorted(track.exercise.fault, key=lambda fault: fault.priority)
        if (state := track.faults[fault.id]).start_s is not None
    )


def _current_track(state: SessionState) -> ExerciseTrack | None:
    return next((t for t in state.tracks if t.exercise.id == state.current), None)


def _as_still(state: SessionState, sample: Sample, result: FrameResult) -> FrameResult:
    """Return the result with the exercise and phase that a single picture shows, if it is clear."""
    exercises = [track.exercise for track in state.tracks]
    seen = classify_still(sample, exercises)
    if seen is None:
        return result
    return replace(result, exercise=seen.exercise, phase=seen.phase, side=seen.side)
