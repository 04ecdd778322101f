"""Each kind of fault: when it is being committed, and since when."""

import math

import pytest
from coach_samples import (
    HEIGHT,
    HIP,
    LEFT,
    NAN,
    RIGHT,
    condition,
    ends,
    exercise,
    fault,
    hips,
    path,
    phase,
    sample,
    times,
)

from matside.coach.detectors import CLEAN, Detector, Situation, Verdict, detect
from matside.coach.phases import Left

KNEE = phase("knee", condition(ends(100), measure=HIP, of="own"), sides=True)
HEAD = "head_angle_deg"
LOWER = "lower_curve_deg"


def rule(kind, phases=("up",), **more):
    """A fault as the schema makes it."""
    made = exercise(phase(), phase("down"), KNEE, faults=[fault("bad", kind, phases, **more)])
    return made.fault[0]


def situation(one, *, side=None, in_phase=True, **more):
    """What a detector is told, by default within the phase."""
    given = {"neutral": {}, "best": {}} | more
    return Situation(sample=one, side=side, in_phase=in_phase, **given)


def run(made, situations):
    """Every verdict by time, clean ones left out."""
    state, verdicts = Detector(), {}
    for now in situations:
        state, verdict = detect(state, made, now)
        if verdict != CLEAN:
            verdicts[now.sample.t_s] = verdict
    return verdicts


def head(points, rate_hz=10):
    """Situations of a head that moves along straight lines."""
    return [situation(sample(t, head_height_ratio=v)) for t, v in path(points, rate_hz)]


# Bands

LOW = rule("band", lasts_s=1.0, when=[condition(ends(at_most=0.5), ends(at_most=0.7))])


def test_band_says_since_when_it_is_met():
    verdicts = run(LOW, head([(0, 1), (1, 0), (2, 0), (3, 1)]))
    assert {v.since_s for v in verdicts.values()} == {0.5}
    assert min(verdicts) == pytest.approx(0.5)
    assert max(verdicts) == pytest.approx(2.7, abs=0.11)


def test_all_conditions_of_a_band_must_be_met():
    legs = condition(ends(100), measure=HIP, of="own")
    made = rule("band", ["knee"], lasts_s=1.0, when=[condition(ends(at_most=0.5)), legs])
    for left, height, met in ((120, 0, True), (120, 1, False), (80, 0, False)):
        one = hips(0.0, left, 0, head_height_ratio=height)
        assert bool(run(made, [situation(one, side=LEFT)])) is met
        assert not run(made, [situation(one, side=RIGHT)])


def test_band_begins_with_the_last_condition():
    legs = condition(ends(100), measure=HIP, of="larger")
    made = rule("band", lasts_s=1.0, when=[condition(ends(at_most=0.5)), legs])
    shown = [situation(hips(t, 80 + 40 * t, 0, head_height_ratio=0)) for t in times(0, 1)]
    assert {v.since_s for v in run(made, shown).values()} == {0.5}


def test_band_may_be_about_the_neutral_or_the_best():
    low = [condition(ends(at_most=-0.2), relative_to="neutral")]
    worse = [condition(ends(at_most=0.8), relative_to="best")]
    one = sample(0.0, head_height_ratio=1.0)
    made = exercise(
        phase(),
        faults=[
            fault("low", lasts_s=1.0, when=low),
            fault("worse", lasts_s=1.0, when=worse),
        ],
        neutral={
            "measures": [HEIGHT],
            "postures": ["folded"],
            "quiet_s": 1,
            "quiet_range": 1,
            "swing": 1,
            "typical": 0,
            "source": "made up",
        },
    )
    for made_fault, name in zip(made.fault, ("neutral", "best"), strict=True):
        assert run(made_fault, [situation(one, **{name: {HEIGHT: 1.3}})])
        assert not run(made_fault, [situation(one, **{name: {HEIGHT: 1.1}})])
        assert not run(made_fault, [situation(one)])


