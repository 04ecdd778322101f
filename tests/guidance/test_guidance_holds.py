"""Holds to the ear: start, half-way, the last seconds, the end, and what was left early."""

from dataclasses import replace

import pytest
from tests.coach.coach_figure import BOTH_KNEES, FOLDED, LEFT_KNEE
from tests.guidance.guidance_moments import (
    CHILD,
    KNEES,
    LEFT,
    coached,
    dose,
    ended,
    hear,
    hold,
    plan,
    seen,
    still,
    text,
    under_way,
)

from matside.exercise.programme import Step
from matside.guidance.counting import after_hold_of_dose
from matside.guidance.holds import HoldWords, marks
from matside.guidance.outcome import Talk
from matside.wording.formatting import spoken_duration


def child(start_s, end_s, **more):
    return hold(start_s, end_s, CHILD, "hold", figure=FOLDED, dose=dose(0, 1), **more)


def begun(*exercises, **more):
    """A guide whose opening is over and to whom nothing was done yet."""
    return hear(coached(*exercises, **more), still(0.0, 3.0, FOLDED))[0]


def test_a_hold_of_thirty_seconds():
    _, heard = hear(begun(CHILD), child(10.0, 45.0))
    assert heard.said == [
        (10.0, "Hold."),
        (17.5, "Breathe slowly."),
        (25.0, "Half-way."),
        (40.0, "And release slowly."),
    ]
    assert heard.chimes == [
        (10.0, "hold_started"),
        (25.0, "half_way"),
        (37.0, "last_seconds"),
        (38.0, "last_seconds"),
        (39.0, "last_seconds"),
        (40.0, "hold_done"),
    ]


def texts(target_s, talk=Talk.NORMAL):
    return [(m.at_s, text(m.messages)) for m in marks(target_s, HoldWords(talk=talk)) if m.messages]


def test_a_hold_of_minutes_tells_the_minutes():
    told = {told: at_s for at_s, told in texts(240.0)}
    assert told["One minute."] == 60.0
    assert told["Half-way."] == 120.0
    assert told["Three minutes."] == 180.0
    assert told["Ten seconds left."] == 230.0
    assert told["And release slowly."] == 240.0
    assert "Two minutes." not in told
    assert "Four minutes." not in told
    assert told["Five minutes."] == 300.0


@pytest.mark.parametrize(
    ("target_s", "said"),
    [
        (5.0, ["And release slowly."]),
        (20.0, ["Half-way.", "And release slowly."]),
        (30.0, ["Breathe slowly.", "Half-way.", "And release slowly."]),
        (45.0, ["Breathe slowly.", "Half-way.", "Ten seconds left.", "And release slowly."]),
    ],
)
def test_the_shorter_the_hold_the_less_is_said(target_s, said):
    assert [told for at_s, told in texts(target_s) if at_s <= target_s] == said


def test_few_words_leave_the_end_and_the_sounds():
    assert texts(120.0, Talk.FEW) == [(120.0, "And release slowly.")]
    _, heard = hear(begun(CHILD, talk=Talk.FEW), child(10.0, 45.0))
    assert heard.texts == ["And release slowly."]
    assert len(heard.sounds("last_seconds")) == 3


def test_nothing_asked_nothing_marked():
    assert marks(0.0, HoldWords(talk=Talk.MANY)) == ()


def test_a_clock_that_stands_still_tells_nothing():
    _, heard = hear(begun(CHILD), child(10.0, 45.0, held_to=14.9))
    assert heard.texts == ["Hold.", "Breathe slowly."]


def test_few_frames_say_the_same():
    _, often = hear(begun(CHILD), child(10.0, 45.0))
    _, seldom = hear(begun(CHILD), child(10.0, 45.0)[::7])
    assert seldom.texts == often.texts
    assert [name for _, name in seldom.chimes] == [name for _, name in often.chimes]
    pairs = zip(often.said, seldom.said, strict=True)
    assert all(0.0 <= late - early <= 0.7 for (early, _), (late, _) in pairs)


def left_early(held_s, *, target_s=30.0, talk=Talk.NORMAL, late_s=0.0):
    state = replace(begun(CHILD, talk=talk), plan=plan(Step(exercise=CHILD.id, reps=2)))
    end_s = 10.0 + held_s
    results = child(10.0, end_s, target_s=target_s)
    events = ended(end_s, 10.0, held_s, CHILD, "hold")
    _, heard = hear(state, [*results, seen(end_s + 2.5 + late_s, events=events)])
    return heard


