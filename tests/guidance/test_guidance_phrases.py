"""Sentences that are needed at a moment's notice."""

from matside.exercise.library import load_library
from matside.guidance.phrases import at_a_moments_notice, counted
from matside.guidance.staging import COUNT_FROM


def test_the_countdown_is_prepared_before_all_else():
    countdown = tuple(counted(left) for left in range(COUNT_FROM, 0, -1))
    assert at_a_moments_notice(())[:COUNT_FROM] == countdown


def test_every_correction_of_every_exercise_is_prepared_once():
    library = tuple(load_library())
    prepared = at_a_moments_notice(library)
    assert {fault.cue for exercise in library for fault in exercise.fault} <= set(prepared)
    assert len(set(prepared)) == len(prepared)
