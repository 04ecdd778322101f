"""Whole programmes with somebody on film: each ends where it should, with the right ledger."""

from __future__ import annotations

import pytest
from tests.samples.clip_person import CLIPS, STEP_S, Led, Ways, led

from matside.body.landmark import Side
from matside.exercise.adapting import adapted_library
from matside.exercise.library import find_exercise, load_library
from matside.exercise.programme import Step
from matside.exercise.programmes import find_programme
from matside.guidance.leading import END_S
from matside.guidance.ledger import step_done, units_done
from matside.guidance.outcome import Stage, Talk
from matside.guidance.plan import Plan, plan_of

LIBRARY = load_library()
KNOWN = {exercise.id: exercise for exercise in LIBRARY}
CATS = Step(exercise="cat_cow", reps=5)
TURNS = Step(exercise="thoracic_rotation", reps=3)
REST = Step(exercise="childs_pose", hold_s=20)
HUGS = Step(exercise="knees_to_chest", reps=1, hold_s=10)
SHORT = (CATS, TURNS, REST, HUGS)


def plan(*steps: Step, name: str = "") -> Plan:
    return plan_of(steps, KNOWN, name)


def programme(name: str) -> Plan:
    found = find_programme(name, LIBRARY)
    assert found is not None
    return plan(*found.step, name=found.name)


def well_led(session: Led) -> None:
    """What holds of every session, whatever the person does."""
    assert session.ended_s is not None, "the plan always ends"
    for state in session.states[::10]:
        for index, step in enumerate(state.plan.steps):
            units = [units_done(step, index, state.ledger, side) for side in step.sides]
            assert max(units) - min(units) <= 1, "nobody is led on with unequal sides"
    for index in range(len(session.state.plan.steps)):
        full = [e for e in session.state.ledger.entries if e.step == index and e.full]
        seen = sum(count for (step, _side), count in session.seen.items() if step == index)
        assert len(full) <= seen, "never more credited than seen"


def done(session: Led) -> list[bool]:
    state = session.state
    return [step_done(state.plan, state.ledger, index) for index in range(len(state.plan.steps))]


@pytest.mark.parametrize("name", ["desk_break", "beginners_week"])
def test_matsides_own_programmes_are_led_to_their_end(name, looked_at):
    session = led(programme(name), LIBRARY, looked_at)
    well_led(session)
    assert all(done(session)), session.texts[-3:]
    finished = next(n for n, one in enumerate(session.guidances) if one.stage is Stage.DONE)
    assert session.ended_s == pytest.approx(finished * STEP_S + END_S, abs=0.3)
    assert session.guidances[-1].closing.startswith("Well done.")
    for index, step in enumerate(session.state.plan.steps):
        if step.policy == "each":
            reps = {side: session.state.ledger.reps(index, side) for side in Side}
            assert min(reps.values()) >= step.dose.reps * step.dose.sets, reps


def test_what_the_ledger_credits_is_what_the_coach_saw(looked_at):
    session = led(plan(*SHORT), LIBRARY, looked_at)
    well_led(session)
    assert all(done(session))
    counted = [(s.exercise, sum(s.reps.values())) for s in session.summary.sections]
    ledger = session.state.ledger
    credited = [
        (step.exercise, sum(entry.step == index for entry in ledger.entries))
        for index, step in enumerate(session.state.plan.steps)
    ]
    assert (
        counted
        == credited
        == [
            ("cat_cow", 5),
            ("thoracic_rotation", 6),
            ("childs_pose", 1),
            ("knees_to_chest", 2),
        ]
    )


def test_who_is_lost_again_and_again_is_led_to_the_end(looked_at):
    away = tuple((float(start), start + 3.0) for start in range(12, 200, 19))
    session = led(plan(*SHORT), LIBRARY, looked_at, Ways(away=away))
    well_led(session)
    assert all(done(session))


