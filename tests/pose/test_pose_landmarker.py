"""The pose model on photographs: one person, nobody, several, and pictures of every size."""

from __future__ import annotations

import gc
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from matside.body.frames import BACK_POINTS, Frame, Image, PoseFrame
from matside.body.landmark import Landmark
from matside.errors import ModelError, SystemLibraryError
from matside.pose import landmarker as landmarker_module
from matside.pose.canvas import MAX_SIDE_PX
from matside.pose.landmarker import SCOUT_EVERY_FRAMES, PoseEstimator
from matside.pose.model import BUNDLE_ENTRIES, load_model
from matside.pose.tasks import Landmarker, Mode

Photo = Callable[..., Image]
Film = Callable[..., list[Frame]]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
BLANK = np.full((240, 320, 3), 120, np.uint8)


@pytest.fixture
def estimator() -> Iterator[PoseEstimator]:
    with PoseEstimator() as made:
        yield made


def watch(frames: list[Frame]) -> list[PoseFrame]:
    with PoseEstimator() as estimator:
        return [estimator.estimate(frame) for frame in frames]


def hip_x(pose: PoseFrame) -> float:
    return float(pose.image_px[HIPS, 0].mean())


def grey(image: Image) -> Image:
    return np.full_like(image, 128)


def test_a_person_has_landmarks_in_the_picture_a_mask_and_a_back(
    estimator: PoseEstimator, photo: Photo, film: Film
) -> None:
    image = photo("Cat_Stretch_0")
    (frame,) = film(image)
    pose = estimator.estimate(frame)
    assert pose.seen
    assert (pose.people, pose.size_px, pose.t_s) == (1, (850, 567), 0.0)
    assert (pose.image_px.shape, pose.image_px.dtype) == ((33, 2), np.float64)
    assert (pose.world_m.shape, pose.world_m.dtype) == ((33, 3), np.float64)
    assert pose.back_px.shape == (BACK_POINTS, 2)
    assert (pose.image_px >= 0.0).all()
    assert (pose.image_px <= (850, 567)).all()
    assert ((pose.visibility >= 0.0) & (pose.visibility <= 1.0)).all()
    assert (pose.on_body[HIPS] > 0.9).all()
    assert np.isfinite(pose.back_px).mean() > 0.8
    assert np.nanmean(pose.back_px[:, 1]) < pose.image_px[HIPS, 1].mean()


def test_a_blank_picture_shows_nobody(estimator: PoseEstimator, film: Film) -> None:
    poses = [estimator.estimate(frame) for frame in film(BLANK, BLANK)]
    assert [pose.seen for pose in poses] == [False, False]
    assert np.isnan(poses[0].image_px).all()
    assert np.isnan(poses[0].back_px).all()
    assert [pose.t_s for pose in poses] == [0.0, pytest.approx(1 / 30)]
    assert poses[0].size_px == (320, 240)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_any_width_gives_the_same_landmarks(photo: Photo, film: Film, cut: int) -> None:
    image = photo("Cat_Stretch_0")[::2, :848:2]
    assert max(image.shape) <= MAX_SIDE_PX, "nothing but the padding may differ"
    (whole,) = watch(film(np.ascontiguousarray(image)))
    (narrow,) = watch(film(np.ascontiguousarray(image[:, :-cut])))
    assert narrow.size_px == (424 - cut, 284)
    off = np.abs(whole.image_px - narrow.image_px)[whole.visibility > 0.9]
    assert off.max() < 3.0
    assert (narrow.on_body[HIPS] > 0.9).all()


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 90), (90, 1), (3, 5), (37, 50), (50, 37), (16, 16), (333, 201)]
)
def test_no_size_is_too_odd(
    estimator: PoseEstimator, photo: Photo, film: Film, size: tuple[int, int]
) -> None:
    image = photo("Cat_Stretch_0")
    rows = np.linspace(0, image.shape[0] - 1, size[1]).astype(int)
    columns = np.linspace(0, image.shape[1] - 1, size[0]).astype(int)
    (frame,) = film(np.ascontiguousarray(image[rows][:, columns]))
    assert estimator.estimate(frame).size_px == size


def test_a_large_picture_gives_landmarks_in_its_own_pixels(photo: Photo, film: Film) -> None:
    image = photo("Cat_Stretch_0")
    (small,) = watch(film(image))
    (large,) = watch(film(np.repeat(np.repeat(image, 4, axis=0), 4, axis=1)))
    assert large.size_px == (3400, 2268)
    off = np.abs(large.image_px / 4.0 - small.image_px)[small.visibility > 0.9]
    assert off.max() < 8.0
    assert np.nanmax(np.abs(large.back_px / 4.0 - small.back_px)) < 8.0


def test_the_same_frames_give_the_same_poses(photo: Photo, film: Film) -> None:
    frames = film(*[photo("Cat_Stretch_0"), photo("Cat_Stretch_1")] * 4)
    first, second = watch(frames), watch(frames)
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.image_px, other.image_px, equal_nan=True)
        assert np.array_equal(one.back_px, other.back_px, equal_nan=True)
        assert one.people == other.people


def test_times_that_stand_still_or_go_back_are_tolerated(
    estimator: PoseEstimator, photo: Photo
) -> None:
    image = photo("Cat_Stretch_0")
    for number, t_s in enumerate([5.0, 5.0, 5.0001, 4.0, -1.0, 5.01]):
        pose = estimator.estimate(Frame(index=number, t_s=t_s, image=image))
        assert pose.seen
        assert pose.t_s == t_s


