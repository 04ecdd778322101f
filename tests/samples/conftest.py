"""Every sample video is looked at once, however many tests are about it."""

from dataclasses import dataclass

import pytest
from benchmarks.accuracy.cases import SAMPLES, Case, rendered_cases, rendered_clips
from benchmarks.accuracy.replay import found_of
from benchmarks.accuracy.scoring import Expected, Found

from matside.coach.result import FrameResult
from matside.exercise.library import load_library

LIBRARY = {exercise.id: exercise for exercise in load_library()}


@dataclass(frozen=True)
class Analysed:
    """What is true of one sample, what matside finds in it, and every frame's result."""

    case: Case
    expected: Expected
    found: Found
    frames: tuple[FrameResult, ...]


@pytest.fixture(scope="session", params=rendered_clips(SAMPLES), ids=lambda clip: clip.stem)
def sample(request, looked_at):
    """One sample, analysed as a user would: nothing is said of what it shows."""
    (case,) = rendered_cases(request.param, LIBRARY)  # none of them shows several exercises
    exercise = LIBRARY.get(case.expected.exercise)
    analysis = looked_at(case.path.stem).analysis
    found = found_of(analysis.summary, exercise, case.window)
    return Analysed(case=case, expected=case.expected, found=found, frames=analysis.frames)
