"""Every sample video, analysed as a user would: exercise, counts and holds against its truth.

When holds truly begin and end is told by the accuracy benchmark's evaluator:
where the true measures cross the exercise's own bands.
"""

from benchmarks.accuracy.cases import SAMPLES, rendered_clips
from benchmarks.accuracy.scoring import match, overlap

HOLD_S = 0.3
"""How far the start and the end of a hold may be off."""


def test_there_are_samples():
    assert rendered_clips(SAMPLES)


def test_the_exercise_is_recognised_and_no_other(sample):
    wanted = (sample.expected.exercise,) if sample.expected.exercise else ()
    assert sample.found.exercises == wanted


def test_repetitions_are_exact_on_every_side(sample):
    assert sample.found.reps == sample.expected.reps


def test_every_hold_is_found_and_no_other(sample):
    _, missed, false = match(sample.expected.holds or (), sample.found.holds, overlap)
    assert not missed
    assert not false
    assert not sample.found.strange_holds


def test_holds_begin_and_end_when_they_truly_do(sample):
    pairs, _, _ = match(sample.expected.holds or (), sample.found.holds, overlap)
    off = [
        f"{true.name} {true.side or ''} {true.start_s:.2f}-{true.end_s:.2f} s: "
        f"start {found.start_s - true.start_s:+.2f}, end {found.end_s - true.end_s:+.2f}"
        for true, found in pairs
        if max(abs(found.start_s - true.start_s), abs(found.end_s - true.end_s)) > HOLD_S
    ]
    assert not off
