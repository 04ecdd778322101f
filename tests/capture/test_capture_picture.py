"""Single pictures."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from matside.capture.picture import PictureSource
from matside.errors import SourceError


def encoded(image: NDArray[Any], suffix: str) -> bytes:
    done, data = cv2.imencode(suffix, image)
    assert done
    return data.tobytes()


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """Return the JPEG with an EXIF block that holds nothing but the orientation."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    payload = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def corner(width: int, height: int) -> NDArray[np.uint8]:
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = 255
    return image


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp", ".tif", ".avif"])
def test_is_a_source_of_one_frame(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    path.write_bytes(encoded(corner(64, 48), suffix))
    with PictureSource(path) as source:
        frames = list(source)
    assert source.size_px == (64, 48)
    assert [(frame.index, frame.t_s, frame.size_px) for frame in frames] == [(0, 0.0, (64, 48))]
    assert frames[0].image.dtype == np.uint8
    assert frames[0].image[10, 10].tolist() == pytest.approx([255, 255, 255], abs=12)
    assert frames[0].image[40, 50].tolist() == pytest.approx([0, 0, 0], abs=12)
    assert (source.duration_s, source.warning) == (None, None)
    assert list(source) == []


@pytest.mark.parametrize(
    ("orientation", "white"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2)]
)
def test_applies_the_orientation_of_the_camera(
    tmp_path: Path, orientation: int, white: int
) -> None:
    path = tmp_path / "phone.jpg"
    path.write_bytes(with_orientation(encoded(corner(64, 32), ".jpg"), orientation))
    with PictureSource(path) as source:
        image = next(source).image
    height, width = image.shape[:2]
    assert (width, height) == ((32, 64) if orientation > 4 else (64, 32)) == source.size_px
    corners = [
        bool(image[y, x, 0] > 200)
        for y in (height // 4, 3 * height // 4)
        for x in (width // 4, 3 * width // 4)
    ]
    assert corners == [number == white for number in range(4)]


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_lays_transparency_over_white(tmp_path: Path, kind: type) -> None:
    full = np.iinfo(kind).max
    image: NDArray[Any] = np.zeros((8, 16, 4), kind)
    image[:, :8] = (0, 0, full // 2, full)
    path = tmp_path / "clear.png"
    path.write_bytes(encoded(image, ".png"))
    with PictureSource(path) as source:
        frame = next(source)
    assert frame.image[4, 4].tolist() == pytest.approx([0, 0, 127], abs=1)
    assert frame.image[4, 12].tolist() == [255, 255, 255]


def test_reads_grey_and_sixteen_bits(tmp_path: Path) -> None:
    path = tmp_path / "grey.png"
    path.write_bytes(encoded(np.full((6, 5), 40_000, np.uint16), ".png"))
    with PictureSource(path) as source:
        frame = next(source)
    assert frame.image.shape == (6, 5, 3)
    assert frame.image[3, 3].tolist() == [156, 156, 156]


def test_ends_when_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(encoded(corner(8, 8), ".png"))
    source = PictureSource(path)
    source.close()
    assert list(source) == []


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_refuses_what_is_no_picture(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("Arch your back like a cat.")
    with pytest.raises(SourceError, match="cannot be decoded as one"):
        PictureSource(path)


@pytest.mark.parametrize(("suffix", "most"), [(".png", 64), (".bmp", 64), (".jpg", 256)])
def test_size_beyond_all_bounds_is_refused_before_it_is_decoded(
    tmp_path: Path, suffix: str, most: int
) -> None:
    data = bytearray(cv2.imencode(suffix, np.zeros((8, 16, 3), np.uint8))[1].tobytes())
    frame = data.find(b"\xff\xc0")
    place, form = {".png": (16, ">II"), ".bmp": (18, "<ii"), ".jpg": (frame + 5, ">HH")}[suffix]
    struct.pack_into(form, data, place, 30_000, 30_000)
    (tmp_path / f"bomb{suffix}").write_bytes(data)
    with pytest.raises(SourceError, match=f"at most {most} megapixels"):
        PictureSource(tmp_path / f"bomb{suffix}")
