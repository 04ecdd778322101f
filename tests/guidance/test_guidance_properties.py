"""What holds of every session, whatever happens in it."""

import itertools
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coach.coach_figure import FOLDED, LYING, TABLETOP
from tests.guidance.guidance_moments import (
    CAT_COW,
    CHILD,
    STANDING,
    TURN,
    coached,
    dose,
    ended,
    fault,
    hear,
    hold,
    rep,
    seen,
    still,
)

from matside.coach import events as ev
from matside.guidance.outcome import CameraTrouble, Moment, Stage, Talk, TroubleKind
from matside.guidance.pacer import BreathingPace
from matside.guidance.speech import speaking_s

STEP_S = 7.0 / 64.0
"""Exact in binary, so that a shifted clock is exactly shifted; no sentence lasts a multiple."""
EXERCISES = (CAT_COW, CHILD, TURN)


CAT = {"exercise": "cat_cow", "phase": "cat"}
KEPT = {"exercise": "childs_pose", "phase": "hold", "hold_target_s": 10.0}
FIGURES = {"nobody": None, "standing": STANDING, "lying": LYING, "hold": FOLDED}


def cue(t_s, name):
    return ev.CueGiven(t_s=t_s, exercise="cat_cow", fault=name)


def beginnings(kind, t_s):
    """What happens when a stretch of this kind begins."""
    happens = {
        "nobody": [ev.TrackingLost(t_s=t_s, exercise="", reason=ev.LossReason.NOBODY)],
        "back": [ev.TrackingBack(t_s=t_s, exercise="", gap_s=2.0)],
        "cat": [rep(t_s, CAT_COW, 1)],
        "fault": [cue(t_s, "elbows_bent"), cue(t_s, "too_fast")],
        "hold": [ev.HoldStarted(t_s=t_s, exercise="childs_pose", phase="hold")],
        "done": [ev.DoseDone(t_s=t_s, exercise="cat_cow", dose="d")],
    }
    return happens.get(kind, [])


def result(kind, t_s, first, since_s):
    """One frame of a stretch of a session."""
    more = {
        "cat": {**CAT, "dose": dose(1)},
        "fault": {**CAT, "faults": [fault("elbows_bent")]},
        "hold": {**KEPT, "held_s": t_s - since_s},
    }.get(kind, {})
    events = beginnings(kind, t_s) if first else []
    return seen(t_s, FIGURES.get(kind, TABLETOP), events=events, **more)


KINDS = ("nobody", "back", "cat", "fault", "hold", "done", "standing", "lying", "ready")
STRETCHES = st.lists(
    st.tuples(st.sampled_from((*KINDS, "blank", "paused", "trouble", "skip")), st.integers(1, 40)),
    min_size=1,
    max_size=10,
)
SESSIONS = st.builds(
    coached,
    *map(st.just, EXERCISES),
    targets=st.booleans(),
    talk=st.sampled_from(Talk),
    pacer=st.sampled_from([None, BreathingPace()]),
)


def moments(stretches, start_s=0.0):
    """The moments of a session made of stretches of so many frames."""
    made, frame, skips = [], 0, 0
    for kind, length in stretches:
        since_s = start_s + frame * STEP_S
        skips += kind == "skip"
        for n in range(length):
            t_s = start_s + frame * STEP_S
            frame += 1
            more = {"skips": skips, "light": 140.0}
            if kind in ("blank", "paused", "trouble"):
                trouble = CameraTrouble(TroubleKind.GONE) if kind == "trouble" else None
                more |= {"paused": kind == "paused", "trouble": trouble}
                made.append(Moment(t_s=t_s, result=None, **more))
            else:
                made.append(Moment(t_s=t_s, result=result(kind, t_s, n == 0, since_s), **more))
    return made


