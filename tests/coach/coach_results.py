"""Results of frames written by hand, and what a stream of them comes to."""

from dataclasses import replace

from tests.coach.coach_figure import SIZE_PX
from tests.coach.coach_samples import exercise

from matside.body.frames import unseen
from matside.coach import events as ev
from matside.coach.events import LossReason
from matside.coach.result import FrameResult
from matside.coach.session import start
from matside.coach.tally import Tally
from matside.coach.track import new_track

A = exercise(id="a")
B = exercise(id="b")
TRACKS = {made.id: new_track(made) for made in (A, B)}


def result(t_s, *, people=1, judged=True, posture="on_the_back", measures=None, **more):
    """A frame's result of which only little is known."""
    seen = replace(unseen(t_s, SIZE_PX), people=people)
    return FrameResult(
        t_s=t_s,
        pose=seen,
        near_side=None,
        measures=measures or {},
        posture=posture if judged else "unseen",
        judged=judged,
        reason=None if judged else LossReason.NOBODY,
        **more,
    )


def summary(results, exercises=(), events=(), **more):
    """What a stream of results comes to."""
    tally = Tally()
    for one in results:
        tally.add(one)
    tally.add_events(events)
    return tally.summary(start(exercises, **more))


def hold(exercise_id, start_s, end_s, side=None):
    """The events of a hold."""
    common = {"exercise": exercise_id, "phase": "up", "side": side, "start_s": start_s}
    return [
        ev.PhaseLeft(t_s=end_s, **common),
        ev.HoldDone(t_s=end_s, held_s=end_s - start_s, **common),
        ev.RepDone(t_s=end_s, exercise=exercise_id, count=1, start_s=start_s, side=side),
    ]
