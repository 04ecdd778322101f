"""Writes the H.264 file: true frame times, noise, and a rotation tag."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

TICKS_PER_S = 90_000
BLUR_PX = 0.6  # a lens is never as sharp as a renderer


def frame_times(duration_s: float, fps: float, jitter: float, seed: int) -> NDArray[np.float64]:
    """Times (N,) of the frames, s, from 0; intervals vary by the share `jitter` about 1 / fps."""
    n = max(1, round(duration_s * fps))
    steps = np.full(n - 1, 1 / fps)
    if jitter > 0:
        steps *= 1 + jitter * np.random.default_rng(seed).uniform(-1, 1, n - 1)
    ticks = np.round(np.concatenate([[0.0], np.cumsum(steps)]) * TICKS_PER_S)
    return ticks / TICKS_PER_S


def camera_noise(
    picture: NDArray[np.uint8], sigma: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """The picture (H, W, 3), slightly soft, with grain of standard deviation `sigma`."""
    soft = gaussian_filter(picture.astype(np.float32), (BLUR_PX, BLUR_PX, 0), truncate=2.5)
    h, w, _ = picture.shape
    grey = rng.standard_normal((h, w, 1), dtype=np.float32) * sigma
    colour = rng.standard_normal((h // 2, w // 2, 3), dtype=np.float32) * (sigma * 0.5)
    grain = np.repeat(np.repeat(colour, 2, axis=0), 2, axis=1)[:h, :w]
    soft += grey
    soft[: grain.shape[0], : grain.shape[1]] += grain
    grained: NDArray[np.uint8] = np.clip(soft, 0, 255).astype(np.uint8)
    return grained


def write_video(
    path: Path, pictures: Iterator[tuple[float, NDArray[np.uint8]]], fps: float, crf: int
) -> None:
    """Writes pairs of time (s) and picture (H, W, 3) RGB; width and height must be even."""
    options: dict[str, Any] = {"crf": str(crf), "preset": "medium", "threads": "1"}
    options["x264-params"] = "no-mbtree=1"  # with it, the same pictures gave different files
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = None
        for t_s, picture in pictures:
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.options = options
                stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS_PER_S)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(t_s * TICKS_PER_S), Fraction(1, TICKS_PER_S)
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode(None))


def tag_rotation(path: Path, degrees: int) -> None:
    """Sets the display rotation in the track header of an mp4: 0, 90, 180 or 270 clockwise.

    The picture itself stays as it is; players turn it. Source: ISO/IEC 14496-12, `tkhd` box.
    """
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees % 360]
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    wide = data[at] == 1  # version 1 has 64-bit times
    at += 4 + (32 if wide else 20) + 16
    matrix = [cos, sin, 0, -sin, cos, 0, 0, 0]
    values = np.array([v * 0x10000 for v in matrix] + [0x40000000], ">i4")
    data[at : at + 36] = values.tobytes()
    path.write_bytes(bytes(data))