@settings(max_examples=40)
@given(SESSIONS, STRETCHES)
def test_never_two_at_once_never_stale_and_silence_at_the_end(state, stretches):
    _, heard = hear(state, moments(stretches))
    for before, after in itertools.pairwise(heard.utterances):
        assert after.urgent or after.t_s >= before.t_s + speaking_s(before.text)
    assert all(u.t_s <= u.expires_s for u in heard.utterances)
    assert all(len(g.utterances) <= 1 for g in heard.guidances)
    ended_s = next((t for t, stage, _, _ in heard.shown if stage == "done"), None)
    if ended_s is not None:
        chimes = [t for t, _ in heard.chimes if t > ended_s]
        assert chimes == []


@settings(max_examples=25)
@given(SESSIONS, STRETCHES)
def test_a_shifted_clock_gives_a_shifted_session(state, stretches):
    _, here = hear(state, moments(stretches))
    _, there = hear(state, moments(stretches, start_s=1024.0))
    assert [t - 1024.0 for t, _ in there.said] == pytest.approx([t for t, _ in here.said], abs=2e-3)
    assert there.texts == here.texts
    assert [name for _, name in there.chimes] == [name for _, name in here.chimes]
    assert [shown[1:] for shown in there.shown] == [shown[1:] for shown in here.shown]


@settings(max_examples=25)
@given(SESSIONS, STRETCHES)
def test_what_is_shown_to_be_done_is_said(state, stretches):
    _, heard = hear(state, moments(stretches))
    stood_s, last = 0.0, ""
    for t_s, stage, instruction, _ in heard.shown:
        if instruction != last:
            stood_s, last = t_s, instruction
        if instruction and stage != "waiting" and t_s - stood_s > 6.0:
            assert any(instruction in text for when, text in heard.said if when <= t_s)


@settings(max_examples=15)
@given(SESSIONS, STRETCHES)
def test_the_countdown_is_only_shown_while_it_runs(state, stretches):
    _, heard = hear(state, moments(stretches))
    for guidance in heard.guidances:
        assert (guidance.countdown > 0) == (guidance.stage is Stage.COUNTDOWN)
        assert guidance.breath is None or guidance.stage is Stage.COACHING


@cache
def session(rate_hz):
    """A whole session at some rate: placed, counted in, eight cats, a hold, the end."""
    results = [*still(0.0, 8.0, STANDING, rate_hz), *still(8.0, 22.0, TABLETOP, rate_hz)]
    for number in range(1, 9):
        start_s = 22.0 + 5.0 * (number - 1)
        part = still(
            start_s,
            start_s + 5.0,
            rate_hz=rate_hz,
            exercise="cat_cow",
            phase="cow",
            dose=dose(number),
        )
        events: tuple[ev.Event, ...] = (rep(start_s, CAT_COW, number),)
        if number == 8:
            events += (ev.DoseDone(t_s=start_s, exercise="cat_cow", dose="d"),)
        results += [replace(part[0], events=events), *part[1:]]
    results += still(62.0, 85.0, TABLETOP, rate_hz)
    kept = hold(85.0, 120.0, CHILD, "hold", figure=FOLDED, dose=dose(0, 1))
    results += kept[:: max(1, round(10 / rate_hz))]
    over = [ev.DoseDone(t_s=120.0, exercise="childs_pose", dose="d")]
    results.append(seen(122.5, events=ended(120.0, 85.0, 35.0, CHILD, "hold", more=over)))
    return hear(coached(CAT_COW, CHILD), [*results, *still(123.0, 130.0, STANDING, rate_hz)])[1]


@pytest.mark.parametrize("rate_hz", [5, 20])
def test_extra_frames_change_the_timing_at_most(rate_hz):
    usual, other = session(10), session(rate_hz)
    assert other.texts == usual.texts
    pairs = zip(usual.said, other.said, strict=True)
    assert all(abs(one - two) <= 0.5 for (one, _), (two, _) in pairs)
    assert [name for _, name in other.chimes] == [name for _, name in usual.chimes]
