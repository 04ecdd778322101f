"""Four small exercises for the stick figure, with numbers of their own, and a coach of them."""

from typing import Any

from tests.coach.coach_samples import CURVE, HIP, NEUTRAL, condition, ends, exercise, fault, phase

from matside.coach.session import finish, start, step

KNEES_UP = exercise(
    phase("lying", condition(ends(at_most=75), measure=HIP, of="larger"), kind="rest"),
    phase(
        "one",
        condition(ends(100), ends(90), measure=HIP, of="own"),
        condition(ends(at_most=80), ends(at_most=90), measure=HIP, of="other"),
        sides=True,
        passing="both",
        passing_s=3.0,
    ),
    phase("both", condition(ends(100), ends(90), measure=HIP, of="smaller")),
    cycle=["one"],
    or_cycle=["both"],
    doses=[
        {"id": "long", "name": "Long", "hold_s": 5, "reps": 2, "source": "made up"},
        {"id": "short", "name": "Short", "hold_s": 2, "reps": 1, "source": "made up"},
    ],
    faults=[
        fault("together", "together", ["both"], priority=5, measure=HIP, level=80, within_s=0.5),
        fault(
            "knee_straight",
            phases=["one"],
            priority=20,
            lasts_s=1.0,
            when=[condition(ends(at_most=90), measure="knee_flexion_deg", of="own")],
        ),
        fault(
            "head_back",
            phases=["one", "both"],
            priority=10,
            lasts_s=1.0,
            when=[condition(ends(at_most=-30), measure="head_angle_deg")],
        ),
    ],
    id="knees_up",
    shows=[HIP],
)
FOLD = exercise(
    phase(
        "fold",
        condition(ends(130), ends(120), measure=HIP, of="smaller"),
        condition(ends(at_most=5), ends(at_most=10), measure="trunk_inclination_deg", speed=True),
        postures=["folded"],
    ),
    id="fold",
)
CAT_COW = exercise(
    *(
        phase(
            name,
            condition(edges, measure=CURVE, relative_to="neutral"),
            kind=kind,
            postures=["hands_and_knees"],
            settle_s=0.2,
            grace_s=0.3,
        )
        for name, kind, edges in (
            ("cat", "move", ends(15)),
            ("cow", "move", ends(at_most=-10)),
            ("level", "rest", ends(-8, 12)),
        )
    ),
    cycle=["cat", "cow"],
    neutral=NEUTRAL,
    faults=[fault("hurried", "pace", ["cat", "cow"], priority=15, least_s=2.5)],
    id="arching",
    shows=[CURVE],
)
TURN = exercise(
    phase(
        "open",
        condition(ends(0.2), ends(0.1), measure="elbow_height_ratio", of="own"),
        kind="move",
        sides=True,
        postures=["hands_and_knees", "other"],
        settle_s=0.2,
        grace_s=0.3,
    ),
    phase(
        "closed",
        condition(ends(at_most=-0.1), measure="elbow_height_ratio", of="own"),
        condition(ends(-0.7), measure="wrist_height_ratio", of="own"),
        kind="move",
        sides=True,
        postures=["hands_and_knees", "other"],
        settle_s=0.2,
        grace_s=0.3,
    ),
    cycle=["open", "closed"],
    doses=[{"id": "d", "name": "D", "reps": 1, "each_side": True, "source": "made up"}],
    id="turning",
)
ALL = (KNEES_UP, FOLD, CAT_COW, TURN)


def coach(frames, *exercises, to_the_end=True, **more):
    """The last state, every result, and all events of a stream."""
    state = start(exercises or ALL, **more)
    events: list[Any]
    results, events = [], []
    for frame in frames:
        state, result = step(state, frame)
        results.append(result)
        events += result.events
    if to_the_end:
        state, last = finish(state)
        events += last
    return state, results, events


def result_at(results, t_s):
    """The result of the frame at this time."""
    return min(results, key=lambda result: abs(result.t_s - t_s))
