"""Sentences that are needed at a moment's notice."""

from matside.exercise.library import load_library
from matside.guidance.messages import Say, said
from matside.guidance.phrases import at_a_moments_notice, text_of
from matside.guidance.staging import COUNT_FROM


def test_the_countdown_is_prepared_before_all_else():
    counts = range(COUNT_FROM, 0, -1)
    countdown = tuple(text_of(said(Say.NUMBER, count=left), {}) for left in counts)
    assert at_a_moments_notice(())[:COUNT_FROM] == countdown


def test_corrections_are_prepared_as_the_voice_says_them_each_once():
    library = tuple(load_library())
    faults = [fault for exercise in library for fault in exercise.fault]
    prepared = at_a_moments_notice(library)
    shortened = {fault.cue for fault in faults if fault.spoken}
    assert {fault.spoken or fault.cue for fault in faults} <= set(prepared)
    assert shortened
    assert shortened.isdisjoint(prepared), "nobody says the written cue"
    assert len(set(prepared)) == len(prepared)
