"""Which paths are videos or pictures, and what opening them gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from matside.capture.files import find_videos
from matside.capture.source import open_source
from matside.errors import SourceError


def touch(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"x")
    return paths


def test_a_folder_becomes_its_videos_and_pictures_sorted(tmp_path: Path) -> None:
    touch(tmp_path, "b.MP4", "a.jpg", "notes.txt", ".hidden.mp4", "c.webm")
    (tmp_path / "folder.mp4").mkdir()
    names = [path.name for path in find_videos([tmp_path])]
    assert names == ["a.jpg", "b.MP4", "c.webm"]


def test_what_cannot_be_read_is_found_too_so_that_it_is_said(tmp_path: Path) -> None:
    touch(tmp_path, "a.heic", "b.vob", "c.dv", "d.asf", "e.mjpeg", "f.apng", "g.MOD", "n.txt")
    names = [path.name for path in find_videos([tmp_path])]
    assert names == ["a.heic", "b.vob", "c.dv", "d.asf", "e.mjpeg", "f.apng", "g.MOD"]


def test_a_named_file_is_kept_whatever_its_suffix(tmp_path: Path) -> None:
    odd, video = touch(tmp_path, "film.data", "a.mov")
    assert find_videos([odd, video]) == [odd, video]


def test_a_file_comes_once(tmp_path: Path) -> None:
    second, first = touch(tmp_path, "b.mov", "a.mov")
    assert find_videos([second, tmp_path, first]) == [second, first]


def test_a_folder_without_videos_is_an_error(tmp_path: Path) -> None:
    touch(tmp_path, "notes.txt")
    with pytest.raises(SourceError, match="expected to hold videos or pictures and holds none"):
        find_videos([tmp_path])


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        find_videos([tmp_path / "nowhere"])


def test_opens_a_picture_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "photo.JPG"
    path.write_bytes(cv2.imencode(".jpg", np.zeros((8, 16, 3), np.uint8))[1].tobytes())
    with open_source(path) as source:
        assert source.size_px == (16, 8)


def test_opens_a_video_without_a_known_suffix(make_video, tmp_path: Path) -> None:
    path = make_video("plain.mp4", [0, 33]).rename(tmp_path / "recording")
    with open_source(path) as source:
        assert [frame.index for frame in source] == [0, 1]


@pytest.mark.parametrize(("kind", "named"), [("gif", "png"), ("webp", "mp4"), ("png", "jpg")])
def test_opens_an_animation_whatever_its_suffix(tmp_path: Path, kind: str, named: str) -> None:
    moving = cv2.Animation()
    moving.frames = [np.full((8, 16, 3), shade, np.uint8) for shade in (0, 99, 200)]
    moving.durations = [40] * 3
    assert cv2.imwriteanimation(str(tmp_path / f"a.{kind}"), moving)
    path = (tmp_path / f"a.{kind}").rename(tmp_path / f"b.{named}")
    with open_source(path) as source:
        assert [frame.index for frame in source] == [0, 1, 2]


@pytest.mark.parametrize("kind", ["png", "webp", "avif"])
def test_a_picture_that_stands_in_an_animation_is_given_again(tmp_path: Path, kind: str) -> None:
    moving = cv2.Animation()
    moving.frames = [np.full((8, 16, 3), shade, np.uint8) for shade in (0, 99, 200)]
    moving.durations = [100, 1000, 5]
    assert cv2.imwriteanimation(str(tmp_path / f"a.{kind}"), moving)
    with open_source(tmp_path / f"a.{kind}") as source:
        frames = list(source)
    assert [f.t_s for f in frames] == pytest.approx([0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.1])
    assert [f.index for f in frames] == list(range(7))
    assert [round(f.image.mean(), -1) for f in frames] == pytest.approx([0, *[100] * 5, 200])


def test_refuses_a_photo_made_of_tiles(tmp_path: Path) -> None:
    (path,) = touch(tmp_path, "IMG_0001.HEIC")
    with pytest.raises(SourceError, match="save it as JPEG or PNG first"):
        open_source(path)


def test_importing_the_package_loads_neither_opencv_nor_pyav() -> None:
    code = (
        "import sys, matside.capture, matside.capture.files, matside.capture.prefetch;"
        "sys.exit(bool({'cv2', 'av', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
