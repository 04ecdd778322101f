"""The pose models: which there are, where their files lie, whether a file is the right one."""

from __future__ import annotations

import hashlib
import io
import tomllib
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np

from matside.body.frames import Floats
from matside.data import data_folder
from matside.errors import ModelError, UsageError, system_reason

MANIFEST_NAME: Final = "manifest.toml"
BUNDLE_ENTRIES: Final = frozenset({"pose_detector.tflite", "pose_landmarks_detector.tflite"})
"""The two networks that MediaPipe's Pose Landmarker looks for in a ``.task`` bundle."""


class Quality(StrEnum):
    """matside's own pose models, by what a person weighs against each other: time and accuracy."""

    FAST = "fast"
    NORMAL = "normal"
    BEST = "best"


ModelChoice = Path | Quality
"""A ``.task`` file of the user's own, or one of matside's models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A pose model that has passed its checks.

    Attributes:
        path: The ``.task`` file it was read from.
        name: What people call it; the file's name for a model of the user's own.
        sha256: Of the bytes, in lower-case hexadecimal.
        visibility: Points ``(own, normal)`` of the line that turns this model's
            visibilities into those of the normal model, so that the same
            thresholds serve all; none for a model of the user's own.
        data: The bytes themselves, so that what was checked is what is used.
    """

    path: Path
    name: str
    sha256: str
    visibility: tuple[tuple[float, float], ...] = ()
    data: bytes = field(repr=False)

    def as_normal(self, visibility: Floats) -> Floats:
        """Return visibilities of this model on the scale of the normal one, both 0..1."""
        if not self.visibility:
            return visibility
        own, normal = zip(*self.visibility, strict=True)
        scaled: Floats = np.interp(visibility, own, normal)
        return scaled


def chosen_model(path: Path | str | None, quality: str | None) -> ModelChoice:
    """Return what a person chose: a file of their own, or else matside's model of that quality.

    Raises:
        UsageError: Both were given, or there is no such quality.
    """
    if path is not None and quality is not None:
        raise UsageError("A model of your own and a quality were given: leave one of them out.")
    if path is not None:
        return Path(path)
    try:
        return Quality(quality or Quality.NORMAL)
    except ValueError as error:
        names = ", ".join(Quality)
        raise UsageError(
            "The quality should be one of {names} and is {quality}.",
            names=names,
            quality=f"{quality!r}",
        ) from error


def load_model(choice: ModelChoice = Quality.NORMAL) -> Model:
    """Return the model in a ``.task`` file, or one of matside's own.

    matside's own are compared with their manifest byte for byte; another one
    is only checked to be a bundle with the two networks of a pose model.

    Raises:
        ModelError: The file is missing, unreadable, not the expected one, or
            not a pose bundle.
    """
    if isinstance(choice, Quality):
        return _load_own(data_folder("models"), choice)
    data = _read(choice)
    _check_bundle(choice, data)
    sha256 = hashlib.sha256(data).hexdigest()
    return Model(path=choice, name=choice.name, sha256=sha256, data=data)


def _load_own(folder: Path, quality: Quality) -> Model:
    """Return the model that ``folder``'s manifest describes for ``quality``."""
    entry = _read_manifest(folder / MANIFEST_NAME, quality)
    path = folder / entry["file"]
    data = _read(path)
    if len(data) != entry["size"]:
        raise ModelError(
            "The pose model {path} should have {expected} bytes and has {found}: "
            "reinstall matside, or check the file out again.",
            path=path,
            expected=entry["size"],
            found=len(data),
        )
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != entry["sha256"]:
        raise ModelError(
            "The pose model {path} should have the SHA-256 {expected}… and has "
            "{found}…: reinstall matside, or check the file out again.",
            path=path,
            expected=entry["sha256"][:12],
            found=sha256[:12],
        )
    _check_bundle(path, data)
    points = tuple((float(own), float(normal)) for own, normal in entry["visibility"])
    return Model(path=path, name=entry["name"], sha256=sha256, visibility=points, data=data)


def _read_manifest(path: Path, quality: Quality) -> dict[str, Any]:
    """Return the manifest's table of that quality, with its types checked."""
    try:
        entry = tomllib.loads(_read(path).decode("utf-8"))[quality]
        expected = {"file": str, "size": int, "sha256": str, "name": str, "visibility": list}
        wrong = [key for key, kind in expected.items() if not isinstance(entry[key], kind)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise ModelError(
            "The manifest {path} should state file, size, sha256, name and "
            "visibility of the pose model under [{quality}], but cannot be used "
            "({error}): reinstall matside.",
            path=path,
            quality=quality,
            error=error,
        ) from error
    if wrong:
        raise ModelError(
            "The manifest {path} states {wrong} in an unexpected form: reinstall matside.",
            path=path,
            wrong=", ".join(wrong),
        )
    return dict(entry)


def _read(path: Path) -> bytes:
    """Return the bytes of ``path``."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(
            "A file of the pose model was expected at {path} and is not there: "
            "check the path, or reinstall matside.",
            path=path,
        ) from error
    except OSError as error:
        raise ModelError(
            "The file {path} of the pose model cannot be read ({reason}): check "
            "that it is a file and that you may read it.",
            path=path,
            reason=system_reason(error),
        ) from error


def _check_bundle(path: Path, data: bytes) -> None:
    """Raise ``ModelError`` unless ``data`` is a zip archive with the two networks."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as bundle:
            missing = BUNDLE_ENTRIES.difference(bundle.namelist())
    except zipfile.BadZipFile as error:
        raise ModelError(
            "{path} should be a pose landmarker bundle (a .task file) and is none: "
            "give the .task file itself, not a .tflite file or a web page.",
            path=path,
        ) from error
    if missing:
        raise ModelError(
            "{path} should be a pose landmarker bundle, but {missing} is not in "
            "it: give the bundle of a MediaPipe Pose Landmarker.",
            path=path,
            missing=" and ".join(sorted(missing)),
        )