@pytest.mark.parametrize("left_is_larger", [True, False])
def test_the_larger_of_two_people_is_followed(
    photo: Photo, beside: Callable[[Image, Image], Image], film: Film, left_is_larger: bool
) -> None:
    large, small = photo("Cat_Stretch_0", 560), photo("Plank_1", 380)
    both = beside(large, small) if left_is_larger else beside(small, large)
    (alone,) = watch(film(large))
    poses = watch(film(both, both, both))
    shift = 0.0 if left_is_larger else small.shape[1]
    assert [pose.people for pose in poses] == [2, 2, 2]
    assert [hip_x(pose) for pose in poses] == pytest.approx([hip_x(alone) + shift] * 3, abs=20.0)


def test_one_who_joins_is_counted_but_not_followed(
    photo: Photo, beside: Callable[[Image, Image], Image], film: Film
) -> None:
    first, second = photo("Cat_Stretch_0", 300), photo("Plank_1", 380)
    alone, both = beside(first, grey(second)), beside(first, second)
    poses = watch(film(*[alone] * 3, *[both] * (SCOUT_EVERY_FRAMES + 2)))
    assert {round(hip_x(pose) / 60.0) for pose in poses} == {round(hip_x(poses[0]) / 60.0)}
    assert (poses[0].people, poses[-1].people) == (1, 2)


def test_another_body_is_not_taken_for_the_followed_one(
    photo: Photo, beside: Callable[[Image, Image], Image], film: Film
) -> None:
    first, second = photo("Cat_Stretch_0", 420), photo("Plank_1", 320)
    both, left = beside(first, second), beside(grey(first), second)
    images = [both] * 3 + [left] * 8 + [both] * 3 + [left] * 12
    poses = watch(film(*images, rate=4.0))
    where = ["-" if not pose.seen else "LR"[hip_x(pose) > first.shape[1]] for pose in poses]
    assert where[:3] == ["L", "L", "L"]
    assert where[3:11] == ["-"] * 8
    assert "R" not in where[:14]
    assert where[13] == "L"
    assert where[14:22] == ["-"] * 8
    assert where[-1] == "R", "after two seconds the one who stayed is followed"


def test_the_landmarker_that_counts_is_not_made_before_somebody_is_seen(
    estimator: PoseEstimator, photo: Photo, film: Film
) -> None:
    estimator.estimate(film(BLANK)[0])
    assert estimator._scout is None
    estimator.estimate(Frame(index=1, t_s=0.1, image=photo("Cat_Stretch_0")))
    assert estimator._scout is not None


def test_the_count_is_repeated_only_now_and_then(
    estimator: PoseEstimator, photo: Photo, film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    look = estimator._look_around

    def count(picture, person, t_s):
        looked.append(round(t_s * 30))
        return look(picture, person, t_s)

    monkeypatch.setattr(estimator, "_look_around", count)
    image = photo("Cat_Stretch_0", 120)
    for frame in film(*[image] * (2 * SCOUT_EVERY_FRAMES + 2)):
        estimator.estimate(frame)
    assert looked == [0, SCOUT_EVERY_FRAMES, 2 * SCOUT_EVERY_FRAMES]


def test_an_unusable_network_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.task"
    with zipfile.ZipFile(path, "w") as bundle:
        for name in BUNDLE_ENTRIES:
            bundle.writestr(name, b"TFL3")
    with pytest.raises(ModelError, match=r"expected to work with MediaPipe .* and does not") as e:
        PoseEstimator(path)
    assert "\n" not in str(e.value)


def test_a_missing_library_of_the_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matside.pose.tasks", None)
    with pytest.raises(ModelError, match="expected to be installed and cannot be loaded"):
        PoseEstimator()
    monkeypatch.setattr(
        landmarker_module, "translate_import_error", lambda _: SystemLibraryError("libEGL")
    )
    with pytest.raises(SystemLibraryError, match="libEGL"):
        PoseEstimator()


def test_may_be_closed_twice(film: Film) -> None:
    estimator = PoseEstimator()
    estimator.estimate(film(BLANK)[0])
    estimator.close()
    estimator.close()


def test_what_was_forgotten_is_closed_before_it_is_collected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed: list[object] = []

    class Task:
        def detect_for_video(self, *_: object) -> None: ...

        def close(self) -> None:
            closed.append(self)

    def forget() -> None:
        around: list[object] = [Landmarker(load_model(), mode=Mode.VIDEO, masks=True)]
        around.append(around)

    monkeypatch.setattr(Landmarker, "_create", lambda *_, **__: Task())
    forget()
    gc.collect()
    assert len(closed) == 1


TALK = """
import sys, numpy as np
from matside.body.frames import Frame
from matside.pose.landmarker import PoseEstimator
import cv2
picture = cv2.imread(sys.argv[1])
with PoseEstimator(debug=sys.argv[2] == "debug") as estimator:
    for number, image in enumerate([np.zeros_like(picture), picture, picture]):
        pose = estimator.estimate(Frame(index=number, t_s=number / 30, image=image))
    assert pose.seen
    sys.stderr.write("our own word\\n")
"""


@pytest.mark.parametrize("mode", ["quiet", "debug"])
def test_mediapipe_is_silent_unless_debugged(photo_path: Callable[[str], Path], mode: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TALK, str(photo_path("Cat_Stretch_0")), mode],
        capture_output=True,
        text=True,
        check=True,
    )
    if mode == "quiet":
        assert done.stderr == "our own word\n"
    else:
        assert "XNNPACK" in done.stderr
    assert done.stdout == ""


def test_importing_the_package_does_not_load_mediapipe() -> None:
    code = (
        "import sys, matside.pose, matside.pose.landmarker, matside.pose.import_errors;"
        "sys.exit('mediapipe' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
