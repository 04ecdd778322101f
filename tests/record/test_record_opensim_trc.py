from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from matside.body.landmark import Landmark, Side
from matside.coach.result import FrameResult
from matside.record.opensim import MARKERS, TrcWriter, marker_positions_m


def result(pose):
    return FrameResult(t_s=pose.t_s, pose=pose, near_side=Side.LEFT, measures={}, posture="other")


def read_trc(path):
    """A TRC file as header, names and ``{name: [(x, y, z), ...]}``, read as OpenSim reads it.

    Cells are split at tabs, empty ones at the end of a row are lost, and a row
    that is then too short is an error.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines[0].split() == ["PathFileType", "4", "(X/Y/Z)", path.name]
    header = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    frame, time, *names = [cell for cell in lines[3].split("\t") if cell]
    assert (frame, time) == ("Frame#", "Time")
    axes = [cell for cell in lines[4].split("\t") if cell]
    assert axes == [f"{axis}{n + 1}" for n in range(len(names)) for axis in "XYZ"]
    assert lines[5] == ""
    assert lines[-1] == ""
    rows = [line.rstrip("\t").split("\t") for line in lines[6:-1]]
    assert {len(row) for row in rows} <= {2 + 3 * len(names)}
    assert all(cell.strip() for row in rows for cell in row)
    table = np.array(rows, dtype=np.float64).reshape(-1, 2 + 3 * len(names))
    points = {name: table[:, 2 + 3 * n : 5 + 3 * n] for n, name in enumerate(names)}
    return header, table[:, 0], table[:, 1], points


def test_a_file_is_read_back(tmp_path, make_pose):
    poses = [make_pose(n / 20, seed=n) for n in range(5)]

    with TrcWriter(tmp_path / "landmarks.trc") as writer:
        for pose in poses:
            writer.write(result(pose))
    header, numbers, times, points = read_trc(tmp_path / "landmarks.trc")

    assert header == {
        "DataRate": "20",
        "CameraRate": "20",
        "NumFrames": "5",
        "NumMarkers": "33",
        "Units": "m",
        "OrigDataRate": "20",
        "OrigDataStartFrame": "1",
        "OrigNumFrames": "5",
    }
    assert numbers.tolist() == [1, 2, 3, 4, 5]
    assert times.tolist() == [0.0, 0.05, 0.1, 0.15, 0.2]
    assert tuple(points) == MARKERS
    for n, pose in enumerate(poses):
        told = np.array([points[name][n] for name in MARKERS])
        assert np.allclose(told, marker_positions_m(pose), atol=1e-5, equal_nan=True)


def test_uneven_frames_tell_the_rate_of_the_rows_and_of_the_frames(tmp_path, make_pose):
    with TrcWriter(tmp_path / "a.trc") as writer:
        for n in (0, 1, 2, 3, 5, 6):
            writer.write(result(make_pose(n / 10, seed=n)))
    header, _, times, _ = read_trc(tmp_path / "a.trc")

    assert (header["DataRate"], header["NumFrames"]) == ("10", "7")
    assert (header["OrigDataRate"], header["OrigNumFrames"]) == ("8.33333", "6")
    assert times.tolist() == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])


def test_markers_have_the_names_of_the_blazepose_model():
    pairs = {
        Landmark.NOSE: "Nose",
        Landmark.LEFT_EYE_INNER: "LEyeInner",
        Landmark.RIGHT_EAR: "REar",
        Landmark.MOUTH_LEFT: "LMouth",
        Landmark.RIGHT_SHOULDER: "RShoulder",
        Landmark.LEFT_PINKY: "LPinky",
        Landmark.LEFT_FOOT_INDEX: "LBigToe",
        Landmark.RIGHT_HEEL: "RHeel",
    }

    assert {landmark: MARKERS[landmark] for landmark in pairs} == pairs
    assert len(set(MARKERS)) == 33


def test_y_is_up_and_z_towards_the_camera(make_pose):
    pose = make_pose()
    pose.world_m[Landmark.NOSE] = (0.25, 0.5, -0.125)

    assert marker_positions_m(pose)[Landmark.NOSE].tolist() == [0.25, -0.5, 0.125]


def test_what_the_coach_does_not_believe_is_nan(tmp_path, make_pose):
    pose = make_pose()
    pose.image_px[Landmark.LEFT_WRIST] = math.nan

    positions = marker_positions_m(pose)

    assert np.isnan(positions[Landmark.LEFT_WRIST]).all()
    assert np.isfinite(positions[Landmark.RIGHT_WRIST]).all()


def test_an_unknown_last_marker_makes_no_short_row(tmp_path, make_pose):
    pose = make_pose()
    pose.image_px[Landmark.RIGHT_FOOT_INDEX] = math.nan

    with TrcWriter(tmp_path / "a.trc") as writer:
        writer.write(result(pose))
    _, _, _, points = read_trc(tmp_path / "a.trc")

    assert np.isnan(points["RBigToe"]).all()


@pytest.fixture
def striding(make_pose):
    """The left leg 40 cm ahead of the right one, in the picture and in the world."""
    pose = make_pose()
    for part, height in (("KNEE", 0.4), ("ANKLE", 0.8), ("HEEL", 0.8), ("FOOT_INDEX", 0.85)):
        for side, ahead in (("LEFT", 0.2), ("RIGHT", -0.2)):
            row = Landmark[f"{side}_{part}"]
            pose.world_m[row] = (ahead, height, 0.0)
            pose.image_px[row] = (300 + 400 * ahead, 200 + 400 * height)
    return pose


def exchanged(pose):
    """The same with the legs exchanged in the picture, as the coach does it."""
    px = pose.image_px.copy()
    left, right = [25, 27, 29, 31], [26, 28, 30, 32]
    px[left], px[right] = pose.image_px[right], pose.image_px[left]
    return replace(pose, image_px=px)


def test_legs_keep_their_names_where_the_coach_keeps_them(striding):
    positions = marker_positions_m(striding)

    assert positions[Landmark.LEFT_KNEE].tolist() == [0.2, -0.4, 0.0]


def test_legs_that_the_coach_exchanges_are_exchanged(striding):
    positions = marker_positions_m(exchanged(striding))

    assert positions[Landmark.LEFT_KNEE].tolist() == [-0.2, -0.4, 0.0]
    assert positions[Landmark.RIGHT_FOOT_INDEX].tolist() == [0.2, -0.85, 0.0]
    assert (
        positions[Landmark.LEFT_HIP].tolist()
        == (striding.world_m[Landmark.LEFT_HIP] * (1, -1, -1)).tolist()
    )


def test_legs_that_lie_on_each_other_keep_their_names(striding):
    striding.world_m[25:33, 0] *= 0.1

    positions = marker_positions_m(exchanged(striding))

    assert positions[Landmark.LEFT_KNEE][0] == pytest.approx(0.02)
