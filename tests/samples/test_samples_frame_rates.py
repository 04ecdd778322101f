"""A sample at three frames a second, as a slow computer or a dim webcam gives them."""

from fractions import Fraction

import av
import pytest

from matside import analyse
from matside.app.request import CoachRunner
from matside.app.streams import open_stream
from matside.data import data_folder
from matside.exercise.library import load_library
from matside.pose.rate import Rate

TICKS = Fraction(1, 1000)


def thinned(source, target, rate_hz):
    """Write every frame of a video that is due at a lower rate, with its own time."""
    due_s = 0.0
    with av.open(str(source)) as given, av.open(str(target), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        like = given.streams.video[0]
        stream.width, stream.height, stream.pix_fmt = like.width, like.height, "yuv420p"
        stream.codec_context.time_base = TICKS
        for frame in given.decode(video=0):
            if frame.time < due_s - 1e-6:
                continue
            due_s += 1.0 / rate_hz
            frame.pts, frame.time_base = round(frame.time / TICKS), TICKS
            frame.pict_type = 0
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target


def test_childs_pose_at_three_frames_a_second_is_the_same_hold(tmp_path):
    source = data_folder("sample_videos") / "childs_pose_forward.mp4"
    (section,) = analyse(thinned(source, tmp_path / "3.mp4", 3.0)).summary.sections
    (hold,) = section.holds
    assert (section.exercise, section.reps) == ("childs_pose", {None: 1})
    assert hold.start_s == pytest.approx(3.99, abs=0.25)  # what all frames give
    assert hold.start_s + hold.held_s == pytest.approx(14.91, abs=0.25)


def test_as_many_frames_as_the_movement_needs_tell_the_same(looked_at):
    """What is seen of other samples at this rate is held against their truth."""
    name = "knees_to_chest_single"
    every = looked_at(name).analysis.summary
    runner = CoachRunner(load_library())
    with open_stream(data_folder("sample_videos") / f"{name}.mp4", rate=Rate.AUTO) as stream:
        for _, pose in stream.seen:
            runner.take(pose)
    auto = runner.end()
    assert auto.frames <= 0.6 * every.frames
    assert [s.exercise for s in auto.sections] == [s.exercise for s in every.sections]
    assert [s.reps for s in auto.sections] == [s.reps for s in every.sections]
    holds = [[(h.phase, h.side) for h in s.holds] for s in every.sections]
    assert [[(h.phase, h.side) for h in s.holds] for s in auto.sections] == holds
    for mine, theirs in zip(auto.sections, every.sections, strict=True):
        for hold, same in zip(mine.holds, theirs.holds, strict=True):
            assert hold.start_s == pytest.approx(same.start_s, abs=0.15)
            assert hold.end_s == pytest.approx(same.end_s, abs=0.15)
