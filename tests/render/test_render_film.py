"""Camera, video file and graphics. What needs OpenGL or PyAV is skipped where it is missing."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

from render.camera import side_camera
from render.clip import parse_clip

TINY = {
    "exercise": "childs_pose",
    "video": {"width": 160, "height": 90, "fps": 4.0, "jitter": 0.3, "rotate_deg": 90},
    "step": [
        {"pose": "all_fours", "hold_s": 0.4},
        {"pose": "child_forward", "move_s": 0.8, "hold_s": 0.8, "hold": True},
    ],
    "away": [{"start_s": 1.5, "end_s": 1.8}],
}


def test_the_camera_sees_its_target_in_the_middle_and_left_on_the_left() -> None:
    look = np.array([0.0, 0.0, 0.4])
    camera = side_camera(0.0, 3.0, 0.4, look, 30.0, (1280, 720))
    middle, left, above = camera.project(
        np.array([look, look - np.array([0.5, 0, 0]), look + np.array([0, 0, 0.5])])
    )
    np.testing.assert_allclose(middle, [640, 360, 3.0], atol=1e-9)
    scale = 360 / np.tan(np.radians(15)) / 3.0
    np.testing.assert_allclose(left, [640 - 0.5 * scale, 360, 3.0], atol=1e-9)
    np.testing.assert_allclose(above, [640, 360 - 0.5 * scale, 3.0], atol=1e-9)


def test_frame_times_are_even_or_irregular_but_always_rise() -> None:
    pytest.importorskip("av", reason="writing video needs PyAV (pip install av)")
    from render.video import frame_times  # noqa: PLC0415

    np.testing.assert_allclose(frame_times(1.0, 20, 0.0, 0), np.arange(20) / 20, atol=1e-5)
    steps = np.diff(frame_times(2.0, 20, 0.5, 1))
    assert steps.min() > 0.02
    assert np.ptp(steps) > 0.02


def test_a_tiny_clip_is_filmed_with_its_truth(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="writing video needs PyAV (pip install av)")
    pytest.importorskip("moderngl", reason="drawing needs moderngl (pip install moderngl)")
    from render.errors import GraphicsError  # noqa: PLC0415
    from render.film import Film  # noqa: PLC0415

    try:
        film = Film(parse_clip(TINY, "tiny"))
    except GraphicsError as error:
        pytest.skip(f"drawing needs OpenGL through EGL: {error}")
    film.shoot(tmp_path / "tiny.mp4")
    truth = json.loads((tmp_path / "tiny.truth.json").read_text())
    frames = truth["frames"]
    with av.open(str(tmp_path / "tiny.mp4")) as container:
        shown = list(container.decode(video=0))
    assert [float(f.time) for f in shown] == pytest.approx(frames["t_s"], abs=1e-4)
    assert abs(shown[0].rotation) == 90
    assert truth["holds"] == [{"name": "child_forward", "start_s": 1.2, "end_s": 2.0}]
    gone = [i for i, t in enumerate(frames["t_s"]) if 1.5 <= t < 1.8]
    assert gone
    assert all(frames["px"][i] is None and frames["in_view"][i] == 0 for i in gone)
    assert frames["in_view"][0] == 1.0
    assert frames["covered"][0] > 0.02
    assert "1" in frames["visible"][0]
    assert {len(v) for v in frames["measures"].values()} == {len(frames["t_s"])}
