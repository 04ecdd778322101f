"""What a person's own history changes: the next step, the second knee, the usual depth."""

from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest
from tests.app.plan_sessions import BY_ID, LIBRARY, MONDAY, cats, hugs, practised
from tests.summaries import summary_of
from tests.typed import there

from matside.analysis.depth import LEAST_SESSIONS
from matside.app import plan as jobs
from matside.app.own_doses import doses_file, own_steps, read_accepted
from matside.app.own_history import depth_sentences, own_depths, said_afterwards
from matside.app.prescribed import Now, followed
from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach.summary import Range
from matside.errors import UsageError
from matside.exercise.programmes import find_programme
from matside.wording.labels import labels_of

pytestmark = pytest.mark.usefixtures("own_folder")


def test_after_good_days_a_step_is_suggested_accepted_and_asked_for(example, said):
    jobs.use_plan(example)
    for day in range(2):
        practised(day, hugs(), cats())
    assert jobs.current_suggestions() == ()
    practised(2, hugs(), cats())
    found = {one.exercise: one for one in jobs.current_suggestions()}
    assert {name: one.then.reps for name, one in found.items()} == {
        "knees_to_chest": 6,
        "cat_cow": 6,
    }
    with pytest.raises(UsageError, match="name one of"):
        jobs.take_step()
    jobs.take_step("cat-cow")
    assert stat.S_IMODE(doses_file().stat().st_mode) == 0o600
    assert "From now on: Cat-cow, 6 repetitions." in said()
    asked = [step.reps for step in there(followed()).programmes["morning"].step]
    assert asked == [None, 6], "taken where it was accepted, and nowhere else"
    assert [one.exercise for one in jobs.current_suggestions()] == ["knees_to_chest"]
    (week,) = there(followed()).weeks(Now.of(MONDAY + timedelta(days=2, hours=1)))
    assert week.count("whole") == 3, "what was planned is measured by the plan"


def test_steps_that_were_taken_are_forgotten_alone(example):
    jobs.use_plan(example)
    for day in range(3):
        practised(day, cats())
    jobs.take_step("cat-cow")
    assert len(read_accepted()) == 1
    jobs.forget_plan(doses=True)
    assert read_accepted() == ()
    assert followed() is not None


def test_damaged_doses_are_passed_over(example):
    doses_file().parent.mkdir(parents=True)
    good = {"exercise": "cat_cow", "reps": 5, "then_reps": 6}
    doses_file().write_text(json.dumps([{"exercise": 7}, good]), "utf-8")
    assert [one.then_reps for one in read_accepted()] == [6]
    doses_file().write_text("{", "utf-8")
    assert read_accepted() == ()


def test_in_the_beginners_week_the_history_decides_when_both_knees_follow():
    week = find_programme("beginners_week", LIBRARY)

    def phase():
        return own_steps(there(week).step, BY_ID)[0].phase

    assert phase() == "one_knee"
    practised(0, hugs(), before=3, after=1)
    practised(1, hugs(), before=2, after=4)
    practised(2, hugs(), before=2, after=2)
    practised(3, hugs(), before=1, after=1)
    assert phase() == "one_knee", "one of the last three days hurt more afterwards"
    practised(4, hugs(), before=1, after=0)
    assert phase() == "both_knees"
    step = own_steps(there(week).step, BY_ID)[0]
    assert step.side_policy(BY_ID["knees_to_chest"]) == "any"
    assert step.note == "The last days went well: bring the second knee up to join the first."
    practised(5, hugs(), before=1, after=3)
    assert phase() == "one_knee"


def test_after_enough_sessions_the_usual_depth_is_known_and_told():
    assert own_depths(LIBRARY) == ()
    for day in range(LEAST_SESSIONS):
        practised(day, hugs())
    learned = {one.side: one for one in own_depths(LIBRARY)}
    noise = BY_NAME["hip_flexion_deg"].noise.level
    assert {side: one.least for side, one in learned.items()} == dict.fromkeys(Side, 110.0 - noise)
    last = practised(LEAST_SESSIONS, hugs())
    steps = there(find_programme("beginners_week", LIBRARY)).step
    told = said_afterwards(last, steps, LIBRARY, labels_of(LIBRARY))
    assert told[0] == "Knees to chest: near your usual depth (Hip flexion, left about 110°)."
    assert told[1].startswith("Knees to chest: on the last 6 days the whole dose went well")
    assert told[1].endswith("'matside plan accept' takes it.")
    assert said_afterwards("another", steps, LIBRARY, labels_of(LIBRARY)) == ()


def test_the_usual_depth_of_movements_is_learned_too():
    ranges = {
        "spinal_curve_deg": Range(low=-40.0, high=60.0),
        "right_elbow_height_ratio": Range(low=-0.5, high=0.22),
    }
    for day in range(LEAST_SESSIONS):
        back = cats().model_copy(update={"ranges": ranges})
        practised(day, back, back.model_copy(update={"exercise": "thoracic_rotation"}))
    learned = {(one.exercise, one.measure.name, one.side): one for one in own_depths(LIBRARY)}
    swing = learned["cat_cow", "spinal_curve_deg", None]
    assert (swing.way, swing.held) == ("range", False)
    assert swing.least == pytest.approx(100.0 - BY_NAME["spinal_curve_deg"].noise.swing)
    elbow = learned["thoracic_rotation", "elbow_height_ratio", Side.RIGHT]
    assert (elbow.way, elbow.held) == ("range", False)
    assert elbow.least == pytest.approx(0.72 - BY_NAME["elbow_height_ratio"].noise.swing)


def test_the_report_of_a_session_tells_its_depth_against_the_usual():
    for day in range(LEAST_SESSIONS):
        practised(day, hugs())
    last = practised(LEAST_SESSIONS)  # as the history knows it before the session's end
    told = depth_sentences(last, summary_of(hugs(), cats()), LIBRARY)
    assert told == {
        "knees_to_chest": "Knees to chest: near your usual depth (Hip flexion, left about 110°)."
    }
    first = practised(-1)
    assert depth_sentences(first, summary_of(hugs()), LIBRARY) == {}, "nothing was usual then"
    assert depth_sentences("another", summary_of(hugs()), LIBRARY) == {}
    assert depth_sentences("", summary_of(hugs()), LIBRARY) == {}
