"""Which condition made a hold begin early or end late: each one's stretches, true and found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from benchmarks.accuracy.cases import Case
from benchmarks.accuracy.course import Course, course_of, read
from benchmarks.accuracy.replay import Judged
from benchmarks.accuracy.signals import Flags, hysteresis, interpolated, stretches
from benchmarks.accuracy.tables import table

from matside.body.posture import Posture
from matside.exercise.schema import Exercise, Phase


def crossings_tables(case: Case, judged: Judged, exercise: Exercise) -> Iterator[str]:
    """Yield a table for each phase and side of which the clip has a true hold.

    Both columns are judged by the same offline hysteresis: true measures in
    one, matside's smoothed ones in the other. Conditions relative to a neutral
    are left out, as the two have different ones.
    """
    if case.truth is None:
        return
    true = course_of(case.truth)
    found = found_course(true, judged)
    for name, side in dict.fromkeys((h.name, h.side) for h in case.expected.holds or ()):
        phase = exercise.phase_named(name)
        rows = [("posture", _text(true, _fits(true, phase)), _text(true, _fits(found, phase)))]
        for wanted in phase.when:
            if wanted.relative_to != "absolute":
                continue
            truly, mine = (
                hysteresis(
                    read(course, wanted, side),
                    *wanted.bands(turned=course.turned),
                    wanted.linger_s,
                )
                for course in (true, found)
            )
            word = f"{wanted.measure} {wanted.of}{' speed' if wanted.speed else ''}"
            rows.append((word, _text(true, truly), _text(true, mine)))
        title = f"{case.name}: when {name} {side or ''} is met, seconds"
        yield table(title, ("condition", "true", "found"), rows)


def found_course(true: Course, judged: Judged) -> Course:
    """Return matside's measures on the time scale of the true ones."""
    t_s = np.array([frame.t_s for frame in judged.frames])
    values = {
        name: interpolated(t_s, np.array([f.measures[name] for f in judged.frames]), true.t_s)
        for name in judged.frames[0].measures
    }
    latest = np.clip(np.searchsorted(t_s, true.t_s, side="right") - 1, 0, None)
    postures = tuple(Posture(judged.frames[index].posture) for index in latest)
    return replace(true, values=values, postures=postures)


def _fits(course: Course, phase: Phase) -> Flags:
    return np.array([posture in phase.postures for posture in course.postures], dtype=bool)


def _text(course: Course, met: Flags) -> str:
    spans = [(course.t_s[first], course.t_s[end - 1]) for first, end in stretches(met)]
    return ", ".join(f"{start:.2f}-{end:.2f}" for start, end in spans) or "never"