def test_band_is_not_watched_outside_of_its_phases():
    shown = head([(0, 0), (2, 0)])
    outside = [situation(now.sample, in_phase=False) for now in shown]
    assert run(LOW, outside) == {}
    again = situation(sample(2.1, head_height_ratio=0))
    assert run(LOW, [*shown, *outside[-1:], again])[2.1].since_s == 2.1


def test_band_bridges_a_short_drop_out_and_no_longer_one():
    gap = [situation(sample(t)) for t in times(1.1, 4)]
    verdicts = run(LOW, head([(0, 0), (1, 0)]) + gap)
    assert max(verdicts) == pytest.approx(2.0)
    back = [situation(sample(4.1, head_height_ratio=0))]
    assert run(LOW, head([(0, 0), (1, 0)]) + gap + back)[4.1].since_s == 4.1


# Oscillation

BOUNCE = rule("oscillation", measure=HEIGHT, amplitude=0.4, turns=3, window_s=3)
BOUNCES = [(0, 0), (1, 1), (1.5, 0), (2, 1), (2.5, 0), (3, 1)]


def test_oscillation_is_told_once_it_has_turned_often_enough():
    verdicts = run(BOUNCE, head(BOUNCES))
    assert min(verdicts) == pytest.approx(2.2)
    assert verdicts[min(verdicts)] == Verdict(since_s=1.0)


def test_oscillation_that_is_too_small_or_too_slow_is_none():
    assert run(BOUNCE, head([(t, v * 0.39) for t, v in BOUNCES])) == {}
    assert run(BOUNCE, head([(4 * t, v) for t, v in BOUNCES])) == {}


def test_oscillation_is_over_once_its_turns_are_old():
    verdicts = run(BOUNCE, head([*BOUNCES, (9, 1.1)]))
    assert max(verdicts) == pytest.approx(4.5)


def test_oscillation_begins_anew_with_the_phase():
    shown = head(BOUNCES)
    outside = situation(sample(1.75, head_height_ratio=0.5), in_phase=False)
    parted = [now for now in shown if now.sample.t_s < 1.7] + [outside]
    assert run(BOUNCE, parted + [now for now in shown if now.sample.t_s > 1.8]) == {}


def test_oscillation_is_not_watched_on_the_way_out():
    leaving = [situation(now.sample, steady=False) for now in head(BOUNCES)]
    assert run(BOUNCE, leaving) == {}
    late = [situation(n.sample, steady=n.sample.t_s <= 2.4) for n in head(BOUNCES)]
    assert max(run(BOUNCE, late)) == pytest.approx(2.4)


def test_oscillation_follows_the_side():
    made = rule("oscillation", ["knee"], measure=HIP, of="own", amplitude=5, turns=2, window_s=9)
    shown = [hips(t, 110 + 10 * math.cos(4 * t), 60) for t in times(0, 5)]
    assert run(made, [situation(one, side=LEFT) for one in shown])
    assert not run(made, [situation(one, side=RIGHT) for one in shown])


# Travel

ROCK = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=2)


def test_travel_is_the_range_over_the_window():
    still = [(0, 0), (4, 0)]
    verdicts = run(ROCK, head([*still, (5, 1), (9, 1)]))
    assert min(verdicts) == pytest.approx(4.5, abs=0.11)
    assert verdicts[min(verdicts)].since_s == pytest.approx(min(verdicts) - 2.0)
    assert max(verdicts) == pytest.approx(6.4, abs=0.11)


def test_travel_needs_most_of_its_window():
    verdicts = run(ROCK, head([(0, 0), (0.5, 1), (3, 1)]))
    assert min(verdicts) == pytest.approx(1.6, abs=0.11)