def test_a_hold_that_is_left_early_is_kept_and_asked_for_again(looked_at):
    session = led(plan(REST), LIBRARY, looked_at, Ways(early=frozenset({1, 2})))
    well_led(session)
    assert all(done(session))
    kept = [e for e in session.state.ledger.of_step(0) if not e.full]
    assert [entry.held_s for entry in kept] == [pytest.approx(10.5, abs=0.8)] * 2
    assert session.texts.count("Ten seconds. Again when you are ready.") == 2


def test_another_exercise_than_the_one_that_is_due_counts_for_nothing(looked_at):
    other = {"cat_cow": "childs_pose", "childs_pose": "cat_cow"}
    session = led(plan(CATS, REST), LIBRARY, looked_at, Ways(instead=other))
    well_led(session)
    assert all(done(session))
    assert [s.exercise for s in session.summary.sections] == ["cat_cow", "childs_pose"]


def test_pain_of_five_in_the_middle_makes_what_is_left_easier(looked_at):
    ways = Ways(pains=((25.0, 5),), early=frozenset({1}))
    longer = REST.model_copy(update={"hold_s": 30.0})
    session = led(plan(CATS, longer), LIBRARY, looked_at, ways)
    well_led(session)
    assert all(done(session))
    assert session.state.plan.steps[1].dose.hold_s == 18.0
    assert session.seen[1, None] == 2, "one was left early"
    assert not any("Again" in text for text in session.texts)


def test_pain_of_six_in_the_middle_stops(looked_at):
    session = led(plan(*SHORT), LIBRARY, looked_at, Ways(pains=((36.0, 6),)))
    well_led(session)
    assert session.ended_s == pytest.approx(36.0 + END_S, abs=0.3)
    assert done(session) == [False] * 4
    assert session.state.ledger.entries, "what was done is kept"


def test_rests_are_skipped_and_sets_done_again(looked_at):
    asked = {"skip": 0, "redo": 0}

    def skips(guidance):
        resting = guidance.pause is not None and not guidance.pause.switch
        asked["skip"] += resting and guidance.pause.left_s < 58.0
        return resting and guidance.pause.left_s < 58.0

    def redos(guidance):
        second = guidance.work is not None and guidance.work.set == 2 and guidance.work.done == 1
        asked["redo"] += second
        return second and asked["redo"] == 1

    step = Step(exercise="cat_cow", reps=2, sets=3, rest_s=60)
    session = led(plan(step), LIBRARY, looked_at, Ways(skips=skips, redos=redos))
    well_led(session)
    assert all(done(session))
    assert asked["skip"] == 2
    assert session.ended_s is not None
    assert session.ended_s < 130.0, "nobody waits for two minutes of rest"
    assert len(session.state.ledger.entries) == 7, "one was done again"


def test_a_step_that_is_skipped_is_told_at_the_end(looked_at):
    def skips(guidance):
        return guidance.target == "thoracic_rotation"

    session = led(plan(CATS, TURNS, REST), LIBRARY, looked_at, Ways(skips=skips))
    well_led(session)
    assert done(session) == [True, False, True]
    assert session.guidances[-1].closing == "You finished two of three exercises."


@pytest.mark.parametrize(
    ("limit", "step", "heard"),
    [
        ("sore_wrists", CATS, "Do it on your forearms: elbows under the shoulders"),
        ("sore_neck", HUGS, "Put a small pillow under your neck before you begin"),
        ("sore_knees", HUGS, "Draw one knee to your chest, your hands behind the thigh"),
        ("pregnancy", REST, "Take the knees wide, so that there is room for the belly"),
        ("osteoporosis", CATS, "Round only a little."),
    ],
)
def test_what_a_limit_changes_is_heard_also_by_who_is_in_place_already(
    limit, step, heard, looked_at
):
    library = adapted_library(LIBRARY, {limit})
    asked = plan_of([step], {exercise.id: exercise for exercise in library}, "")
    session = led(asked, library, looked_at, talk=Talk.MANY)
    well_led(session)
    assert all(done(session)), "it counts all the same"
    assert any(heard in text for text in session.texts), session.texts


def test_there_is_a_clip_for_every_exercise():
    assert set(CLIPS) == {find_exercise(name, LIBRARY).id for name in CLIPS} == set(KNOWN)
