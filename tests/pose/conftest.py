"""Photographs of people, and small helpers around them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from matside.body.frames import Frame, Image

PHOTOS = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "photos"


@pytest.fixture
def photo_path() -> Callable[[str], Path]:
    """A function that finds a photograph by name; skips the test where there are none."""

    def find(name: str) -> Path:
        path = PHOTOS / f"{name}.jpg"
        if not path.is_file():
            pytest.skip(f"the photographs of people are not on this machine ({path.name})")
        return path

    return find


@pytest.fixture
def photo(photo_path: Callable[[str], Path]) -> Callable[..., Image]:
    """A function that reads a photograph by name, at a height of one's choice."""

    def read(name: str, height: int | None = None) -> Image:
        image = np.asarray(cv2.imread(str(photo_path(name))), dtype=np.uint8)
        if height is not None:
            width = round(image.shape[1] * height / image.shape[0])
            image = np.asarray(cv2.resize(image, (width, height)), dtype=np.uint8)
        return image

    return read


def side_by_side(left: Image, right: Image) -> Image:
    """Return two pictures beside each other, the lower one standing on the same floor."""
    height = max(left.shape[0], right.shape[0])
    grown = [
        cv2.copyMakeBorder(part, height - part.shape[0], 0, 0, 0, cv2.BORDER_REPLICATE)
        for part in (left, right)
    ]
    return np.asarray(np.hstack(grown), dtype=np.uint8)


@pytest.fixture
def beside() -> Callable[[Image, Image], Image]:
    return side_by_side


@pytest.fixture
def film() -> Callable[..., list[Frame]]:
    """A function that makes frames of pictures, at a rate of its own choice."""

    def make(*images: Image, rate: float = 30.0) -> list[Frame]:
        return [
            Frame(index=number, t_s=number / rate, image=image)
            for number, image in enumerate(images)
        ]

    return make
