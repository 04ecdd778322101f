"""Prescriptions and practised sessions, small enough to work out by hand."""

from __future__ import annotations

import json
import math
from datetime import date

from hypothesis import strategies as st

from matside.analysis.practised import PractisedHold, PractisedSection, PractisedSession
from matside.body.landmark import Side
from matside.coach.summary import Range
from matside.exercise.prescription import WEEKDAYS, Prescription

MONDAY = date(2026, 10, 19).toordinal()
"""On the Sunday of its week clocks are put back in Europe."""


def session(identifier="morning", days=("mon", "wed", "fri"), times=("07:30",), **more):
    told = {"id": identifier, "name": identifier.capitalize(), "days": days, "times": times}
    return {**told, "programme": "morning", **more}


def prescription(*sessions, **more) -> Prescription:
    told = {
        "schema_version": 1,
        "id": "back",
        "name": "Back",
        "prescribed_by": "A. Example",
        "from": date.fromordinal(MONDAY).isoformat(),
        "session": sessions or (session(),),
        **more,
    }
    return Prescription.model_validate_json(json.dumps(told), strict=True)


def hold(held_s=30.0, side=Side.LEFT, depth=math.nan) -> PractisedHold:
    key = f"{side.value}_hip_flexion_deg" if side else "hip_flexion_deg"
    return PractisedHold(phase="one_knee", side=side, held_s=held_s, depth={key: depth})


def held(*holds, exercise="knees_to_chest", full_s=30.0) -> PractisedSection:
    full = [one.side for one in holds if one.held_s >= 0.9 * full_s]
    return PractisedSection(
        exercise=exercise,
        length_s=60.0,
        holds=len(holds),
        held_s=sum(one.held_s for one in holds),
        reps={side: full.count(side) for side in dict.fromkeys(full)},
        faults={},
        ranges={},
        neutral={},
        each_hold=holds,
    )


def moved(reps=8, exercise="cat_cow", swing=60.0) -> PractisedSection:
    return PractisedSection(
        exercise=exercise,
        length_s=reps * 8.0,
        holds=0,
        held_s=0.0,
        reps={None: reps},
        faults={},
        ranges={"spinal_curve_deg": Range(low=-swing / 2, high=swing / 2)},
        neutral={},
    )


def practised(day=0, *sections, minute=450, **more) -> PractisedSession:
    return PractisedSession(
        id=more.pop("id", f"{day}-{minute}-{len(sections)}"),
        started_s=(MONDAY + day) * 86400.0 + minute * 60.0,
        day=MONDAY + day,
        minute=minute,
        length_s=sum(section.length_s for section in sections),
        sections=sections,
        **more,
    )


@st.composite
def prescriptions(draw) -> Prescription:
    """Draw plans whose sessions may begin late, end early, and leave weeks out between them."""
    sessions = []
    for number in range(draw(st.integers(1, 3))):
        first = draw(st.integers(0, 40))
        length = draw(st.none() | st.integers(6, 60))
        clock = st.tuples(st.integers(0, 23), st.integers(0, 59))
        times = draw(st.lists(clock, min_size=1, max_size=3, unique=True))
        days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True))
        told = session(f"s{number}", days, [f"{hour:02}:{minute:02}" for hour, minute in times])
        told["from"] = date.fromordinal(MONDAY + first).isoformat()
        if length is not None:
            told["until"] = date.fromordinal(MONDAY + first + length).isoformat()
        sessions.append(told)
    return prescription(*sessions)
