"""The neutral of one exercise through time: found, rehearsed for, and corrected."""

from dataclasses import replace

import pytest
from tests.coach.coach_samples import (
    CURVE,
    NAN,
    NEUTRAL,
    condition,
    curves,
    ends,
    exercise,
    fault,
    follow_all,
    follow_exercise,
    phase,
    said,
)

from matside.coach import events as ev
from matside.coach.tracker import REHEARSAL_S


def bend(identifier, **edges):
    """A phase of cat-cow."""
    enter = condition(ends(**edges), measure=CURVE, relative_to="neutral")
    return phase(
        identifier, enter, kind="move", postures=["hands_and_knees"], settle_s=0.2, grace_s=0.2
    )


CAT_COW = exercise(
    bend("cat", at_least=15), bend("cow", at_most=-10), cycle=["cat", "cow"], neutral=NEUTRAL
)


def test_neutral_found_quietly_lets_the_phases_begin():
    track, events = follow_exercise(
        CAT_COW, curves([(0, 5), (2, 5), (3, 65), (4, 65), (6, -35), (7, -35)])
    )
    assert track.neutral_values == {CURVE: 5.0}
    assert said(events, ev.PhaseEntered, "phase") == ["cat", "cow"]
    assert said(events, ev.PhaseEntered, "t_s") == pytest.approx([2.25, 5.4])
    assert said(events, ev.RepDone, "count") == [1]


MOVING = [(0, 60), (2, -40), (4, 60), (6, -40), (8, 60)]
"""Never quiet; the middle is known at 2.6 s, when the first cow has turned by 0.3 of the swing."""


def test_nothing_is_told_before_the_neutral_is_known():
    track, events = follow_exercise(CAT_COW, curves(MOVING[:2]))
    assert events == []
    assert len(track.rehearsal) == 21


def test_what_came_before_the_neutral_is_told_afterwards_with_its_own_times():
    early, late = [one for one in curves(MOVING) if one.t_s < 2.55], curves(MOVING)
    assert follow_exercise(CAT_COW, early)[1] == []
    track, events = follow_exercise(CAT_COW, late)
    assert track.neutral_values == {CURVE: 10.0}
    assert track.neutral[CURVE].basis == "swing"
    assert said(events, ev.PhaseEntered, "phase") == ["cat", "cow", "cat", "cow", "cat"]
    assert said(events, ev.PhaseEntered, "t_s") == pytest.approx([0.0, 1.2, 3.3, 5.2, 7.3])
    assert said(events, ev.RepDone, "count") == [1, 2]
    assert (track.rehearsal, track.reported) == ((), ())


HELD_COW = [(0, -40), (1.5, -40), (3.5, 60), (5.5, -40), (7.5, 60)]
"""Quiet in a held cow; corrected once the full swing has turned by 0.3, at 4.1 s."""


def test_neutral_that_was_an_end_is_corrected_and_the_count_is_right():
    wrong, _ = follow_exercise(CAT_COW, curves(HELD_COW[:3]))
    assert wrong.neutral_values == {CURVE: -40.0}
    assert (len(wrong.rehearsal), len(wrong.reported)) == (36, 1)
    track, events = follow_exercise(CAT_COW, curves(HELD_COW))
    assert track.neutral_values == {CURVE: pytest.approx(10.0)}
    assert said(events, ev.RepDone, "t_s") == pytest.approx([2.8, 6.8])
    assert track.counter.counts == {None: len(said(events, ev.RepDone, "t_s"))}
    cows = [t for name, t in said(events, ev.PhaseEntered, "phase", "t_s") if name == "cow"]
    assert cows[0] == 0.0


def test_nothing_is_told_twice_when_the_neutral_is_corrected():
    _, events = follow_exercise(CAT_COW, curves(HELD_COW))
    moments = said(events, ev.PhaseEntered, "phase", "t_s")
    for name, t_s in moments:
        near = [other for label, other in moments if label == name and abs(other - t_s) <= 0.75]
        assert near == [t_s]


def test_event_that_moves_a_little_with_the_neutral_is_not_told_again():
    quick = [(0, -40), (1.5, -40), (2.5, 60), (3.5, -40), (4.5, 60)]
    track, events = follow_exercise(CAT_COW, curves(quick))
    assert track.neutral[CURVE].basis == "swing"
    cats = [t for name, t in said(events, ev.PhaseEntered, "phase", "t_s") if name == "cat"]
    assert cats == pytest.approx([1.65, 4.15])
    assert track.counter.counts == {None: 2}