def test_single_stray_value_is_no_travel():
    made = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=6)
    shown = head([(0, 0), (9, 0)], rate_hz=8)
    shown[40] = situation(sample(5.0, head_height_ratio=5.0))
    assert run(made, shown) == {}
    shown[36:48] = [situation(sample(n.sample.t_s, head_height_ratio=5.0)) for n in shown[36:48]]
    assert run(made, shown)


def test_travel_against_another_measure():
    made = rule(
        "travel",
        measure=HEIGHT,
        range=ends(at_most=0.5),
        against=HEAD,
        against_range=ends(30),
        window_s=2,
    )
    for swing, height, met in ((20, 0.1, True), (10, 0.1, False), (20, 0.6, False)):
        shown = [
            situation(
                sample(
                    t,
                    head_height_ratio=height * math.sin(5 * t),
                    head_angle_deg=swing * math.sin(5 * t),
                )
            )
            for t in times(0, 4)
        ]
        assert bool(run(made, shown)) is met
    unknown = [situation(sample(t, head_height_ratio=0)) for t in times(0, 4)]
    assert run(made, unknown) == {}


def test_travel_begins_anew_outside_of_its_phases():
    shown = head([(0, 0), (2, 1)])
    outside = situation(sample(2.1, head_height_ratio=1), in_phase=False)
    after = head([(2.2, 1), (9, 1)])
    assert max(run(ROCK, shown + after)) > 2.1
    assert max(run(ROCK, [*shown, outside, *after])) == 2.0


def test_unknown_values_are_passed_over():
    shown = head([(0, 0), (4, 2)])
    gaps = [situation(sample(n.sample.t_s)) if i % 3 else n for i, n in enumerate(shown)]
    assert min(run(ROCK, gaps)) == pytest.approx(1.8)
    assert run(ROCK, [situation(sample(t)) for t in times(0, 4)]) == {}


def test_travel_without_a_side_to_watch_waits():
    made = rule("travel", ["knee"], measure=HIP, of="own", range=ends(5), window_s=2)
    assert run(made, [situation(hips(t, 100 + 20 * t, 0)) for t in times(0, 4)]) == {}
    assert run(made, [situation(hips(t, 100 + 20 * t, 0), side=LEFT) for t in times(0, 4)])


# Together

BOTH = rule("together", measure=HIP, level=80, within_s=0.5)


def lifted(left_s, right_s, entered_s=4.0, rate_hz=10):
    """Both hips rise by 100 degrees a second to 120, at their own times; the phase begins after."""

    def bend(t_s, begin_s):
        return 60.0 + min(60.0, max(0.0, 100.0 * (t_s - begin_s)))

    return [
        situation(
            hips(t, bend(t, left_s), bend(t, right_s)),
            entered=(("up", entered_s),) if abs(t - entered_s) < 0.01 else (),
        )
        for t in times(0, entered_s, rate_hz)
    ]


@pytest.mark.parametrize(("left_s", "right_s"), [(1.0, 1.0), (1.0, 1.4), (1.5, 1.0)])
def test_legs_that_rise_within_half_a_second_rise_together(left_s, right_s):
    verdicts = run(BOTH, lifted(left_s, right_s))
    first = min(left_s, right_s) + 0.2
    assert verdicts == {4.0: Verdict(once=(pytest.approx(first), 4.0))}


@pytest.mark.parametrize(("left_s", "right_s"), [(1.0, 1.6), (2.0, 1.0)])
def test_one_leg_after_the_other_is_fine(left_s, right_s):
    assert run(BOTH, lifted(left_s, right_s)) == {}


def test_together_is_asked_only_when_one_of_its_phases_begins():
    made = rule("together", ["down"], measure=HIP, level=80, within_s=0.5)
    assert run(made, lifted(1.0, 1.0)) == {}


def test_leg_that_never_rose_did_not_rise_together():
    assert run(BOTH, lifted(1.0, 9.0)) == {}
    assert run(BOTH, lifted(9.0, 9.0)) == {}


