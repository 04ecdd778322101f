"""What holds of every stream: shifted, resampled, replayed, broken, or in the wrong posture."""

import itertools
import math
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.coach.coach_exercises import ALL, CAT_COW, FOLD, KNEES_UP, TURN
from tests.coach.coach_figure import (
    BOTH_KNEES,
    CAT,
    COW,
    FOLDED,
    LEFT_CLOSED,
    LEFT_KNEE,
    LEFT_OPEN,
    LYING,
    RIGHT_KNEE,
    TABLETOP,
    motion,
)
from tests.coach.coach_samples import follow_all, hips, nobody, said, sample

from matside.coach import events as ev
from matside.coach.session import finish, start, step
from matside.coach.track import new_track
from matside.exercise.crossing import BRIDGE_S

FIGURES = [LYING, LEFT_KNEE, RIGHT_KNEE, BOTH_KNEES, TABLETOP, CAT, COW, FOLDED, LEFT_OPEN, None]
MOTIONS = st.lists(
    st.tuples(
        st.sampled_from(FIGURES), st.sampled_from([0.5, 1.0, 1.5]), st.sampled_from([0.5, 2.0, 4.5])
    ),
    min_size=2,
    max_size=5,
)
SESSION = (
    (LYING, 0, 1),
    (LEFT_KNEE, 1, 4),
    (LYING, 1, 1),
    (BOTH_KNEES, 1, 4),
    (None, 0, 2),
    (TABLETOP, 0, 3),
    (CAT, 1.5, 0.5),
    (COW, 1.5, 0.5),
    (CAT, 1, 0.5),
    (TABLETOP, 1, 1),
    (LEFT_OPEN, 1.5, 0.5),
    (LEFT_CLOSED, 1.5, 0.5),
    (FOLDED, 2, 4),
)
"""A bit of everything."""
RATE_HZ = 4.0
"""What holds of every stream needs no quick one; times are exact in binary."""


def watch(frames, exercises=ALL):
    """All results and events of a stream of poses."""
    events: list[Any]
    state, results, events = start(exercises), [], []
    for frame in frames:
        state, result = step(state, frame)
        results.append(result)
        events += result.events
    _, last = finish(state)
    return results, [*events, *last]


def plain(event, shift_s=0.0):
    """An event as numbers and words that can be compared with a tolerance."""
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.compare}
    numbers = {k: v for k, v in values.items() if isinstance(v, float)}
    words = {k: v for k, v in values.items() if k not in numbers}
    moments = {k: v - shift_s if k in ("t_s", "start_s") else v for k, v in numbers.items()}
    return type(event).__name__, words, moments


def same(events, others, *, shift_s=0.0, tolerance_s=1e-6):
    """Whether two lists of events say the same, but for a shift of the clock."""
    one, two = [plain(e) for e in events], [plain(e, shift_s) for e in others]
    assert [e[:2] for e in two] == [e[:2] for e in one]
    for (_, _, numbers), (_, _, expected) in zip(two, one, strict=True):
        assert numbers == pytest.approx(expected, abs=tolerance_s)
    return True


@settings(max_examples=4)
@given(MOTIONS, st.integers(1, 2000))
@example(SESSION, 32)
def test_clock_may_start_anywhere(steps, eighths):
    shift_s = eighths / 8
    frames = motion(*steps, rate_hz=RATE_HZ)
    _, events = watch(frames)
    _, moved = watch([replace(f, t_s=f.t_s + shift_s) for f in frames])
    assert same(events, moved, shift_s=shift_s)


@settings(max_examples=3)
@given(MOTIONS)
@example(SESSION)
def test_replay_says_the_same_to_the_last_digit(steps):
    frames = motion(*steps, rate_hz=RATE_HZ)
    results, events = watch(frames)
    again, more = watch(frames)
    assert more == events
    for one, two in zip(results, again, strict=True):
        assert one.events == two.events
        assert (one.held_s, one.progress, one.reps) == (two.held_s, two.progress, two.reps)
        assert (one.exercise, one.phase, one.side, one.cue, one.faults) == (
            two.exercise,
            two.phase,
            two.side,
            two.cue,
            two.faults,
        )