def test_neutral_that_is_corrected_after_the_first_repetition_takes_nothing_back():
    track, _ = follow_exercise(CAT_COW, curves([(0, 0), (2, 0), (3, 40), (5, -30), (6, -30)]))
    assert track.counter.counts == {None: 1}
    assert (track.rehearsal, track.reported) == ((), ())
    late = [(6.1, -30), (9, 170), (11, -30)]
    after, events = follow_all(track, curves(late))
    assert after.neutral[CURVE].basis == "swing"
    assert after.counter.counts[None] >= 1
    assert all(event.t_s >= 5.0 for event in events)


def test_rehearsal_keeps_no_more_than_a_minute():
    wander = [(n, 30.0 * (n % 2)) for n in range(90)]
    track, events = follow_exercise(CAT_COW, curves(wander, rate_hz=5))
    assert track.neutral[CURVE].basis == "none"
    assert events == []
    last = wander[-1][0]
    assert last - track.rehearsal[0].t_s <= REHEARSAL_S
    assert track.rehearsal[-1].t_s == last


def test_quiet_neutral_goes_on_being_rehearsed_until_a_repetition():
    track, _ = follow_exercise(CAT_COW, curves([(0, 5), (3, 5)]))
    assert len(track.rehearsal) == 31
    track, _ = follow_exercise(CAT_COW, curves([(0, 5), (3, 5), (4, 60), (6, -30), (8, -30)]))
    assert track.rehearsal == ()


def test_one_swing_is_enough_at_the_end_of_the_stream():
    once = curves([(0, 60), (2, -40), (2.3, -40)])
    track, events = follow_exercise(CAT_COW, once)
    assert events == []
    track, events = follow_exercise(CAT_COW, once, to_the_end=True)
    assert track.neutral_values == {CURVE: 10.0}
    assert said(events, ev.RepDone, "count") == [1]
    assert said(events, ev.PhaseEntered, "t_s") == pytest.approx([0.0, 1.2])
    assert said(events, ev.PhaseLeft, "phase") == ["cat", "cow"]


@pytest.mark.parametrize(
    "shown",
    [
        [],
        curves([(0, 0), (0.1, 0)])[:1],
        curves([(0, 0), (1, 20)]),
        [replace(one, t_s=8 * one.t_s) for one in curves([(0, 60), (1.9, -40)])],
    ],
    ids=["nothing", "one picture", "small swing", "slide show"],
)
def test_end_of_the_stream_tells_nothing_without_a_clear_swing(shown):
    track, events = follow_exercise(CAT_COW, shown, to_the_end=True)
    assert events == []
    assert track.neutral_values == {}


def test_end_of_the_stream_changes_no_neutral_that_is_known():
    track, events = follow_exercise(
        CAT_COW, curves([(0, 5), (2, 5), (3, 65), (4, 65)]), to_the_end=True
    )
    assert track.neutral_values == {CURVE: 5.0}
    assert said(events, ev.PhaseLeft, "phase") == ["cat"]


def test_unknown_curve_is_bridged_within_a_phase():
    shown = curves([(0, 5), (2, 5), (3, 65), (6, 65)])
    gaps = [
        replace(one, values=one.values | {CURVE: NAN}) if 4 < one.t_s < 4.8 else one
        for one in shown
    ]
    assert follow_exercise(CAT_COW, gaps)[1] == follow_exercise(CAT_COW, shown)[1]


def test_faults_follow_what_they_are_told_of_the_neutral():
    low = condition(ends(at_most=-30), measure=CURVE, relative_to="neutral")
    made = exercise(
        phase("cow", condition(ends(at_most=-10), measure=CURVE, relative_to="neutral"),
              kind="move", postures=["hands_and_knees"]),
        faults=[fault("deep", "band", ["cow"], lasts_s=0.5, when=[low])],
        neutral=NEUTRAL,
    )  # fmt: skip
    _, events = follow_exercise(made, curves([(0, 20), (2, 20), (4, -15), (6, -15)]))
    assert said(events, ev.FaultRaised, "fault") == ["deep"]
    _, events = follow_exercise(made, curves([(0, 10), (2, 10), (4, -15), (6, -15)]))
    assert said(events, ev.PhaseEntered, "phase") == ["cow"]
    assert said(events, ev.FaultRaised, "fault") == []
