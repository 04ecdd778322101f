"""Samples and small exercises written by hand, to drive one part of the coach at a time."""

import itertools
import math
from typing import Any

from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.body.posture import Posture
from matside.coach.faults import Situation
from matside.coach.phase_track import idle
from matside.coach.phases import advance
from matside.coach.sample import Sample, new_sampler, take_sample
from matside.coach.track import new_track
from matside.coach.tracker import conclude, follow
from matside.exercise.conditions import Band
from matside.exercise.fault_kinds.base import CLEAN, IDLE
from matside.exercise.schema import Exercise, Phase

LEFT, RIGHT = Side.LEFT, Side.RIGHT
NAN = math.nan
HEIGHT = "head_height_ratio"
"""The measure that most small exercises are about; it has no sides."""
HIP = "hip_flexion_deg"
"""The measure with sides."""
CURVE = "spinal_curve_deg"
HEAD = "head_angle_deg"


def sample(t_s, *, posture=Posture.ON_THE_BACK, near=LEFT, speeds=None, **values):
    """A sample of which only ``values`` (and ``speeds``) are known."""
    assert set(values) <= set(COLUMNS)
    return Sample(
        t_s=t_s,
        pose=unseen(t_s, (640, 480)),
        near_side=near,
        values=dict.fromkeys(COLUMNS, NAN) | values,
        speeds=speeds or {},
        posture=Posture(posture),
    )


def nobody(t_s):
    """The sample of a frame in which nobody is seen."""
    return sample(t_s, posture=Posture.UNSEEN)


def hips(t_s, left, right, **more):
    """A sample of the two hips."""
    return sample(t_s, left_hip_flexion_deg=left, right_hip_flexion_deg=right, **more)


def band(at_least=-math.inf, at_most=math.inf):
    """A band, with open ends where nothing is said."""
    return Band.model_construct(at_least=float(at_least), at_most=float(at_most))


def ends(at_least=None, at_most=None):
    """The same as a file would write it."""
    given = {"at_least": at_least, "at_most": at_most}
    return {key: value for key, value in given.items() if value is not None}


def condition(enter, leave=None, *, measure=HEIGHT, **more):
    """A condition as a file would write it; ``enter`` and ``leave`` are ``ends``."""
    given = {"measure": measure, "enter": enter, "source": "made up", **more}
    return given if leave is None else given | {"exit": leave}


UP = condition(ends(1.0), ends(0.8))
"""The head is high: above 1.0, until it falls below 0.8."""
AT_REST = {
    "parts": ["hips"],
    "enter": {"at_most": 0.1},
    "exit": {"at_most": 0.1},
    "source": "A known answer",
}
"""The hips are at rest."""


def phase(identifier="up", *when, **more):
    """A phase as a file would write it: a hold on the back, settled and graced for 0.5 s."""
    given = {
        "id": identifier,
        "name": identifier,
        "kind": "hold",
        "postures": ["on_the_back"],
        "settle_s": 0.5,
        "grace_s": 0.5,
        "when": list(when or (UP,)),
    }
    return given | more


HOLD = Phase.model_validate(phase())
"""A hold that begins above 1.0, ends below 0.8, settles and is graced for 0.5 s."""


def fault(identifier="slack", kind="band", phases=("up",), **more):
    """A fault as a file would write it."""
    given = {
        "id": identifier,
        "name": identifier,
        "cue": f"Mend {identifier}.",
        "priority": 10,
        "phases": list(phases),
        "kind": kind,
        "source": "made up",
    }
    if kind == "band":
        given |= {"lasts_s": 1.0, "when": [condition(ends(at_most=1.2))]}
    return given | more


NEUTRAL = {
    "measures": [CURVE],
    "postures": ["hands_and_knees"],
    "quiet_s": 1.0,
    "quiet_range": 5,
    "swing": 40,
    "typical": 0,
    "source": "made up",
}


def exercise(*phases, cycle=None, or_cycle=(), faults=(), doses=None, **more):
    """A small exercise, built and checked by the schema."""
    phases = phases or (phase(),)
    given = {
        "schema_version": 1,
        "id": "small",
        "name": "Small",
        "says": "Small.",
        "view": "From the side.",
        "steps": ["Do it."],
        "safety": ["Stop if it hurts."],
        "sources": ["made up"],
        "phase": list(phases),
        "repetition": {"cycle": list(cycle or [phases[0]["id"]]), "or_cycle": list(or_cycle)},
        "dose": doses or [{"id": "one", "name": "One", "reps": 1, "source": "made up"}],
        "fault": list(faults),
    }
    return Exercise.model_validate(given | more)