def test_a_hold_that_is_left_early_is_told_kindly():
    heard = left_early(12.0)
    assert heard.said[-1] == (24.5, "Twelve seconds. Again when you are ready.")
    assert not heard.sounds("hold_done")


def test_a_hold_that_is_nearly_long_enough_counts():
    heard = left_early(28.0)
    assert heard.texts[-1] == "28 seconds. Good."
    assert len(heard.sounds("hold_done")) == 1


def test_a_passing_moment_is_no_hold_to_speak_of():
    assert left_early(2.0).texts == ["Hold."]


def test_what_was_released_is_not_told_again():
    heard = left_early(33.0)
    assert heard.texts[-1] == "And release slowly. One more."
    assert len(heard.sounds("hold_done")) == 1


def test_of_a_hold_that_ended_long_ago_nothing_is_said():
    assert left_early(12.0, late_s=5.0).texts == ["Hold.", "Breathe slowly."]


def test_few_words_for_a_hold_left_early():
    assert left_early(12.0, talk=Talk.FEW).texts == ["Twelve seconds."]


def test_the_second_hold_is_announced_like_the_first():
    state = begun(CHILD)
    first, again = child(10.0, 15.0), child(30.0, 33.0)
    _, heard = hear(state, [*first, *still(15.0, 30.0), *again])
    assert heard.when("Hold.") == [10.0, 30.0]


def test_the_way_out_over_one_knee_is_no_new_hold():
    state = begun(KNEES)
    both = hold(10.0, 20.0, KNEES, "both_knees", figure=BOTH_KNEES)
    out = hold(20.5, 23.0, KNEES, "one_knee", figure=LEFT_KNEE, side=LEFT, target_s=1.0)
    _, heard = hear(state, [*both, *out])
    assert heard.when("Hold.") == [10.0]
    assert heard.sounds("hold_started") == [10.0]
    assert not heard.sounds("hold_done")


def test_a_leg_that_changes_its_name_goes_on_with_its_hold():
    state = begun(KNEES)
    first = hold(10.0, 40.5, KNEES, "one_knee", figure=LEFT_KNEE, side=LEFT)
    renamed = [replace(r, side=LEFT.other) if r.t_s > 20.0 else r for r in first]
    _, heard = hear(state, renamed)
    assert len(heard.when("Half-way.")) == 1
    assert heard.sounds("hold_done") == [40.0]


@pytest.mark.parametrize(
    ("given", "side", "said"),
    [
        (dose(0, 1), None, "And release slowly."),
        (dose(0, 3), None, "And release slowly. Two more."),
        (dose(0, 3), LEFT, "And release slowly. Then the other side."),
        (dose(2, 3), LEFT, "And release slowly. That was the last one."),
        (dose(3, 3), LEFT, "And release slowly."),
        (None, LEFT, "And release slowly."),
        (
            dose(0, 1, each_side=True, sides={LEFT: 0}),
            LEFT,
            "And release slowly. Then the other side.",
        ),
    ],
)
def test_the_release_tells_what_comes_next(given, side, said):
    assert f"And release slowly. {text(after_hold_of_dose(given, side))}".rstrip() == said


@pytest.mark.parametrize(
    ("held_s", "said"),
    [
        (0.2, "one second"),
        (12.4, "twelve seconds"),
        (21.0, "21 seconds"),
        (60.0, "one minute"),
        (125.0, "two minutes five seconds"),
    ],
)
def test_times_in_words(held_s, said):
    assert spoken_duration(held_s) == said


def test_a_hold_that_was_begun_before_it_was_seen_still_has_its_end():
    state = under_way(CHILD, phase="hold", figure=FOLDED)
    late = child(10.0, 45.0)[200:]
    late = [replace(r, events=()) for r in late]
    _, heard = hear(state, late)
    assert heard.texts[-1] == "And release slowly."


def test_much_talk_gives_the_phase_prompt_and_tips():
    _, heard = hear(begun(CHILD, talk=Talk.MANY), child(10.0, 45.0))
    assert heard.texts[0] == "Rest here and breathe."
    assert heard.texts[1] == CHILD.tips[0]
