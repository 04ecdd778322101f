from __future__ import annotations

import math

import numpy as np

from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.coach.result import FrameResult
from matside.record.opensim import ANGLES, MotWriter


def result(t_s, **measures):
    return FrameResult(
        t_s=t_s,
        pose=unseen(t_s, (640, 480)),
        near_side=None,
        measures=dict.fromkeys(COLUMNS, math.nan) | measures,
        posture="other",
    )


def read_mot(path):
    """A MOT file as its key-value pairs and ``{column: values}``, read as OpenSim reads it."""
    head, _, body = path.read_text(encoding="utf-8").partition("\nendheader\n")
    keys = dict(line.split("=") for line in head.split("\n") if "=" in line)
    names, *rows = (line.split("\t") for line in body.removesuffix("\n").split("\n"))
    table = np.array(rows, dtype=np.float64)
    assert table.shape == (int(keys["nRows"]), int(keys["nColumns"]))
    return head, keys, dict(zip(names, table.T, strict=True))


def write(path, *results):
    with MotWriter(path) as writer:
        for one in results:
            writer.write(one)
    return read_mot(path)


def test_a_file_is_read_back(tmp_path):
    head, keys, columns = write(
        tmp_path / "angles.mot",
        *(
            result(n / 10, left_hip_flexion_deg=90.0 + n, trunk_inclination_deg=-n / 4)
            for n in range(4)
        ),
    )

    assert head.startswith("Coordinates\nversion=1\n")
    assert keys["inDegrees"] == "yes"
    assert list(columns) == ["time", "left_hip_flexion_deg", "trunk_inclination_deg"]
    assert columns["time"].tolist() == [0.0, 0.1, 0.2, 0.3]
    assert columns["left_hip_flexion_deg"].tolist() == [90.0, 91.0, 92.0, 93.0]
    assert columns["trunk_inclination_deg"].tolist() == [0.0, -0.25, -0.5, -0.75]


def test_an_unknown_angle_is_nan_and_a_never_known_one_has_no_column(tmp_path):
    _, _, columns = write(
        tmp_path / "a.mot",
        *(result(t, left_knee_flexion_deg=50.0) for t in (0.0, 0.5)),
        *(result(t, spinal_curve_deg=5.0) for t in (1.0, 1.5)),
    )

    assert list(columns) == ["time", "left_knee_flexion_deg", "spinal_curve_deg"]
    assert np.isnan(columns["spinal_curve_deg"]).tolist() == [True, True, False, False]


def test_ratios_are_no_angles(tmp_path):
    _, _, columns = write(tmp_path / "a.mot", result(0.0, head_height_ratio=1.0))

    assert list(columns) == ["time"]
    assert "left_hip_flexion_deg" in ANGLES
    assert "head_height_ratio" not in ANGLES


def test_it_says_so_where_rows_are_not_frames(tmp_path):
    even, _, _ = write(tmp_path / "a.mot", result(0.0), result(0.1), result(0.2))
    uneven, _, columns = write(
        tmp_path / "b.mot", *(result(t, head_angle_deg=10 * t) for t in (0.0, 0.1, 0.2, 0.4))
    )

    assert "Every row is a frame." in even
    assert "The 4 frames were not evenly spaced" in uneven
    assert np.allclose(columns["head_angle_deg"], [0.0, 1.0, 2.0, 3.0, 4.0])