def test_legs_that_were_up_when_first_seen_were_not_seen_to_rise():
    up = [hips(t, 120, 120) for t in times(0, 1)]
    shown = [situation(one) for one in up[:-1]] + [situation(up[-1], entered=(("up", 0.0),))]
    assert run(BOTH, shown) == {}


def test_legs_that_rose_unseen_were_not_seen_to_rise_together():
    down = [situation(hips(t, 60, 60)) for t in times(0, 1)]
    up = [situation(hips(t, 120, 120)) for t in times(3, 4)]
    last = situation(hips(4.1, 120, 120), entered=(("up", 3.0),))
    assert run(BOTH, [*down, *up, last]) == {}


def test_leg_that_sinks_a_little_has_not_risen_again():
    shown = lifted(1.0, 2.5)
    for n in (26, 27):
        t_s = shown[n].sample.t_s
        shown[n] = situation(hips(t_s, 72, shown[n].sample.values["right_hip_flexion_deg"]))
    assert run(BOTH, shown) == {}
    shown[26] = situation(hips(2.6, 69, 60))
    assert run(BOTH, shown)


# Pace

PACE = rule("pace", ["up", "down"], least_s=2.5)


def entering(*moments):
    """Situations in which phases begin."""
    return [
        situation(sample(t + 0.1), entered=((name, t),), in_phase=False) for t, name in moments
    ]


def test_cycle_is_too_fast_from_one_visit_to_the_next_of_the_same_phase():
    verdicts = run(PACE, entering((0.0, "up"), (1.0, "down"), (2.0, "up"), (3.4, "down")))
    assert [v.once for v in verdicts.values()] == [(0.0, 2.0), (1.0, 3.4)]


def test_cycle_of_just_the_least_time_is_fine():
    assert run(PACE, entering((0.0, "up"), (1.25, "down"), (2.5, "up"), (3.75, "down"))) == {}


def test_pace_is_taken_from_the_last_visit():
    verdicts = run(PACE, entering((0.0, "up"), (4.0, "up"), (6.0, "up")))
    assert [v.once for v in verdicts.values()] == [(4.0, 6.0)]


def test_phases_that_pace_does_not_name_are_passed_over():
    assert run(PACE, entering((0.0, "knee"), (1.0, "knee"), (1.5, "up"))) == {}


# Peak

PEAK = rule("peak", measure=HEIGHT, range=ends(at_most=1.5))


def visit(points, start_s, end_s, name="up"):
    """Situations of a visit that is left at ``end_s``."""
    left = Left(t_s=end_s, start_s=start_s, held_s=0.0)
    shown = [situation(sample(t, head_height_ratio=v)) for t, v in path(points)]
    last = situation(sample(end_s + 0.1), in_phase=False, left=((name, left),))
    return [*shown, last]


def test_peak_that_stays_low_is_told_when_the_visit_is_over():
    verdicts = run(PEAK, visit([(0, 1), (1, 1.4), (2, 1)], 0.0, 2.0))
    assert verdicts == {2.1: Verdict(once=(0.0, 2.0))}


def test_peak_that_was_reached_is_fine():
    assert run(PEAK, visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)) == {}


def test_peak_is_that_of_this_visit():
    first = visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)
    second = visit([(4, 1), (5, 1.4), (6, 1)], 4.0, 6.0)
    assert list(run(PEAK, first + second)) == [6.1]
    before = visit([(2, 1.6), (3, 1.6), (4, 1), (6, 1)], 4.0, 6.0)
    assert run(PEAK, before) == {6.1: Verdict(once=(4.0, 6.0))}


def test_peak_of_which_nothing_is_known_is_no_fault():
    left = Left(t_s=2.0, start_s=0.0, held_s=0.0)
    assert run(PEAK, [situation(sample(2.1), left=(("up", left),))]) == {}


