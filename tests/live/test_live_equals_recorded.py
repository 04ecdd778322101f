"""Live, recorded and replayed: the same frames come to the same events."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from tests.app.live_stand_ins import Ear
from tests.typed import there

from matside.app import request
from matside.app.api import analyse
from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import run_practise
from matside.app.request import CoachRunner
from matside.capture.source import open_source
from matside.data import data_folder
from matside.record.files import TRACE


class EveryFrame:
    """The beginning of a file as a live source, without a gap however slow the rest is."""

    trouble = None

    def __init__(self, path, end_s) -> None:
        self._source = open_source(path)
        self.name, self.size_px = path.name, self._source.size_px
        self.rate_hz = self._source.average_rate_hz
        self.ended = False
        self._end_s = end_s

    def newest(self, after, timeout_s):
        frame = next(self._source, None)
        self.ended = frame is None or frame.t_s >= self._end_s
        return None if self.ended else frame

    def close(self) -> None:
        self._source.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def test_a_session_comes_to_the_events_of_its_recording_and_of_its_trace(
    own_history, monkeypatch, looked_at
):
    """The recording was looked at whole: what is seen in a frame is not changed by later ones."""
    clip, seconds = "thoracic_rotation_straight_arm", 7.0
    sessions: list[Any] = []

    class Remembered(CoachRunner):
        def take(self, pose):
            sessions[:] = [self]
            return super().take(pose)

    silent: Any = lambda *_: Ear()  # noqa: E731 - it stands in for a Voice
    path = data_folder("sample_videos") / f"{clip}.mp4"
    with monkeypatch.context() as patch:
        patch.setattr(request, "CoachRunner", Remembered)
        done = run_practise(
            PracticeOptions(window=False, exercises=()),
            devices=Devices(source=lambda *_: EveryFrame(path, seconds), voice=silent),
        )
    (session,) = sessions
    replayed = analyse(there(done.folder) / TRACE)
    seen = nullcontext(looked_at(clip).until(seconds).replayed(path))
    with monkeypatch.context() as patch:
        patch.setattr("matside.app.api.open_stream", lambda *_, **__: seen)
        recorded = analyse(path)
    assert len(recorded.events) > 3
    assert tuple(session.events) == recorded.events == replayed.events
    assert done.summary.sections == recorded.summary.sections == replayed.summary.sections
    assert done.summary.frames == len(recorded.frames)
