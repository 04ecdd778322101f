"""Poses kept from run to run: the same as seen, and only while they would be seen again."""

from __future__ import annotations

from contextlib import contextmanager

import numpy as np
import pytest
from tests import kept_poses
from tests.coach.coach_figure import LYING, pose
from tests.kept_poses import KeptPoses

from matside.app.streams import Stream

SEEN = [pose(0.1 * number, LYING) for number in range(3)]


@pytest.fixture
def looks(monkeypatch):
    """The names of all videos that were looked at, with what was asked for."""
    looks = []

    @contextmanager
    def open_stream(path, **options):
        looks.append((path.name, options))
        seen = ((None, one) for one in SEEN)
        yield Stream(
            name=path.name,
            seen=seen,
            size_px=(1280, 720),
            rate_hz=10.0,
            warning=lambda: "it breaks off",
        )

    monkeypatch.setattr(kept_poses, "open_stream", open_stream)
    monkeypatch.setattr(kept_poses, "deciders", lambda: b"a model")
    return looks


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "a-clip.mp4"
    path.write_bytes(b"a film")
    return path


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "kept").mkdir()
    return KeptPoses(tmp_path / "kept")


def watched(kept, video, **options):
    with kept.open(video, **options) as stream:
        seen = [one for _, one in stream.seen]
        return seen, (stream.name, stream.size_px, stream.rate_hz, stream.warning())


def test_what_is_kept_is_what_was_seen(kept, video, looks):
    first, again = watched(kept, video), watched(kept, video)
    assert len(looks) == 1
    assert first[1] == again[1] == ("a-clip.mp4", (1280, 720), 10.0, "it breaks off")
    assert [one.t_s for one in again[0]] == [one.t_s for one in SEEN]
    for one, other in zip(again[0], SEEN, strict=True):
        np.testing.assert_array_equal(one.image_px, other.image_px)
        np.testing.assert_array_equal(one.world_m, other.world_m)


def test_another_film_or_question_or_model_is_looked_at(kept, video, looks, monkeypatch):
    watched(kept, video)
    watched(kept, video, rate="auto")
    assert [options for _, options in looks] == [{}, {"rate": "auto"}]
    watched(kept, video)
    assert len(looks) == 2, "each question has its own answer"
    video.write_bytes(b"another film")
    watched(kept, video)
    assert len(looks) == 3
    monkeypatch.setattr(kept_poses, "deciders", lambda: b"another model")
    watched(kept, video)
    assert len(looks) == 4
    assert len(list(kept.folder.iterdir())) == 2, "what nobody would ask for has gone"


def test_a_film_that_was_not_seen_to_its_end_is_not_kept(kept, video, looks):
    with kept.open(video) as stream:
        next(stream.seen)
    assert list(kept.folder.iterdir()) == []
    watched(kept, video)
    assert len(looks) == 2


def test_without_a_folder_every_film_is_looked_at(video, looks):
    for _ in range(2):
        watched(KeptPoses(None), video)
    assert len(looks) == 2


def test_code_that_poses_depend_on_decides(monkeypatch):
    told = kept_poses.deciders.__wrapped__()
    assert told == kept_poses.deciders.__wrapped__()
    for fewer in range(len(kept_poses.SOURCES)):
        others = kept_poses.SOURCES[:fewer] + kept_poses.SOURCES[fewer + 1 :]
        monkeypatch.setattr(kept_poses, "SOURCES", others)
        assert kept_poses.deciders.__wrapped__() != told
        monkeypatch.undo()
