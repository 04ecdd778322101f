"""The face detector: what it finds is where it says, however the picture is turned."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest

from matside.data import data_folder
from matside.errors import ModelError
from matside.overlay import faces
from matside.overlay.faces import FaceDetector

MODELS = data_folder("models")


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector()


@pytest.fixture(scope="module")
def frame() -> np.ndarray:
    """A sample's first frame: a person from the side, on hands and knees, to the left."""
    video = cv2.VideoCapture(str(data_folder("sample_videos") / "cat_cow_5reps.mp4"))
    _, image = video.read()
    video.release()
    return image


def test_a_face_is_found_and_in_each_turned_picture_at_the_same_place(frame, detector) -> None:
    upright = max(detector.faces(frame, (0,)), key=lambda face: face.score)
    height, width = frame.shape[:2]
    for turn in (1, 2, 3):
        turned = np.ascontiguousarray(np.rot90(frame, -turn))
        found = detector.faces(turned, (turn,))
        x, y = upright.x, upright.y
        expected = {1: (height - y, x), 2: (width - x, height - y), 3: (y, width - x)}[turn]
        off = min(np.hypot(face.x - expected[0], face.y - expected[1]) for face in found)
        assert off < upright.half_px / 2, turn


def test_a_second_face_of_a_third_of_the_size_is_found_too(frame, detector) -> None:
    third = cv2.resize(frame, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    both = frame.copy()
    both[: third.shape[0], -third.shape[1] :] = third
    best = max(detector.faces(frame, (0,)), key=lambda face: face.score)
    left = both.shape[1] - third.shape[1]
    x, y = left + best.x / 3, best.y / 3
    found = detector.faces(both)
    assert any(np.hypot(face.x - x, face.y - y) < best.half_px / 3 for face in found)
    assert any(np.hypot(face.x - best.x, face.y - best.y) < best.half_px for face in found)


def test_an_empty_room_has_no_face(detector) -> None:
    assert detector.faces(np.full((270, 480, 3), 127, np.uint8)) == []


def test_the_committed_network_is_that_of_manifest_and_readme() -> None:
    entry = tomllib.loads((MODELS / "manifest.toml").read_text("utf-8"))["faces"]
    readme = (MODELS / "README.md").read_text("utf-8")
    assert (MODELS / entry["file"]).stat().st_size == entry["size"]
    for told in (entry["file"], entry["sha256"], entry["licence"], entry["name"]):
        assert told in readme


def test_a_network_that_was_changed_or_is_missing_is_refused(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    for name in ("manifest.toml", "face_detector_centerface.onnx"):
        shutil.copy(MODELS / name, folder)
    monkeypatch.setattr(faces, "data_folder", lambda name: tmp_path / name)
    path = Path(folder / "face_detector_centerface.onnx")
    content = bytearray(path.read_bytes())
    content[5_000_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="has been changed: reinstall"):
        FaceDetector()
    path.unlink()
    with pytest.raises(ModelError, match=r"expected in .*models, and cannot be read"):
        FaceDetector()
