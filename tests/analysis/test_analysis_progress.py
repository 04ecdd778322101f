"""What stored sessions come to: known answers, and what must hold for any history."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_exercises import ALL

from matside.analysis.difference import Verdict
from matside.analysis.practised import PractisedSection, PractisedSession, added
from matside.analysis.progress import aims_of, progress
from matside.analysis.progress_result import MOST_WEEKS, Aim
from matside.body.landmark import Side
from matside.coach.summary import Range
from matside.exercise.library import load_library

LEFT, RIGHT = Side.LEFT, Side.RIGHT
MONDAY = date(2025, 1, 6).toordinal()
AIMS: dict[str, dict[str, Aim]] = {
    "cat_cow": {"spinal_curve_deg": "range"},
    "knees_to_chest": {"hip_flexion_deg": "high"},
    "childs_pose": {"hip_to_heel_ratio": "low"},
}


def section(exercise: str = "cat_cow", **changes) -> PractisedSection:
    told: dict[str, Any] = {
        "exercise": exercise,
        "length_s": 120.0,
        "holds": 0,
        "held_s": 0.0,
        "reps": {None: 8},
        "faults": {},
        "ranges": {},
        "neutral": {},
    }
    return PractisedSection(**(told | changes))


def session(day: int = 0, *sections: PractisedSection, **changes) -> PractisedSession:
    told: dict[str, Any] = {
        "id": f"{day}",
        "started_s": 86400.0 * day,
        "day": MONDAY + day,
        "length_s": 300.0,
        "coverage": 1.0,
        "sections": sections,
    }
    return PractisedSession(**(told | changes))


def told(*sessions: PractisedSession, today: int = 0):
    return progress(sessions, AIMS, today=MONDAY + today)


def the_exercise(*sessions: PractisedSession, today: int = 0):
    (only,) = told(*sessions, today=today).exercises
    return only


def test_an_empty_history_is_fine():
    nothing = told()
    assert (nothing.sessions, nothing.weeks, nothing.exercises) == (0, (), ())
    assert (nothing.weeks_practised, nothing.weeks_in_a_row, nothing.longest_row) == (0, 0, 0)
    assert nothing.pain.sessions == 0
    assert math.isnan(nothing.pain.before)


def test_weeks_begin_on_monday_and_none_is_left_out():
    weeks = told(session(-1), session(0), session(6), session(14), today=21).weeks
    assert [week.monday - MONDAY for week in weeks] == [-7, 0, 7, 14, 21]
    assert [week.sessions for week in weeks] == [1, 2, 0, 1, 0]
    assert [week.length_s for week in weeks] == [300.0, 600.0, 0.0, 300.0, 0.0]


def test_an_exercise_is_told_by_its_own_weeks():
    hold = section("knees_to_chest", holds=2, held_s=50.0, reps={LEFT: 1, RIGHT: 1}, length_s=90.0)
    done = told(session(0, hold, hold), session(8, section()), today=8)
    knees, cat = done.exercises
    assert (knees.exercise, cat.exercise) == ("knees_to_chest", "cat_cow"), "180 s against 120 s"
    first, second = knees.weeks
    assert (first.sessions, first.length_s, first.holds, first.held_s) == (1, 180.0, 4, 100.0)
    assert first.reps == 4
    assert second.sessions == 0
    assert (knees.rate_of, cat.rate_of) == ("minute", "repetition")


@pytest.mark.parametrize(
    ("days", "today", "row", "longest"),
    [
        ((0,), 0, 1, 1),
        ((0, 7, 14), 20, 3, 3),
        ((0, 7, 14), 21, 3, 3),  # this week is not over
        ((0, 7, 14), 28, 0, 3),  # a whole week without
        ((0, 7, 21, 22), 22, 1, 2),
        ((3, 1, 2), 3, 1, 1),
    ],
)
def test_rows_of_weeks(days, today, row, longest):
    done = told(*(session(day) for day in days), today=today)
    assert (done.weeks_in_a_row, done.longest_row) == (row, longest)


def test_only_so_many_weeks_are_told_but_all_count():
    done = told(session(-7 * 500), session(0))
    assert len(done.weeks) == MOST_WEEKS
    assert (done.sessions, done.weeks_practised) == (2, 2)


def test_a_session_in_the_future_is_told_too():
    assert [week.sessions for week in told(session(8), today=0).weeks] == [1]


def curve(low: float, high: float) -> PractisedSection:
    return section(ranges={"spinal_curve_deg": Range(low=low, high=high)})


def test_a_measure_both_ways_is_told_by_its_range():
    ends = [(-20, 30), (-30, 60), (-25, 35), (-40, 50), (-10, 20)]
    done = the_exercise(*(session(day, curve(*end)) for day, end in enumerate(ends)))
    (measure,) = done.measures
    assert measure.values == (50.0, 90.0, 60.0, 90.0, 30.0)
    assert measure.best == 90.0
    assert measure.usual == Range(low=-25.0, high=35.0)


def test_a_single_slip_of_the_tracking_is_no_best():
    values = (100.0, 104.0, 179.0)
    ranges = [{"left_hip_flexion_deg": Range(low=40.0, high=value)} for value in values]
    sessions = [session(d, section("knees_to_chest", ranges=r)) for d, r in enumerate(ranges)]
    (measure,) = the_exercise(*sessions).measures
    assert (measure.measure.name, measure.side) == ("hip_flexion_deg", LEFT)
    assert measure.best == 104.0
    (measure,) = the_exercise(*sessions[:2]).measures
    assert measure.best == 104.0


def test_downwards_the_least_is_the_best():
    ranges = [{"left_hip_to_heel_ratio": Range(low=low, high=1.5)} for low in (0.5, 0.3, 0.4)]
    sessions = [session(d, section("childs_pose", ranges=r)) for d, r in enumerate(ranges)]
    (measure,) = the_exercise(*sessions).measures
    assert (measure.values, measure.best) == ((0.5, 0.3, 0.4), 0.4)


def test_a_side_that_was_not_exercised_tells_nothing_of_it():
    ranges = {f"{side}_hip_flexion_deg": Range(low=40.0, high=110.0) for side in (LEFT, RIGHT)}
    left = section("knees_to_chest", ranges={k: v for k, v in ranges.items() if "left" in k})
    both = section("knees_to_chest", ranges=ranges)
    assert [m.side for m in the_exercise(session(0, left)).measures] == [LEFT]
    assert len(the_exercise(session(0, both)).measures) == 2


def test_what_is_not_known_is_no_value():
    known, *unknown = curve(-10.0, 30.0), curve(math.nan, 30.0), curve(-10.0, math.nan)
    done = the_exercise(*(session(day, each) for day, each in enumerate([*unknown, known])))
    (measure,) = done.measures
    assert measure.values == (40.0,)


def test_faults_are_counted_by_the_minute_in_holds():
    def held(day: int, times: int) -> PractisedSession:
        return session(day, section(holds=1, held_s=30.0, faults={"head_up": times}))

    done = the_exercise(held(0, 4), held(8, 1), today=21)
    (fault,) = done.faults
    assert fault.times == 5
    assert fault.rates[:2] == (2.0, 0.5)
    assert all(math.isnan(rate) for rate in fault.rates[2:])
    assert fault.change.verdict is Verdict.UNKNOWN


def test_faults_are_counted_by_the_repetition_in_moves():
    many = [session(day, section(faults={"too_fast": 6, "elbows_bent": 1})) for day in range(10)]
    few = [session(10 + day, section(faults={"too_fast": 1})) for day in range(10)]
    fast, bent = the_exercise(*many, *few).faults
    assert (fast.fault, fast.times) == ("too_fast", 70)
    assert (fast.change.first, fast.change.second) == (6 / 8, 1 / 8)
    assert fast.change.verdict is Verdict.LESS
    assert (bent.change.first, bent.change.second, bent.change.verdict) == (
        1 / 8,
        0.0,
        Verdict.LESS,
    )


def test_pain_is_told_over_sessions_that_tell_both():
    done = told(
        session(0, pain_before=5, pain_after=3),
        session(1, pain_before=4, pain_after=5),
        session(2, pain_before=3, pain_after=3),
        session(8, pain_before=9),
        session(9, pain_after=1),
        today=8,
    )
    pain = done.pain
    assert (pain.sessions, pain.before, pain.after) == (3, 4.0, 11 / 3)
    assert (pain.eased, pain.grown) == (1, 1)
    assert pain.befores == (4.0, 9.0)
    assert pain.afters == (11 / 3, 1.0)


def test_a_recording_that_is_analysed_again_counts_once_on_its_first_day():
    first = session(0, section(), id="a", recording="clip", live=False, pain_before=3)
    again = session(9, section(reps={None: 5}), id="b", recording="clip", live=False)
    done = told(first, again, today=9)
    assert done.sessions == 1
    assert [week.sessions for week in done.weeks] == [1, 0]
    assert done.exercises[0].weeks[0].reps == 5, "as it was judged last"
    assert done.pain.befores[0] == 3.0


def test_the_replay_of_a_live_session_counts_once_but_live_sessions_are_never_the_same():
    live = session(0, section(), id="a", recording="camera")
    later = session(1, section(), id="b", recording="camera")
    replay = session(2, section(), id="c", recording="camera", live=False)
    assert told(live, replay).sessions == 1
    assert told(live, later).sessions == 2
    assert told(live, later, replay).sessions == 2


def test_an_interrupted_analysis_counts_if_no_other_got_further():
    broken = session(0, section(), id="a", live=False, whole=False, source="c", length_s=5.0)
    whole = session(1, section(), id="b", live=False, source="c", recording="c")
    other = session(2, section(), id="c", live=False, source="d", recording="d")
    assert told(broken).sessions == 1
    assert told(broken, whole, other).sessions == 2
    assert told(whole, broken).sessions == told(broken, whole).sessions == 1
    assert told(whole, replace(broken, started_s=1e9)).sessions == 1
    assert told(broken, replace(broken, id="z", length_s=6.0)).sessions == 1
    shorter = replace(whole, length_s=1.0)
    assert told(broken, shorter).sessions == 2, "what was seen is not forgotten"
    assert told(replace(broken, live=True), whole).sessions == 2


def test_a_session_can_be_told_as_if_it_had_been_one_exercise():
    whole = session(0, section(), section("childs_pose", length_s=60.0))
    assert whole.exercises == ("cat_cow", "childs_pose")
    assert whole.only("childs_pose").length_s == 60.0
    assert whole.only("childs_pose").exercises == ("childs_pose",)
    assert whole.only("fly").sections == ()


def test_repetitions_are_added_by_side():
    assert added([{LEFT: 1, None: 2}, {LEFT: 3, RIGHT: 1}]) == {None: 2, LEFT: 4, RIGHT: 1}
    assert list(added([{RIGHT: 1}, {LEFT: 1}])) == [LEFT, RIGHT]


def test_the_aims_of_matsides_exercises():
    aims = {exercise.id: aims_of(exercise) for exercise in load_library()}
    assert aims["knees_to_chest"]["hip_flexion_deg"] == "high"
    assert aims["childs_pose"]["hip_flexion_deg"] == "high"
    assert aims["childs_pose"]["hip_to_heel_ratio"] == "low"
    assert aims["cat_cow"] == {"spinal_curve_deg": "range"}
    assert aims["thoracic_rotation"]["elbow_height_ratio"] == "range"


def test_aims_are_among_what_the_exercise_shows():
    for exercise in ALL:
        assert set(aims_of(exercise)) <= set(exercise.shows)


numbers = st.floats(min_value=-180, max_value=180) | st.just(math.nan)
spans = st.builds(lambda a, b: Range(low=min(a, b), high=max(a, b)), numbers, numbers)
sections = st.builds(
    section,
    st.sampled_from(["cat_cow", "knees_to_chest", "my_own"]),
    length_s=st.floats(min_value=0, max_value=4000),
    holds=st.integers(0, 5),
    held_s=st.floats(min_value=0, max_value=600),
    reps=st.dictionaries(st.sampled_from([None, LEFT, RIGHT]), st.integers(0, 50)),
    faults=st.dictionaries(st.sampled_from("ab"), st.integers(1, 9)),
    ranges=st.dictionaries(st.sampled_from(["spinal_curve_deg", "left_hip_flexion_deg"]), spans),
    neutral=st.dictionaries(st.just("spinal_curve_deg"), numbers),
)
pains = st.none() | st.integers(0, 10)


@st.composite
def histories(draw) -> list[PractisedSession]:
    days = draw(st.lists(st.integers(-800, 10), max_size=12))
    return [
        session(
            day,
            *draw(st.lists(sections, max_size=3)),
            id=f"{index}",
            recording=draw(st.sampled_from(["", "a"])),
            live=draw(st.booleans()),
            whole=draw(st.booleans()),
            source=draw(st.sampled_from("cd")),
            pain_before=draw(pains),
            pain_after=draw(pains),
        )
        for index, day in enumerate(days)
    ]


@given(histories(), st.randoms())
def test_the_order_of_sessions_does_not_matter(sessions, chance):
    shuffled = list(sessions)
    chance.shuffle(shuffled)
    assert repr(told(*shuffled)) == repr(told(*sessions)), "repr, for NaN is not equal to itself"


@given(histories())
def test_sums_agree_and_nothing_is_negative(sessions):
    done = told(*sessions, today=10)
    assert done.sessions <= len(sessions)
    assert done.weeks_in_a_row <= done.longest_row <= done.weeks_practised <= done.sessions
    assert all(week.monday % 7 == 1 for week in done.weeks)
    assert sum(week.sessions for week in done.weeks) <= done.sessions
    for exercise in done.exercises:
        assert len(exercise.weeks) == len(done.weeks)
        assert exercise.sessions <= done.sessions
        for fault in exercise.faults:
            assert fault.times > 0
            assert len(fault.rates) == len(done.weeks)
            assert all(math.isnan(rate) or rate >= 0.0 for rate in fault.rates)
        for measure in exercise.measures:
            assert min(measure.values) <= measure.best <= max(measure.values)


@given(histories(), st.integers(-50, 50))
def test_shifting_every_week_shifts_nothing_else(sessions, weeks):
    moved = [
        replace(s, day=s.day + 7 * weeks, started_s=s.started_s + 604800.0 * weeks)
        for s in sessions
    ]
    before, after = told(*sessions, today=10), told(*moved, today=10 + 7 * weeks)
    assert [week.monday - 7 * weeks for week in after.weeks] == [w.monday for w in before.weeks]
    assert repr(after.pain) == repr(before.pain)
    pairs = zip(before.exercises, after.exercises, strict=True)
    assert all(repr(a.measures) == repr(b.measures) for a, b in pairs)


@given(histories())
def test_a_further_session_only_adds(sessions):
    more = session(10, section(), id="last", started_s=1e9)
    before, after = told(*sessions, today=10), told(*sessions, more, today=10)
    assert after.sessions == before.sessions + 1
    assert after.weeks[-1].sessions == (before.weeks[-1].sessions if before.weeks else 0) + 1


def test_the_depth_of_a_week_is_the_middle_one_of_its_sessions():
    def deep(day: int, high: float) -> PractisedSession:
        ranges = {"left_hip_flexion_deg": Range(low=0.0, high=high)}
        return session(day, section("knees_to_chest", ranges=ranges))

    told_ = told(deep(0, 100.0), deep(1, 130.0), deep(2, 110.0), deep(14, 120.0), today=14)
    (measure,) = told_.exercises[0].measures
    assert measure.weekly[0] == 110.0
    assert math.isnan(measure.weekly[1])
    assert measure.weekly[2] == 120.0
