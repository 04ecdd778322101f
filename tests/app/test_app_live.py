"""A live session: the same coach as for recordings, and no trouble that ends it badly."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest
from tests.app.live_stand_ins import Camera, Ear, Model, frames
from tests.typed import there
from tests.waiting import WAIT_S, wait_for

from matside.app import live
from matside.app.live import LiveSession
from matside.app.live_parts import Controls, LiveParts
from matside.app.request import CoachRunner
from matside.body.frames import unseen
from matside.coach import events as ev
from matside.coach.summary import Notice, NoticeKind
from matside.errors import ModelError
from matside.exercise.library import load_library
from matside.guidance.guide import begin, guide
from matside.guidance.messages import Topic, TopicKind
from matside.guidance.outcome import CameraTrouble, Stage, TroubleKind

LIBRARY = load_library()


class Notes:
    """Keeps the times and poses of what was judged."""

    def __init__(self, before=lambda: None):
        self.poses = []
        self._before = before

    def write(self, frame, pose, result, step=None):
        self._before()
        self.poses.append(pose)


def parts(poses, **changes):
    own: dict[str, Any] = {
        "source": Camera(frames(poses)),
        "estimator": Model(poses),
        "runner": CoachRunner(LIBRARY),
        "guide": begin(LIBRARY),
        "speaker": Ear(),
        "keeper": Notes(),
        "clock": lambda: 0.0,
    }
    return LiveParts(**(own | changes))


def live_threads():
    return [t for t in threading.enumerate() if t.name == "matside-live"]


def blank(count, step_s=0.1):
    return [unseen(index * step_s, (64, 36)) for index in range(count)]


def test_a_live_session_and_its_recording_give_the_same(poses, analysis):
    joined = parts(poses)
    with LiveSession(joined) as session:
        wait_for(lambda: session.over, "the end")
    session.raise_failure()
    summary = joined.runner.end()
    assert summary.sections == analysis.summary.sections
    assert tuple(joined.runner.events) == analysis.events
    assert [pose.t_s for pose in joined.keeper.poses] == [pose.t_s for pose in poses]


@pytest.mark.parametrize("own_rate", [False, True], ids=["computer", "camera"])
def test_a_slow_computer_is_noted_and_counts_right(poses, analysis, own_rate):
    """Of 30 pictures a second it looks at 5; a camera that gives 5 is no slow computer."""
    few = [frame for frame in frames(poses) if frame.index % 6 == 0]
    seen = frames([poses[frame.index] for frame in few]) if own_rate else few
    by_index = poses[::6] if own_rate else poses
    joined = parts(by_index, source=Camera(seen))
    with LiveSession(joined) as session:
        wait_for(lambda: session.over, "the end")
    session.raise_failure()
    text = "This computer is slow, so I look less often."
    said = [told for told in joined.speaker.heard if text in getattr(told, "text", "")]
    assert said == []
    assert (Notice(kind=NoticeKind.SLOW) in session.notices()) is not own_rate
    for found, full in zip(joined.runner.end().sections, analysis.summary.sections, strict=True):
        assert found.exercise == full.exercise
        assert found.reps == full.reps
        assert [hold.side for hold in found.holds] == [hold.side for hold in full.holds]
        for hold, whole in zip(found.holds, full.holds, strict=True):
            assert hold.held_s == pytest.approx(whole.held_s, abs=0.5)


def test_what_is_judged_while_paused_is_nothing(poses):
    poses, controls = poses[:240], Controls()

    def items():
        for frame in frames(poses):
            if frame.index == 100:
                controls.paused = True
            if frame.index == 200:
                controls.paused = False
            yield frame

    joined = parts(poses, source=Camera(items()), controls=controls)
    with LiveSession(joined) as session:
        wait_for(lambda: session.over, "the end")
    session.raise_failure()
    kept = {pose.t_s for pose in joined.keeper.poses}
    assert kept == {pose.t_s for pose in poses[:100] + poses[200:]}


def test_a_slow_consumer_sees_the_newest_and_holds_nobody_up(poses):
    poses = poses[:200]
    joined = parts(poses)
    numbers: list[Any] = []
    with LiveSession(joined) as session:
        while not session.over:
            seen = session.newest(numbers[-1] if numbers else 0, WAIT_S)
            if seen is not None:
                numbers.append(seen.number)
                time.sleep(0.2)
    assert len(joined.keeper.poses) == len(poses)
    assert numbers == sorted(set(numbers))
    assert len(numbers) < len(poses) / 2


def test_a_model_that_fails_ends_the_session_and_keeps_what_came_before(poses):
    def fail(index):
        if index == 50:
            raise ModelError("it broke")

    joined = parts(poses, estimator=Model(poses, before=fail))
    with LiveSession(joined) as session:
        wait_for(lambda: session.over, "the end")
        assert session.newest(10**9, 0.0) is None
    assert len(joined.keeper.poses) == 50
    with pytest.raises(ModelError, match="it broke"):
        session.raise_failure()


def test_a_keeper_that_fails_is_told_as_well(poses):
    def fail():
        raise RuntimeError("no room")

    with LiveSession(parts(poses, keeper=Notes(before=fail))) as session:
        wait_for(lambda: session.over, "the end")
    with pytest.raises(RuntimeError, match="no room"):
        session.raise_failure()


def losses(speaker):
    """Each time that the loss of the camera was said."""
    return [
        told
        for told in speaker.heard
        if getattr(told, "topic", None) == Topic(TopicKind.TROUBLE)
        and "The camera gives no picture" in told.text
    ]


def test_a_camera_that_was_lost_goes_on_by_itself(poses):
    poses, gap = poses[:280], {"open": False}

    class Flaky(Camera):
        def newest(self, after, timeout_s):
            frame = super().newest(after, timeout_s)
            self.trouble = CameraTrouble(TroubleKind.GONE) if frame is None else None
            return frame

    def items():
        for frame in frames(poses):
            if 150 <= frame.index < 240:  # three seconds
                continue
            if frame.index == 240:
                gap["open"] = True
                while gap["open"]:
                    yield None
            yield frame

    clock = {"now": 0.0}

    def now():
        clock["now"] += 0.1
        return poses[149].t_s + min(clock["now"], 2.0)

    joined = parts(poses, source=Flaky(items()), clock=now)
    stages = []
    with LiveSession(joined) as session:
        wait_for(
            lambda: (
                (s := session.newest(0, 0.0)) is not None
                and s.guidance.stage is Stage.WAITING
                and s.number > 140
                and losses(joined.speaker)
            ),
            "the guide to wait for the camera and to say so",
        )
        stages.append(there(session.newest(0, 0.0)).guidance.stage)
        gap["open"] = False
        wait_for(lambda: session.over, "the end")
    session.raise_failure()
    assert stages == [Stage.WAITING]
    assert len(losses(joined.speaker)) == 1
    gone = [e for e in joined.runner.events if isinstance(e, ev.HoldPaused | ev.TrackingLost)]
    assert joined.keeper.poses[-1].t_s == poses[-1].t_s
    assert len(joined.keeper.poses) == len(poses) - 90
    assert gone == [] or all(event.t_s <= poses[240].t_s for event in gone)


@pytest.mark.parametrize("paused", [False, True])
@pytest.mark.parametrize("count", [0, 1, 40])
def test_it_can_be_closed_in_every_state(count, paused):
    camera = Camera(frames(blank(count)), endless=True)
    joined = parts(blank(count), source=camera, controls=Controls(paused=paused))
    before = set(live_threads())
    with LiveSession(joined) as session:
        if count:
            wait_for(lambda: session.newest(count - 1, 0.0) is not None, "the last frame")
    session.close()
    assert session.over
    assert set(live_threads()) == before


def test_closing_waits_for_the_frame_that_is_being_kept(poses, monkeypatch):
    """Else two threads would write the same files: this one, and the one that finishes them."""
    monkeypatch.setattr(live, "_JOIN_S", 0.01)
    keeping, go_on = threading.Event(), threading.Event()

    def slow_disk() -> None:
        keeping.set()
        assert go_on.wait(WAIT_S)

    notes = Notes(before=slow_disk)
    session = LiveSession(parts(poses, keeper=notes))
    with session:
        assert keeping.wait(WAIT_S)
        closing = threading.Thread(target=session.close)
        closing.start()
        closing.join(0.2)
        assert closing.is_alive(), "the file is still being written"
        go_on.set()
        closing.join(WAIT_S)
        assert not closing.is_alive()
        kept = len(notes.poses)
    wait_for(lambda: session.over, "the end")
    assert kept == len(notes.poses) == 1


def test_it_can_be_closed_while_a_frame_is_being_judged():
    judging, go_on = threading.Event(), threading.Event()

    def wait(index):
        judging.set()
        go_on.wait(WAIT_S)

    poses = blank(3)
    session = LiveSession(parts(poses, estimator=Model(poses, before=wait)))
    with session:
        assert judging.wait(WAIT_S)
        go_on.set()
    assert session.over
    session.raise_failure()


def test_the_rate_is_that_of_the_frames():
    poses = blank(40, step_s=0.05)
    with LiveSession(parts(poses)) as session:
        wait_for(lambda: session.over, "the end")
        seen = session.newest(39, 0.0)
    assert there(seen).rate_hz == pytest.approx(20.0)


def test_brightness_reaches_the_guide(monkeypatch):
    lights = []

    def note(state, moment):
        lights.append(moment.light)
        return real(state, moment)

    real = guide
    monkeypatch.setattr(live, "guide", note)
    poses = blank(2)
    with LiveSession(parts(poses, source=Camera(frames(poses)))) as session:
        wait_for(lambda: session.over, "the end")
    assert np.allclose(lights, 90.0, atol=1.0)
