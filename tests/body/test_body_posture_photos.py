"""The posture on photographs of real people, read by the pose model."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from matside.body.conditioning import condition, unconditioned
from matside.body.frames import Frame
from matside.body.measures import measure
from matside.body.posture import Posture, classify_posture
from matside.pose.landmarker import PoseEstimator

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
EXPECTED = {
    "knees_to_chest": Posture.ON_THE_BACK,
    "childs_pose": Posture.FOLDED,
    "cat_cow": Posture.HANDS_AND_KNEES,
}


@pytest.fixture(scope="module")
def labelled() -> list[tuple[str, str, Posture]]:
    """Name, labelled exercise and posture of every photograph."""
    table = DATA / "photos.csv"
    if not table.is_file() or not (DATA / "photos").is_dir():
        pytest.skip("the labelled photographs of people are not on this machine")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["file"], row["exercise"], posture_of(DATA / "photos" / row["file"])) for row in rows
    ]


def posture_of(path: Path) -> Posture:
    image = np.asarray(cv2.imread(str(path)), dtype=np.uint8)
    with PoseEstimator() as estimator:
        raw = estimator.estimate(Frame(index=0, t_s=0.0, image=image))
    _, pose = condition(unconditioned(), raw)
    return classify_posture(measure(pose), pose.image_px)


def test_nearly_every_exercise_has_its_posture(labelled):
    wrong = [
        (name, posture)
        for name, exercise, posture in labelled
        if exercise in EXPECTED and posture is not EXPECTED[exercise]
    ]
    assert sum(exercise in EXPECTED for _, exercise, _ in labelled) == 13
    assert len(wrong) <= 1, wrong


def test_nothing_else_looks_folded(labelled):
    others = [(name, posture) for name, exercise, posture in labelled if exercise == "none"]
    assert len(others) == 20
    assert [name for name, posture in others if posture is Posture.FOLDED] == []