def test_reset_is_a_fresh_start():
    first = motion(*SESSION[:4], rate_hz=RATE_HZ)
    second = motion(*SESSION[4:], rate_hz=RATE_HZ, start_s=100.0)
    state = start(ALL)
    for frame in first:
        state, _ = step(state, frame)
    events: list[Any]
    state, events = start(ALL), []
    for frame in second:
        state, result = step(state, frame)
        events += result.events
    assert [*events, *finish(state)[1]] == watch(second)[1]


@settings(max_examples=8)
@given(MOTIONS)
@example(SESSION)
def test_laws_of_every_stream(steps):
    frames = motion(*steps, rate_hz=RATE_HZ)
    results, events = watch(frames)
    first, last = frames[0].t_s, frames[-1].t_s
    for event in events:
        assert first <= event.t_s <= last
        start_s = getattr(event, "start_s", first)
        assert first <= start_s <= event.t_s
        if isinstance(event, ev.HoldDone):
            assert 0.0 <= event.held_s <= event.t_s - event.start_s + 1e-9
    counts: dict[Any, Any] = {}
    for event in events:
        if isinstance(event, ev.RepDone):
            key = event.exercise, event.side
            assert event.count == counts.get(key, 0) + 1
            counts[key] = event.count
    begun = sorted((e.exercise, e.phase, e.t_s) for e in events if isinstance(e, ev.PhaseEntered))
    ended = sorted((e.exercise, e.phase, e.start_s) for e in events if isinstance(e, ev.PhaseLeft))
    assert len(ended) <= len(begun)
    raised = said(events, ev.FaultRaised, "exercise", "fault", "t_s")
    cleared = said(events, ev.FaultCleared, "exercise", "fault", "start_s")
    assert sorted(raised) == sorted(cleared)
    for result in results:
        assert 0.0 <= result.progress <= 1.0
        assert result.held_s >= 0.0
        assert result.judged == (result.posture != "unseen")
        assert result.judged == (result.reason is None)


@settings(max_examples=3)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([LYING, LEFT_KNEE, RIGHT_KNEE, BOTH_KNEES]),
            st.just(1.0),
            st.sampled_from([3.5, 4.25]),
        ),
        min_size=2,
        max_size=3,
    )
)
@example([(TABLETOP, 0, 2), (CAT, 1.5, 0.5), (COW, 1.5, 0.5), (CAT, 1.5, 0.5)])
@example([(TABLETOP, 0, 2), (LEFT_OPEN, 1.5, 0.5), (LEFT_CLOSED, 1.5, 0.5), (FOLDED, 2, 2)])
def test_more_frames_of_the_same_motion_change_no_count_and_no_time_by_a_frame(steps):
    streams = [watch(motion(*steps, rate_hz=rate))[1] for rate in (10, 30)]
    for kind in (ev.RepDone, ev.HoldDone, ev.SetDone, ev.DoseDone, ev.PhaseLeft):
        few, many = (
            sorted((e.exercise, getattr(e, "phase", ""), e.t_s) for e in events if type(e) is kind)
            for events in streams
        )
        assert [e[:2] for e in many] == [e[:2] for e in few]
        assert [e[2] for e in many] == pytest.approx([e[2] for e in few], abs=1 / 10 + 0.02)


# One exercise at a time, on samples: quick enough for many streams

LEVELS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 60.0, 78.0, 95.0, 120.0, math.nan]),
        st.sampled_from([60.0, 85.0, 120.0]),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=60)
@given(LEVELS)
def test_credit_never_exceeds_what_was_seen(levels):
    pairs = [(left, right + 0 * left) for left, right, count in levels for _ in range(count)]
    samples = [hips(n / 10, left, right) for n, (left, right) in enumerate(pairs)]
    _, events = follow_all(new_track(KNEES_UP), samples, to_the_end=True)
    known = [n / 10 for n, (left, _) in enumerate(pairs) if not math.isnan(left)]
    gaps = [(a, b) for a, b in itertools.pairwise(known) if b - a > BRIDGE_S + 1e-9]
    for start_s, end_s, held_s in said(events, ev.HoldDone, "start_s", "t_s", "held_s"):
        within = [b - a for a, b in gaps if start_s <= a and b <= end_s]
        assert held_s <= end_s - start_s - sum(within) + 1e-6
    assert len(said(events, ev.HoldDone, "t_s")) == len(said(events, ev.RepDone, "t_s"))


