"""Cues: the most important fault, once, and silence otherwise."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import said

from matside.coach.events import CueGiven
from matside.coach.faults import AGAIN_S, APART_S, SHOWN_S, Cues, choose_cue
from matside.coach.result import ActiveFault

HIPS = ActiveFault(fault="hips", side=None, start_s=0.0)
HEAD = ActiveFault(fault="head", side=None, start_s=0.0)


def run(frames):
    """Every cue given, and what is shown after each frame, for pairs of time and faults."""
    events: list[Any]
    state, events, shown = Cues(), [], []
    for t_s, faults in frames:
        state, more = choose_cue(state, t_s, "small", faults)
        events += more
        shown.append(state.shown)
    return events, shown


def test_no_fault_no_word():
    assert run([(0.0, ()), (9.0, ())]) == ([], [None, None])


def test_most_important_fault_is_said_and_shown():
    events, shown = run([(2.0, (HIPS, HEAD))])
    assert events == [CueGiven(t_s=2.0, exercise="small", fault="hips")]
    assert shown == [HIPS]


def test_second_fault_waits_until_the_first_was_heard():
    frames = [(t_s, (HIPS, HEAD)) for t_s in (0.0, 1.0, APART_S - 0.01, APART_S, APART_S + 0.1)]
    assert said(run(frames)[0], CueGiven, "t_s", "fault") == [(0.0, "hips"), (APART_S, "head")]


def test_same_cue_is_repeated_only_after_a_while():
    frames = [(t_s, (HIPS,)) for t_s in (0.0, APART_S, AGAIN_S - 0.01, AGAIN_S, 2 * AGAIN_S)]
    assert said(run(frames)[0], CueGiven, "t_s") == [0.0, AGAIN_S, 2 * AGAIN_S]


def test_a_fault_of_the_same_name_in_another_exercise_has_its_own_cue():
    state, _ = choose_cue(Cues(), 0.0, "small", (HIPS,))
    _, given_ = choose_cue(state, APART_S, "other", (HIPS,))
    assert said(given_, CueGiven, "exercise") == ["other"]


def test_cue_stays_to_be_read_though_the_fault_is_mended():
    _, shown = run([(0.0, (HIPS,)), (SHOWN_S, ()), (SHOWN_S + 0.01, ())])
    assert shown == [HIPS, HIPS, None]


@given(
    st.lists(
        st.tuples(st.floats(0.01, 5), st.sampled_from([(), (HIPS,), (HEAD,), (HIPS, HEAD)])),
        max_size=60,
    )
)
def test_cues_keep_their_distances(steps):
    t_s, frames = 0.0, []
    for gap_s, faults in steps:
        t_s += gap_s
        frames.append((t_s, faults))
    events, _ = run(frames)
    for kind in ("hips", "head", None):
        moments = [e.t_s for e in events if kind in (None, e.fault)]
        least = APART_S if kind is None else AGAIN_S
        assert all(b - a >= least for a, b in itertools.pairwise(moments))
