"""The file of the pose model and what is wrong with other files."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest

from matside import data
from matside.data import data_folder
from matside.errors import MatsideError, ModelError, UsageError
from matside.pose import model as model_module
from matside.pose.model import Quality, chosen_model, load_model

MODELS = data_folder("models")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of matside's models folder that a test may damage."""
    folder = tmp_path / "models"
    shutil.copytree(MODELS, folder)
    monkeypatch.setattr(model_module, "data_folder", lambda _: folder)
    return folder


def write_bundle(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        for name in names:
            bundle.writestr(name, b"TFL3")
    return path


@pytest.mark.parametrize(
    ("quality", "variant", "size", "sha256"),
    [
        (Quality.FAST, "lite", 5_779_318, "650e94eda52e"),
        (Quality.NORMAL, "full", 9_399_878, "7556ead314c3"),
        (Quality.BEST, "heavy", 30_666_726, "fbc48d759ba0"),
    ],
)
def test_the_committed_models_are_those_of_the_manifest(
    quality: Quality, variant: str, size: int, sha256: str
) -> None:
    model = load_model(quality)
    assert model.path == MODELS / f"pose_landmarker_{variant}.task"
    assert len(model.data) == size
    assert model.sha256 == hashlib.sha256(model.data).hexdigest()
    assert model.sha256[:12] == sha256
    assert model.name == f"BlazePose GHUM 3D, {variant}"
    assert len(repr(model)) < 400


def test_the_normal_model_is_used_where_nothing_is_chosen() -> None:
    assert chosen_model(None, None) is Quality.NORMAL
    assert load_model().sha256 == load_model(Quality.NORMAL).sha256


@pytest.mark.parametrize("quality", list(Quality))
def test_the_scale_of_visibilities_rises_from_0_to_1(quality: Quality) -> None:
    points = np.array(load_model(quality).visibility)
    assert points[0].tolist() == [0.0, 0.0]
    assert points[-1].tolist() == [1.0, 1.0]
    assert (np.diff(points, axis=0) > 0.0).all()


def test_visibilities_are_told_on_the_scale_of_the_normal_model() -> None:
    told = np.array([0.0, 0.0046, 0.1425, 1.0])
    assert load_model(Quality.NORMAL).as_normal(told).tolist() == told.tolist()
    best = load_model(Quality.BEST).as_normal(told)
    assert best == pytest.approx([0.0, 0.1, 0.45, 1.0], abs=0.001)


def test_visibilities_of_a_model_of_ones_own_are_as_it_tells_them(tmp_path: Path) -> None:
    path = tmp_path / "own.task"
    write_bundle(path, "pose_detector.tflite", "pose_landmarks_detector.tflite")
    told = np.array([0.2, 0.7])
    assert load_model(path).as_normal(told).tolist() == [0.2, 0.7]


def test_a_file_of_ones_own_or_a_quality_is_chosen_and_never_both() -> None:
    assert chosen_model("own.task", None) == Path("own.task")
    assert chosen_model(None, "best") is Quality.BEST
    with pytest.raises(UsageError, match="leave one of them out"):
        chosen_model("own.task", "best")
    with pytest.raises(UsageError, match="one of fast, normal, best and is 'great'"):
        chosen_model(None, "great")


@pytest.mark.parametrize("quality", list(Quality))
def test_the_readme_states_what_the_manifest_states(quality: Quality) -> None:
    entry = tomllib.loads((MODELS / "manifest.toml").read_text())[quality]
    readme = (MODELS / "README.md").read_text()
    assert entry["file"] in readme
    assert entry["sha256"] in readme
    assert f"{entry['size']:_}".replace("_", " ") in readme
    assert entry["licence"] in readme


def test_a_model_of_the_wrong_size_is_refused(own_folder: Path) -> None:
    path = own_folder / "pose_landmarker_full.task"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ModelError, match="should have 9399878 bytes and has 9399877"):
        load_model()


def test_a_model_with_one_other_byte_is_refused(own_folder: Path) -> None:
    path = own_folder / "pose_landmarker_full.task"
    content = bytearray(path.read_bytes())
    content[5_000_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="should have the SHA-256 7556ead314c3… and has"):
        load_model()


def test_a_missing_model_is_refused(own_folder: Path) -> None:
    (own_folder / "pose_landmarker_full.task").unlink()
    with pytest.raises(ModelError, match=r"expected at .*full\.task and is not there"):
        load_model()


@pytest.mark.parametrize(
    "text",
    ["", "[normal]\nfile = 'a.task'\n", "[normal\n", "normal = 3\n", "\udcff"],
    ids=["empty", "incomplete", "no toml", "no table", "no text"],
)
def test_a_manifest_that_cannot_be_used_is_refused(own_folder: Path, text: str) -> None:
    (own_folder / "manifest.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError, match="cannot be used"):
        load_model()


def test_a_manifest_with_a_wrong_type_is_refused(own_folder: Path) -> None:
    path = own_folder / "manifest.toml"
    path.write_text(path.read_text().replace("size = 9399878", 'size = "9399878"'))
    with pytest.raises(ModelError, match="states size in an unexpected form"):
        load_model()


def test_another_bundle_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lite.task"
    write_bundle(path, "pose_detector.tflite", "pose_landmarks_detector.tflite", "more.txt")
    model = load_model(path)
    assert (model.path, model.name) == (path, "lite.task")
    assert model.data == path.read_bytes()


def test_a_bundle_for_something_else_is_refused(tmp_path: Path) -> None:
    path = write_bundle(tmp_path / "hand.task", "pose_detector.tflite")
    with pytest.raises(ModelError, match=r"but pose_landmarks_detector\.tflite is not in it"):
        load_model(path)


def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.task"
    path.write_text("<html>404</html>")
    with pytest.raises(ModelError, match="should be a pose landmarker bundle"):
        load_model(path)


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        load_model(tmp_path)


def test_an_installed_wheel_carries_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "python" / "matside"
    (package / "_data" / "models").mkdir(parents=True)
    (tmp_path / "lib" / "exercises").mkdir()
    (tmp_path / "lib" / "models").mkdir()
    monkeypatch.setattr(data, "_PACKAGE", package)
    assert data_folder("models") == package / "_data" / "models"
    assert data_folder("exercises") == tmp_path / "lib" / "exercises"
    with pytest.raises(MatsideError, match="'sample_videos' was expected at"):
        data_folder("sample_videos")
