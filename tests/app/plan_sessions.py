"""Sessions of a plan, as the history keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.summaries import section_of, summary_of

from matside.body.landmark import Side
from matside.coach.result import DoseProgress
from matside.coach.summary import Hold, Section
from matside.exercise.library import load_library
from matside.exercise.programme import dose_named
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.summary_file import ModelPart, SourcePart, SummaryContext, SummaryFile

LIBRARY = load_library()
BY_ID = {exercise.id: exercise for exercise in LIBRARY}
MONDAY = datetime(2026, 11, 30, 7, 30).astimezone()
KNEES = dose_named(BY_ID["knees_to_chest"], "starter").model_copy(update={"each_side": True})
CAT = dose_named(BY_ID["cat_cow"], "starter")


def hugs(reps: int = 5, length_s: float = 5.0) -> Section:
    """Return the beginner's hugs: so many on each side."""
    holds = tuple(
        Hold(
            phase="one_knee",
            side=side,
            start_s=20.0 * number,
            end_s=20.0 * number + length_s,
            held_s=length_s,
            full=True,
            depth={f"{side.value}_hip_flexion_deg": 110.0},
        )
        for number in range(reps)
        for side in Side
    )
    counts: dict[Side | None, int] = dict.fromkeys(Side, reps)
    return section("knees_to_chest", holds, DoseProgress.of(KNEES, counts), counts)


def cats(reps: int = 5) -> Section:
    return section("cat_cow", (), DoseProgress.of(CAT, {None: reps}), {None: reps})


def section(exercise, holds, dose, reps) -> Section:
    return section_of(exercise, holds=holds, dose=dose, reps=reps)


def practised(day: int, *sections: Section, before=2, after=1) -> str:
    """Store a session at the time of the morning; return its identifier."""
    start = SessionStart(
        kind="practice",
        started=MONDAY + timedelta(days=day),
        source="camera 0",
        matside="1",
        pain_before=before,
    )
    context = SummaryContext(
        matside="1",
        created=MONDAY,
        source=SourcePart(name="camera 0", width_px=640, height_px=360),
        model=ModelPart(name="full"),
    )
    with History.open() as history:
        history.begin(start)
        history.finish(start.id, SummaryFile.of(summary_of(*sections), context), pain_after=after)
    return start.id