def test_peak_passes_over_other_phases_and_what_lies_outside():
    assert run(PEAK, visit([(0, 1), (2, 1)], 0.0, 2.0, name="down")) == {}
    shown = visit([(0, 1), (2, 1)], 0.0, 2.0)
    outside = [situation(now.sample, in_phase=False) for now in shown[:-1]]
    assert run(PEAK, [*outside, shown[-1]]) == {}


# Lead

LEAD = rule("lead", leader=LOWER, follower=HEAD, early_s=0.5)


def swing(leader_s, follower_s, start_s=4.0, end_s=6.0, *, size=40.0, name="up", **more):
    """Two measures that each rise within a second, and a visit from 4 to 6 s."""

    def rise(t_s, begin_s):
        return size * min(1.0, max(0.0, t_s - begin_s))

    shown = [
        situation(sample(t, lower_curve_deg=rise(t, leader_s), head_angle_deg=rise(t, follower_s)))
        for t in times(0, end_s)
    ]
    left = Left(t_s=end_s, start_s=start_s, held_s=0.0)
    last = {"lower_curve_deg": size, "head_angle_deg": size} | more
    return [*shown, situation(sample(end_s + 0.1, **last), left=((name, left),))]


def test_follower_that_sets_out_first_is_told_when_the_visit_is_over():
    (verdict,) = run(LEAD, swing(3.0, 2.0)).values()
    assert verdict.once == (pytest.approx(2.2, abs=0.11), 6.0)


@pytest.mark.parametrize(("leader_s", "follower_s"), [(2.0, 3.0), (2.5, 2.5), (2.9, 2.5)])
def test_leader_that_leads_is_fine(leader_s, follower_s):
    assert run(LEAD, swing(leader_s, follower_s)) == {}


def test_downward_swing_has_a_leader_too():
    assert list(run(LEAD, swing(3.0, 2.0, size=-40.0))) == [6.1]


@pytest.mark.parametrize(
    "shown",
    [
        swing(3.0, 2.0, size=14.0),
        swing(3.0, 2.0, name="down"),
        swing(3.0, 2.0, start_s=0.0),
        swing(3.0, 2.0, start_s=6.05),
        [situation(n.sample, left=n.left) for n in swing(3.0, 2.0)[-1:]],
        [situation(sample(n.sample.t_s), left=n.left) for n in swing(3.0, 2.0)],
    ],
    ids=["too small", "other phase", "no way in", "no time inside", "unseen", "unknown"],
)
def test_lead_is_silent_without_a_clear_swing(shown):
    assert run(LEAD, shown) == {}


def test_only_one_of_the_two_that_swings_leads_nothing():
    shown = [
        situation(sample(now.sample.t_s, lower_curve_deg=0.0, head_angle_deg=v))
        for now, v in ((n, n.sample.values[HEAD]) for n in swing(3.0, 2.0)[:-1])
    ]
    assert run(LEAD, [*shown, swing(3.0, 2.0)[-1]]) == {}


def test_swing_is_looked_for_shortly_before_the_phase():
    assert run(LEAD, swing(9.0, 1.0, start_s=10.0, end_s=12.0)) == {}
    long = swing(9.0, 1.0, start_s=4.5, end_s=12.0)
    assert [v.once[0] for v in run(LEAD, long).values()] in ([], [pytest.approx(1.2)])


def test_memory_of_a_swing_ends():
    state = Detector()
    for t_s in times(0, 40, 5):
        now = situation(sample(t_s, lower_curve_deg=0, head_angle_deg=0))
        state, _ = detect(state, LEAD, now)
    assert state.past[0][0] == pytest.approx(24.0)
    state, _ = detect(state, LEAD, situation(sample(40.04, lower_curve_deg=1, head_angle_deg=1)))
    assert state.past[-1][0] == 40.0
    state, _ = detect(state, LEAD, situation(sample(40.2, lower_curve_deg=NAN, head_angle_deg=1)))
    assert state.past[-1][0] == 40.0