@settings(max_examples=60)
@given(
    st.lists(st.floats(-90, 200), min_size=5, max_size=80),
    st.sampled_from(["on_the_back", "folded", "other", "hands_and_knees", "unseen"]),
)
def test_nothing_is_credited_in_the_wrong_posture(values, posture):
    for made in ALL:
        fits = {name for phase in made.phase for name in phase.postures}
        if posture in fits:
            continue
        columns = {
            "spinal_curve_deg": 1.0,
            "left_hip_flexion_deg": 1.0,
            "right_hip_flexion_deg": 0.8,
            "left_elbow_height_ratio": 0.01,
            "left_wrist_height_ratio": 0.01,
        }
        samples = [
            sample(
                n / 10,
                posture=posture,
                speeds={"trunk_inclination_deg": 0.0},
                **{name: value * scale for name, scale in columns.items()},
            )
            for n, value in enumerate(values)
        ]
        _, events = follow_all(new_track(made), samples, to_the_end=True)
        assert events == []


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["gap", "hold", "rest"]), min_size=1, max_size=30))
def test_drop_outs_of_a_whole_person_never_add_credit(parts):
    shown, t_s = [], 0.0
    for part in parts:
        for _ in range(7):
            shown.append(
                nobody(t_s) if part == "gap" else hips(t_s, 120 if part == "hold" else 60, 60)
            )
            t_s += 0.125
    _, events = follow_all(new_track(KNEES_UP), shown, to_the_end=True)
    seen = sum(0.125 for one in shown if one.judged)
    bridged = sum(1.0 for part in parts if part == "gap")
    assert sum(said(events, ev.HoldDone, "held_s")) <= seen + bridged


# Anything that a camera may send


@settings(max_examples=12)
@given(st.data())
def test_unknown_landmarks_never_raise(data):
    frames = motion((LEFT_KNEE, 0, 1), (CAT, 0.2, 1), (FOLDED, 0.2, 0.6), rate_hz=10)
    state = start(ALL)
    for frame in frames:
        hidden = data.draw(st.sets(st.integers(0, 32), max_size=33))
        px, back = frame.image_px.copy(), frame.back_px.copy()
        px[list(hidden)] = np.nan
        back[data.draw(st.integers(0, 41)) :] = np.nan
        state, _ = step(state, replace(frame, image_px=px, back_px=back))
    finish(state)


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.id)
def test_frames_without_any_number_never_raise(made):
    for people in (0, 1):
        frames = [
            replace(
                f, image_px=np.full((33, 2), np.nan), world_m=np.full((33, 3), np.nan),
                back_px=np.full((41, 2), np.nan), people=people,
            )
            for f in motion((LYING, 0, 6))
        ]  # fmt: skip
        _, events = watch(frames, [made])
        assert events == []


@pytest.mark.parametrize("times", [1000.0, -1000.0, 1e100, 1e-3, 1e-300])
@pytest.mark.parametrize("parts", [("image_px",), ("world_m",), ("image_px", "back_px")])
def test_a_skeleton_of_any_size_never_raises(times, parts):
    state = start(ALL)
    for frame in motion((TABLETOP, 0, 3), (CAT, 1, 0.5), (LEFT_KNEE, 1, 1), rate_hz=RATE_HZ):
        scaled = {part: getattr(frame, part) * times for part in parts}
        state, _ = step(state, replace(frame, **scaled))
    finish(state)


def test_empty_stream_and_no_exercise():
    assert finish(start(()))[1] == ()
    results, events = watch(motion((LEFT_KNEE, 0, 2)), ())
    assert events == []
    assert {result.exercise for result in results} == {""}
    assert watch([], (FOLD, TURN, CAT_COW)) == ([], [])
