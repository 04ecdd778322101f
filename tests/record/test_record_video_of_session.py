"""Which video a session has, and when in the session it begins."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from matside.record.files import VIDEO
from matside.record.session_video import recording_path, session_video, told_start
from matside.record.video import VideoWriter
from matside.record.video_encoding import ANNOTATED, RECORDING

SIZE = 64, 36
PICTURE = np.full((36, 64, 3), 90, np.uint8)
BEGUN_S = 0.4


PATIENT = replace(RECORDING, live=False)
"""As a recording, but no frame is left out, however fast they come."""


def write(path, length_s, *, encoding=PATIENT, comment="") -> None:
    with VideoWriter(path, SIZE, encoding, comment=comment) as video:
        for at in range(round(length_s * 10) + 1):
            video.write(PICTURE, 100.0 + at / 10.0)


def test_a_recording_knows_when_in_its_session_it_begins(tmp_path) -> None:
    write(recording_path(tmp_path, 1), 2.0, comment=told_start(3.25))
    video = session_video(tmp_path, BEGUN_S)
    assert video is not None
    assert video.path.name == "recording.mp4"
    assert video.start_s == pytest.approx(3.25 - BEGUN_S)
    assert video.length_s == pytest.approx(2.1, abs=0.05)
    assert video.at_s(video.start_s + 1.0) == pytest.approx(1.0)
    assert video.at_s(video.start_s - 0.1) is None
    assert video.at_s(video.start_s + 3.0) is None


def test_of_several_recordings_the_longest_is_shown(tmp_path) -> None:
    for number, length_s in enumerate((0.5, 3.0, 1.0), 1):
        comment = told_start(10.0 * number)
        write(recording_path(tmp_path, number), length_s, comment=comment)
    video = session_video(tmp_path, 0.0)
    assert video is not None
    assert (video.path.name, video.start_s) == ("recording-2.mp4", 20.0)


def test_one_that_does_not_say_when_it_begins_is_passed_over(tmp_path) -> None:
    write(recording_path(tmp_path, 1), 1.0)
    (tmp_path / "recording-2.mp4").write_bytes(b"no video")
    assert session_video(tmp_path, 0.0) is None
    assert session_video(tmp_path / "gone", 0.0) is None


def test_the_annotated_video_has_all_of_a_session(tmp_path) -> None:
    write(recording_path(tmp_path, 1), 3.0, comment=told_start(1.0))
    write(tmp_path / VIDEO, 1.0, encoding=ANNOTATED)
    video = session_video(tmp_path, BEGUN_S)
    assert video is not None
    assert (video.path.name, video.start_s) == (VIDEO, 0.0)


def test_without_the_session_s_own_beginning_no_moment_of_a_recording_is_known(tmp_path) -> None:
    write(recording_path(tmp_path, 1), 1.0, comment=told_start(1.0))
    video = session_video(tmp_path, math.nan)
    assert video is not None
    assert video.at_s(1.5) is None