KNEES = exercise(
    phase("lying", condition(ends(at_most=80), measure=HIP, of="larger"), kind="rest"),
    phase(
        "one",
        condition(ends(100), ends(90), measure=HIP, of="own"),
        condition(ends(at_most=85), ends(at_most=95), measure=HIP, of="other"),
        sides=True,
        passing="both",
        passing_s=5.0,
    ),
    phase("both", condition(ends(100), ends(90), measure=HIP, of="smaller")),
    cycle=["one"],
    or_cycle=["both"],
    faults=[
        fault("together", "together", ["both"], measure=HIP, level=80, within_s=0.5),
        fault(
            "shallow",
            "band",
            ["one", "both"],
            lasts_s=1.0,
            when=[condition(ends(at_most=0.9), measure=HIP, of="larger", relative_to="best")],
        ),
    ],
    shows=[HIP],
)
"""A hold of one knee or of both, judged against the person's own best."""
OPEN_AND_CLOSE = exercise(
    phase("open", condition(ends(0.2), ends(0.1), measure="elbow_height_ratio", of="own"),
          kind="move", sides=True, settle_s=0.2, grace_s=0.2),
    phase("closed", condition(ends(at_most=-0.1), measure="elbow_height_ratio", of="own"),
          kind="move", sides=True, settle_s=0.2, grace_s=0.2),
    cycle=["open", "closed"],
    faults=[
        fault("fast", "pace", ["open", "closed"], least_s=3.0),
        fault("low", "peak", ["open"], measure="elbow_height_ratio", of="own",
              range=ends(at_most=0.5)),
    ],
)  # fmt: skip
"""Moves of one elbow up and down again; too fast and too low are faults."""


def rule(kind, phases=("up",), **more):
    """A fault as the schema makes it."""
    knee = phase("knee", condition(ends(100), measure=HIP, of="own"), sides=True)
    made = exercise(phase(), phase("down"), knee, faults=[fault("bad", kind, phases, **more)])
    return made.fault[0]


def situation(one, *, side=None, in_phase=True, **more):
    """What a detector is told, by default within the phase."""
    given = {"neutral": {}, "best": {}} | more
    return Situation(sample=one, side=side, in_phase=in_phase, **given)


def judgements_by_time(made, situations):
    """Every judgement of a detector by time, clean ones left out."""
    state, judgements = IDLE, {}
    for now in situations:
        state, judgement = made.detect(state, now)
        if judgement != CLEAN:
            judgements[now.sample.t_s] = judgement
    return judgements


def times(start_s, end_s, rate_hz=10):
    """Times from start to end, both included, without rounding that adds up."""
    return [start_s + n / rate_hz for n in range(round((end_s - start_s) * rate_hz) + 1)]


def advance_all(samples, rule=HOLD, side=None, neutral=None, best=None):
    """The last state of a phase and all of its changes."""
    changes: list[Any]
    track, changes = idle(rule), []
    for one in samples:
        track, more = advance(track, rule, side, one, neutral or {}, best or {})
        changes += more
    return track, changes


def follow_all(track, samples, *, to_the_end=False):
    """The last state and all events of a track that is shown these samples."""
    events: list[Any] = []
    for one in samples:
        track, more = follow(track, one)
        events += more
    if to_the_end:
        track, more = conclude(track)
        events += more
    return track, events


def follow_exercise(made, samples, *, to_the_end=False):
    """The last state of an exercise and all of its events."""
    return follow_all(new_track(made), samples, to_the_end=to_the_end)


def path(points, rate_hz=10):
    """Times and values along the straight lines between points of time and value."""
    for (start_s, low), (end_s, high) in itertools.pairwise(points):
        for t_s in times(start_s, end_s, rate_hz)[:-1]:
            yield t_s, low + (high - low) * (t_s - start_s) / (end_s - start_s)
    yield points[-1]


def heights(points, rate_hz=10, **more):
    """Samples of a head that moves along straight lines."""
    return [sample(t_s, head_height_ratio=value, **more) for t_s, value in path(points, rate_hz)]


def head_situations(points, rate_hz=10):
    """Situations of a head that moves along straight lines."""
    return [situation(one) for one in heights(points, rate_hz)]


def legs(left, right, rate_hz=10):
    """Samples of two hips that move along straight lines between points."""
    both = zip(path(left, rate_hz), path(right, rate_hz), strict=True)
    return [hips(t_s, a, b) for (t_s, a), (_, b) in both]


def elbows(points, side=LEFT):
    """Samples of one elbow that moves while the other rests at the shoulder's height."""
    key, other = f"{side}_elbow_height_ratio", f"{side.other}_elbow_height_ratio"
    return [sample(t, **{key: v, other: 0.0}) for t, v in path(points)]


def curves(points, rate_hz=10):
    """Samples of a back on hands and knees whose curve moves along straight lines."""
    return [
        sample(t_s, posture="hands_and_knees", spinal_curve_deg=value)
        for t_s, value in path(points, rate_hz)
    ]


def said(events, kind, *attributes):
    """What the events of one kind say, one tuple (or bare value) for each."""
    found = [e for e in events if isinstance(e, kind)]
    if len(attributes) == 1:
        return [getattr(e, attributes[0]) for e in found]
    return [tuple(getattr(e, name) for name in attributes) for e in found]


TIMED = exercise(
    phase("up", condition(ends(at_most=5), measure=HIP, of="own", speed=True), sides=True)
)
"""An exercise that asks for the speed of each hip."""


def samples(frames, *exercises):
    """The samples of a stream of poses."""
    state, found = new_sampler(exercises), []
    for frame in frames:
        state, one = take_sample(state, frame)
        found.append(one)
    return state, found
