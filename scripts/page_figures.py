"""Draw the moving figures of the page from matside's own sample videos.

python scripts/page_figures.py [FILE]: writes src/matside/page/assets/figures.json. Each frame is
the outline of the person as the pose model's mask shows it, smoothed over time.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from matside.capture.source import open_source
from matside.data import data_folder
from matside.pose.landmarker import PoseEstimator

OUT = Path(__file__).resolve().parent.parent / "src/matside/page/assets/figures.json"
RATE_HZ = 10.0
SMOOTHED_PX = 1.6
LEAST_AREA_PX = 60.0
TOLERANCE_PX = 0.9
INSIDE = 0.5
MARGIN_PX = 14


@dataclass(frozen=True)
class Loop:
    """The stretches of a clip that make a figure, in seconds, shown one after the other.

    ``still`` is the number of the frame that is shown where nothing may move.
    """

    clip: str
    parts: tuple[tuple[float, float], ...]
    still: int


LOOPS = {
    "knees_to_chest": Loop("knees_to_chest_single", ((1.2, 6.1), (9.0, 12.2)), 40),
    "childs_pose": Loop("childs_pose_forward", ((1.0, 6.5), (14.2, 18.0)), 50),
    "cat_cow": Loop("cat_cow_5reps", ((6.4, 10.8),), 22),
    "thoracic_rotation": Loop("thoracic_rotation_both_sides", ((5.7, 9.1),), 17),
}


def masks(loop: Loop) -> list[np.ndarray]:
    """Return the masks of the loop's frames, at even times."""
    path = data_folder("sample_videos") / f"{loop.clip}.mp4"
    wanted = [t for start, end in loop.parts for t in np.arange(start, end, 1.0 / RATE_HZ)]
    found: list[np.ndarray] = []
    with open_source(path) as source, PoseEstimator() as estimator:
        for frame in source:
            person = estimator.look(frame).person
            while len(found) < len(wanted) and frame.t_s >= wanted[len(found)] - 1e-6:
                if person is None or person.mask is None:
                    raise SystemExit(f"Nobody was found in {path.name} at {frame.t_s:.2f} s.")
                found.append(person.mask.astype(np.float32).copy())
            if len(found) == len(wanted):
                return found
    raise SystemExit(f"{path.name} ends before {wanted[-1]:.1f} s.")


def outlines(mask: np.ndarray) -> list[np.ndarray]:
    """Return the outlines of the body, holes too, as points in pixels."""
    soft = cv2.GaussianBlur(mask, (0, 0), SMOOTHED_PX)
    body = (soft > INSIDE).astype(np.uint8)
    found, _ = cv2.findContours(body, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    large = [one for one in found if cv2.contourArea(one) > LEAST_AREA_PX]
    return [cv2.approxPolyDP(one, TOLERANCE_PX, closed=True)[:, 0, :] for one in large]


def figure(loop: Loop) -> dict[str, Any]:
    """Return a figure: its box in pixels, its rate, and an SVG path for each frame."""
    seen = np.stack(masks(loop))
    seen = np.stack(
        [
            (seen[max(0, i - 1)] + 2 * m + seen[min(len(seen) - 1, i + 1)]) / 4
            for i, m in enumerate(seen)
        ]
    )
    drawn = [outlines(mask) for mask in seen]
    points = np.concatenate([one for frame in drawn for one in frame])
    low, high = points.min(axis=0) - MARGIN_PX, points.max(axis=0) + MARGIN_PX
    paths = [
        "".join("M" + "L".join(f"{x - low[0]} {y - low[1]}" for x, y in one) + "Z" for one in frame)
        for frame in drawn
    ]
    width, height = (int(size) for size in high - low)
    return {
        "clip": loop.clip,
        "rate_hz": RATE_HZ,
        "size": [width, height],
        "still": loop.still,
        "frames": paths,
    }


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    told = {name: figure(loop) for name, loop in LOOPS.items()}
    out.write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(out, out.stat().st_size, {n: len(f["frames"]) for n, f in told.items()})


if __name__ == "__main__":
    main()
